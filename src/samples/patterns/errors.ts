/**
 * Something wrong with a pattern, its value or its file, in HAProxy's words
 * and without a place: a converter, a CLI command or a Lua function puts its
 * own words around it.
 */
export class PatternError extends Error {
  override readonly name = "PatternError";
}
