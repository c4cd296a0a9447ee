import type { Headers } from "../http/headers.ts";
import { valueEnd } from "../http/list-values.ts";
import { isBlank } from "../http/text.ts";
import { expand, type Spans } from "./regex-replacement.ts";

/** Replaces what matches in a line's value; undefined when the replacement cannot be made. */
type Replace = (text: string, matches: (text: string) => Spans, template: string) => string | undefined;

/** What in the headers of a name is to be replaced. `parts`: each of the values that commas separate, not the whole. */
export interface HeaderReplacement {
  /** In lower case. */
  readonly name: string;
  readonly parts: boolean;
  readonly matches: (text: string) => Spans;
  readonly template: string;
}

/**
 * Replaces values (http_replace_hdrs() in http_ana.c). `accept` may refuse a
 * new value. False: one could not be put in, those before it are.
 */
export function replaceInHeaders(
  headers: Headers,
  { name, parts, matches, template }: HeaderReplacement,
  accept: (value: string, before: string) => boolean,
): boolean {
  const inLine = parts ? eachValue : wholeValue;
  for (let i = 0; i < headers.length; i++) {
    if (headers.name(i) !== name) continue;
    const before = headers.value(i);
    const value = inLine(before, matches, template);
    if (value === undefined) return false;
    if (value === before) continue;
    if (!accept(value, before)) return false;
    headers.replaceAt(i, value);
  }
  return true;
}

const wholeValue: Replace = (text, matches, template) => {
  const value = text.trim();
  const spans = matches(value);
  return spans ? expand(template, value, spans) : text;
};

/** Each of the comma-separated values by itself; one that is replaced loses the blanks around it. */
const eachValue: Replace = (text, matches, template) => {
  let result = "";
  let at = 0;
  for (;;) {
    const end = valueEnd(text, at);
    let from = at;
    let to = end;
    while (from < to && isBlank(text, from)) from++;
    while (to > from && isBlank(text, to - 1)) to--;
    const value = text.slice(from, to);
    const spans = matches(value);
    if (spans) {
      const replacement = expand(template, value, spans);
      if (replacement === undefined) return undefined;
      result += replacement;
    } else result += text.slice(at, end);
    if (end >= text.length) return result;
    result += ",";
    at = end + 1;
    if (at >= text.length) return result;
  }
};
