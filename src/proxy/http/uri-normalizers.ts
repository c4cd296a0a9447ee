import type { UriNormalizer } from "../../config/actions.ts";
import type { RequestHead } from "./message.ts";
import { setPath, setPathAndQuery, setQuery, splitUri } from "./uri.ts";

/**
 * `http-request normalize-uri`: texts of URIs that RFC 3986 calls equivalent
 * made alike, as HAProxy's uri_normalizer.c does it.
 */

/** Makes one part of a URI normal; undefined for a part that it must not have. */
type Normalize = (text: string) => string | undefined;

/** Which part of the request's target a normalizer works on, and how. */
interface Work {
  readonly part: "path" | "query" | "pathAndQuery";
  readonly normalize: Normalize;
}

const works: Readonly<Record<UriNormalizer, Work>> = {
  "path-merge-slashes": { part: "path", normalize: (path) => path.replace(/\/+/g, "/") },
  "path-strip-dot": { part: "path", normalize: stripDot },
  "path-strip-dotdot": { part: "path", normalize: (path) => stripDotDot(path, false) },
  "path-strip-dotdot full": { part: "path", normalize: (path) => stripDotDot(path, true) },
  "query-sort-by-name": { part: "query", normalize: sortByName },
  "percent-to-uppercase": { part: "pathAndQuery", normalize: (text) => recode(text, upperCase, false) },
  "percent-to-uppercase strict": { part: "pathAndQuery", normalize: (text) => recode(text, upperCase, true) },
  "percent-decode-unreserved": {
    part: "pathAndQuery",
    normalize: (text) => recode(text, decodeUnreserved, false),
  },
  "percent-decode-unreserved strict": {
    part: "pathAndQuery",
    normalize: (text) => recode(text, decodeUnreserved, true),
  },
  "fragment-strip": { part: "pathAndQuery", normalize: (text) => text.replace(/#.*$/s, "") },
  "fragment-encode": { part: "pathAndQuery", normalize: (text) => text.replaceAll("#", "%23") },
};

/**
 * What a normalizer makes of a request's target.
 * @returns what puts it into the head, undefined where the target has no path, or "invalid" for a sequence of
 *   percent-encoding that a `strict` normalizer does not take
 */
export function normalizedUri(
  uri: string,
  normalizer: UriNormalizer,
): { readonly growth: number; readonly put: (head: RequestHead) => void } | "invalid" | undefined {
  const { part, normalize } = works[normalizer];
  const { pathAndQuery } = splitUri(uri);
  if (pathAndQuery === undefined) return undefined;
  const mark = pathAndQuery.indexOf("?");
  const end = mark === -1 ? pathAndQuery.length : mark;
  const before =
    part === "path"
      ? pathAndQuery.slice(0, end)
      : part === "query"
        ? pathAndQuery.slice(end + 1)
        : pathAndQuery;
  const after = normalize(before);
  if (after === undefined) return "invalid";
  const put = { path: setPath, query: setQuery, pathAndQuery: setPathAndQuery }[part];
  return {
    growth: after.length - before.length,
    put: (head) => {
      put(head, after);
    },
  };
}

/** Without segments `.`, each with the slash behind it. */
function stripDot(path: string): string {
  const segments = path.split(/(?<=\/)/);
  return segments.filter((segment) => segment !== "." && segment !== "./").join("");
}

/**
 * Without segments `..`, each with the segment before it. Where there is none
 * left to take, `..` stays at the start of the path, unless `full`.
 */
function stripDotDot(path: string, full: boolean): string {
  const [, ...segments] = path.split("/");
  // What ends with `..` names a folder.
  if (segments.at(-1) === "..") segments.push("");
  const kept: string[] = [];
  let up = 0;
  for (const segment of segments.reverse()) {
    if (segment === "..") up++;
    else if (up > 0) up--;
    else kept.push(segment);
  }
  const rest = `/${kept.reverse().join("/")}`;
  return full ? rest : "/..".repeat(up) + rest;
}

/** The parameters sorted by their names' bytes; those of one name stay in their order. An ampersand at the end goes. */
function sortByName(query: string): string {
  const named = query
    .replace(/&$/, "")
    .split("&")
    .map((parameter) => ({ parameter, name: parameter.split("=", 1)[0] ?? "" }));
  named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return named.map(({ parameter }) => parameter).join("&");
}

/** Each encoded byte as `encoded` has it; undefined when `strict` and a percent sign has no two digits behind it. */
function recode(text: string, encoded: (sequence: string) => string, strict: boolean): string | undefined {
  if (strict && /%(?![0-9a-f]{2})/i.test(text)) return undefined;
  return text.replace(/%[0-9a-f]{2}/gi, encoded);
}

function upperCase(sequence: string): string {
  return sequence.toUpperCase();
}

/** RFC 3986 2.3: these mean the same without their encoding. */
function decodeUnreserved(sequence: string): string {
  const character = String.fromCharCode(parseInt(sequence.slice(1), 16));
  return /[A-Za-z0-9._~-]/.test(character) ? character : sequence;
}
