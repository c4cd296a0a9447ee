import { readContentLength } from "../http/content-length.ts";
import { Headers } from "../http/headers.ts";
import { isToken } from "../http/text.ts";
import type { Field } from "./hpack-table.ts";

/** What only HTTP/1 has, and HTTP/2 forbids (RFC 9113 8.2.2). */
export const hopByHop: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

/** What trailers must not hold either (h2_make_htx_trailers). */
const notInTrailers: ReadonlySet<string> = new Set([...hopByHop, "host", "content-length", "te"]);

const lineBreaking = /[\0\r\n]/;
const upperCase = /[A-Z]/;

/** A head taken apart. */
export interface ReadFields {
  /** By name, with the colon. */
  readonly pseudo: ReadonlyMap<string, string>;
  /** The others, in their order. */
  readonly headers: Headers;
  /** `content-length`, in digits. */
  readonly length: string | undefined;
}

/**
 * Takes a head's fields apart as HAProxy does (h2_make_htx_request() and
 * h2_make_htx_response()); undefined where it is malformed. Several lengths
 * that agree become one.
 *
 * @param mayHold whether a pseudo-header may have a value
 */
export function readFields(
  fields: readonly Field[],
  known: ReadonlySet<string>,
  mayHold: (name: string, value: string) => boolean,
): ReadFields | undefined {
  const pseudo = new Map<string, string>();
  const headers = new Headers();
  let length: string | undefined;
  for (const [name, value] of fields) {
    if (name.startsWith(":")) {
      const isMisplaced = headers.length > 0 || pseudo.has(name) || !known.has(name);
      if (isMisplaced || !mayHold(name, value)) return undefined;
      pseudo.set(name, value);
      continue;
    }
    if (!isField(name, value) || hopByHop.has(name)) return undefined;
    if (name === "content-length") {
      const read = readContentLength(value, length);
      if (read === undefined) return undefined;
      if (length === undefined) headers.append(name, read);
      length = read;
      continue;
    }
    headers.append(name, trimmed(value));
  }
  return { pseudo, headers, length };
}

/** Trailers as they go on; undefined where they are malformed. */
export function readTrailers(fields: readonly Field[]): Field[] | undefined {
  const trailers: Field[] = [];
  for (const [name, value] of fields) {
    if (!isField(name, value) || notInTrailers.has(name)) return undefined;
    trailers.push([name, trimmed(value)]);
  }
  return trailers;
}

function isField(name: string, value: string): boolean {
  return name !== "" && isToken(name) && !upperCase.test(name) && !lineBreaking.test(value);
}

/** Without the blanks around it. */
function trimmed(value: string): string {
  return value.replace(/^[ \t]+/, "").replace(/[ \t]+$/, "");
}

/** Whether a value breaks no line. */
export function isPlainValue(value: string): boolean {
  return !lineBreaking.test(value);
}

/** The fields of a head that HTTP/2 has as well, as they go out. */
export function* sendableFields(headers: Headers): Generator<Field> {
  for (const [name, value] of headers) {
    if (!hopByHop.has(name) && !name.startsWith(":")) yield [name, value];
  }
}
