/**
 * The grammar of a keyword's arguments, written as one text and read here, so
 * that the manual, the checks of the table and a reader have the same:
 *
 *   <name:type>      an argument         [ ... ]   what may be missing
 *   {a|b|c}          one of these words  ...       the one before, repeated
 *   word             this word
 */

/** Every type an argument can have, and how the manual explains it. */
export const SYNTAX_TYPES = {
  time: "a time in milliseconds, or with a unit (us, ms, s, m, h, d)",
  seconds: "a time in seconds, or with a unit",
  size: "a number of bytes, or with a unit (k, m, g)",
  int: "an integer",
  percent: "an integer from 0 to 100",
  port: "a port, 1 to 65535",
  status: "an HTTP status",
  string: "a text",
  name: "an identifier: letters, digits, `-`, `_`, `.`, `:`",
  path: "the path of a file",
  directory: "the path of a directory",
  address: "an address with a port, a socket path, or `fd@n`",
  host: "an address; a port may follow",
  network: "an address, with a mask where wanted",
  header: "the name of an HTTP header",
  regex: "a regular expression",
  expr: "a sample expression",
  format: "a log-format text",
  condition: "`if` or `unless` and ACLs",
  variable: "a variable with its scope, such as `txn.name`",
  version: "a TLS version: SSLv3, TLSv1.0 to TLSv1.3",
  rest: "all words up to the end of the line",
} as const;

export type SyntaxType = keyof typeof SYNTAX_TYPES;

export interface SyntaxPart {
  readonly kind: "argument" | "word" | "choice";
  /** The argument's name, the word, or the choices joined by `|`. */
  readonly text: string;
  readonly type?: SyntaxType;
  readonly optional: boolean;
  readonly repeated: boolean;
}

/** Takes a grammar apart. @throws Error for a text that is none, which is a defect of the table */
export function parseSyntax(syntax: string): readonly SyntaxPart[] {
  const parts: SyntaxPart[] = [];
  let depth = 0;
  for (const [token] of syntax.matchAll(/\[|\]|\.\.\.|<[^>]*>|\{[^}]*\}|[^\s[\]<>{}]+/g)) {
    const optional = depth > 0;
    if (token === "[") depth++;
    else if (token === "]") depth--;
    else if (token === "...") {
      const last = parts.pop();
      if (!last) throw new Error(`nothing to repeat in '${syntax}'`);
      parts.push({ ...last, repeated: true });
    } else if (token.startsWith("<")) {
      const [name = "", type = ""] = token.slice(1, -1).split(":");
      if (!Object.hasOwn(SYNTAX_TYPES, type)) throw new Error(`unknown type '${type}' in '${syntax}'`);
      parts.push({ kind: "argument", text: name, type: type as SyntaxType, optional, repeated: false });
    } else if (token.startsWith("{")) {
      parts.push({ kind: "choice", text: token.slice(1, -1), optional, repeated: false });
    } else {
      parts.push({ kind: "word", text: token, optional, repeated: false });
    }
  }
  if (depth !== 0) throw new Error(`unbalanced brackets in '${syntax}'`);
  return parts;
}
