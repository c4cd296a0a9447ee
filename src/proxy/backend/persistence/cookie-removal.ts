import { cookiesOf, type CookiePair } from "../../http/cookies.ts";

/** A stretch of a `cookie` header, from the delimiter in front of it to the next one. */
interface Part {
  readonly start: number;
  readonly end: number;
  readonly fate: "goes" | "stays" | "follows";
}

/**
 * A `cookie` header without the cookies that `goes` says yes to; undefined
 * when nothing is left that matters. Attributes (`$Path`) go with the cookie in
 * front of them (http_manage_client_side_cookies).
 */
export function withoutCookies(header: string, goes: (cookie: CookiePair) => boolean): string | undefined {
  let kept = header;
  /** How much shorter the text has become so far. */
  let shift = 0;
  let from: number | undefined;
  let keepsAny = false;
  for (const { start, end, fate } of partsOf(header, goes)) {
    if (fate === "goes") from ??= start + shift;
    else if (fate === "stays") {
      keepsAny = true;
      if (from === undefined) continue;
      const shorter = cut(kept, from, start + shift);
      shift += shorter.length - kept.length;
      kept = shorter;
      from = undefined;
    }
    if (end >= header.length) break;
  }
  if (from === undefined) return kept;
  return keepsAny ? kept.slice(0, from) : undefined;
}

function partsOf(header: string, goes: (cookie: CookiePair) => boolean): Part[] {
  const cookies = [...cookiesOf(header, true)];
  const parts: Part[] = [];
  let start = 0;
  let next = cookies.shift();
  while (start < header.length) {
    const at = start === 0 ? 0 : start + 1;
    const nameStart = skipBlanks(header, at);
    if (next?.nameStart === nameStart) {
      const end = delimiterFrom(header, next.valueEnd);
      parts.push({ start, end, fate: goes(next) ? "goes" : "stays" });
      start = end;
      next = cookies.shift();
      continue;
    }
    // An attribute, or a word without a value.
    const end = delimiterFrom(header, nameStart);
    parts.push({ start, end, fate: header.charAt(nameStart) === "$" ? "follows" : "stays" });
    start = end;
  }
  return parts;
}

function delimiterFrom(header: string, at: number): number {
  const found = header.slice(at).search(/[;,]/);
  return found < 0 ? header.length : at + found;
}

function skipBlanks(header: string, from: number): number {
  let at = from;
  while (header.charAt(at) === " " || header.charAt(at) === "\t") at++;
  return at;
}

/** Takes `from` to `next` out, but for one delimiter and one blank between what is left (http_del_hdr_value). */
function cut(header: string, from: number, next: number): string {
  if (from === 0) return header.slice(skipBlanks(header, Math.min(next + 1, header.length)));
  const before = header.slice(0, from).trimEnd();
  if (next >= header.length) return before;
  const after = skipBlanks(header, next + 1);
  return `${before}${header.charAt(next)}${after > next + 1 ? " " : ""}${header.slice(after)}`;
}
