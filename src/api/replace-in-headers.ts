import { LuaError } from "../lua/index.ts";
import type { Headers } from "../proxy/http/headers.ts";
import { RegularExpression, replaceGroups } from "../samples/index.ts";

/**
 * Puts `replacement` in the place of each value of a name's headers that
 * matches: of the `whole` line's value, or of each of its parts between commas
 * (http_replace_hdrs). Ends at the first that cannot be replaced.
 */
export function replaceInHeaders(
  headers: Headers,
  name: string,
  regex: string,
  replacement: string,
  whole: boolean,
): void {
  const compiled = RegularExpression.compile(regex, false);
  if (typeof compiled === "string") throw new LuaError("invalid regex", { argument: 3 });
  const replaced = (value: string): string | undefined => {
    const groups = compiled.match(value);
    return groups ? replaceGroups(replacement, groups) : value;
  };
  if (whole) replaceLines(headers, name.toLowerCase(), replaced);
  else replaceParts(headers, name, replaced);
}

function replaceLines(headers: Headers, name: string, replaced: (value: string) => string | undefined): void {
  for (let i = 0; i < headers.length; i++) {
    if (headers.name(i) !== name) continue;
    const value = replaced(headers.value(i));
    if (value === undefined) return;
    headers.replaceAt(i, value);
  }
}

function replaceParts(headers: Headers, name: string, replaced: (value: string) => string | undefined): void {
  // From behind, so that what stands in front keeps its place.
  for (const { line, start, end, value } of [...headers.values(name)].reverse()) {
    const put = replaced(value);
    if (put === undefined) return;
    const text = headers.value(line);
    headers.replaceAt(line, text.slice(0, start) + put + text.slice(end));
  }
}
