/**
 * The one error class of halua. Everything halua refuses on purpose is a
 * HaluaError: its message is a single line that names what went wrong, where
 * (a file:line, slot, guid or keyword) and the way out; its code is stable, so
 * a program can branch on it. Any other exception is a defect of halua.
 */
export class HaluaError extends Error {
  override readonly name = "HaluaError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * The stable codes. `E_MAP_*` come from the shared statistics file, `E_LUA_*`
 * from a script, `E_SOCKET` from a live HAProxy's stats socket, `E_LAB` from a test's programs, `E_USAGE` from a command line (exit status 2),
 * the rest from the surroundings.
 */
export type ErrorCode =
  | "E_MAP_OPEN"
  | "E_MAP_FORMAT"
  | "E_MAP_VERSION"
  | "E_MAP_SHORT"
  | "E_MAP_UNSAFE"
  | "E_MAP_FULL"
  | "E_MAP_LOST"
  | "E_MAP_ACCESS"
  | "E_LUA_LOAD"
  | "E_LUA_RUNTIME"
  | "E_LUA_MEMORY"
  | "E_SOCKET"
  | "E_LISTEN"
  | "E_CERTIFICATE"
  | "E_LAB"
  | "E_USAGE"
  | "E_INTERNAL";
