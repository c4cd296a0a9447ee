import { RegularExpression } from "../../../samples/index.ts";
import { Headers } from "../../http/headers.ts";
import { valueEnd } from "../../http/list-values.ts";
import { isVersion11 } from "../../http/message.ts";
import { isBlank, lowerCase } from "../../http/text.ts";
import { addRequestHeader, followHost, setRequestHeader } from "../../http/uri.ts";
import type { RuleContext } from "../outcome.ts";
import { fitsBuffer, rewritten } from "../rewrites.ts";
import { expand, type Spans } from "../regex-replacement.ts";
import type { ActionOf, ActionPlace, Compilers, RunAction } from "./place.ts";

/** What changes headers, and early-hint, which sends some before the response. */
export const headerActions: Compilers<
  "set-header" | "add-header" | "replace-header" | "replace-value" | "del-header" | "early-hint"
> = {
  "set-header": (action, place) => putHeader(action, place),
  "add-header": (action, place) => putHeader(action, place),
  "replace-header": (action, place) => replace(action, place, wholeValue),
  "replace-value": (action, place) => replace(action, place, eachValue),
  "del-header": (action) => {
    const doomed = nameTest(action);
    return (context) => {
      headersOf(context)?.removeIf(doomed);
      return "continue";
    };
  },
  "early-hint": (action, place) => earlyHint(action, place),
};

function headersOf({ stream, direction }: RuleContext): Headers | undefined {
  const http = stream?.http;
  return direction === "request" ? http?.request.headers : http?.response?.headers;
}

function putHeader(action: ActionOf<"set-header" | "add-header">, place: ActionPlace): RunAction {
  const { name, kind } = action;
  const isSet = kind === "set-header";
  const format = place.format(action.format);
  const put = isSet ? setRequestHeader : addRequestHeader;
  return (context, progress) => {
    const value = format(context);
    const headers = headersOf(context);
    const http = context.stream?.http;
    if (!headers || !http) return "continue";
    if (!fitsBuffer(context, name.length + value.length)) {
      if (isSet) headers.remove(name);
      return rewritten(false, context, progress);
    }
    if (context.direction === "request") {
      return rewritten(put(http.request, name, value), context, progress);
    }
    if (isSet) headers.set(name, value);
    else headers.add(name, value);
    return "continue";
  };
}

/** Replaces what matches in a line's value; undefined when the replacement cannot be made. */
type Replace = (text: string, matches: (text: string) => Spans, template: string) => string | undefined;

function replace(
  action: ActionOf<"replace-header" | "replace-value">,
  place: ActionPlace,
  inLine: Replace,
): RunAction {
  const name = lowerCase(action.name);
  const matches = compileRegex(action.regex);
  const format = place.format(action.format);
  return (context, progress) => {
    const headers = headersOf(context);
    if (!headers) return "continue";
    const template = format(context);
    return rewritten(replaceLines(context, headers, name, matches, template, inLine), context, progress);
  };
}

function replaceLines(
  context: RuleContext,
  headers: Headers,
  name: string,
  matches: (text: string) => Spans,
  template: string,
  inLine: Replace,
): boolean {
  for (let i = 0; i < headers.length; i++) {
    if (headers.name(i) !== name) continue;
    const before = headers.value(i);
    const value = inLine(before, matches, template);
    if (value === undefined || !fitsBuffer(context, value.length - before.length)) return false;
    if (value === before) continue;
    headers.replaceAt(i, value);
    const request = context.stream?.http?.request;
    if (name === "host" && context.direction === "request" && request && !followHost(request, value)) {
      return false;
    }
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

/** Which names `del-header` means. */
function nameTest({ name, match }: ActionOf<"del-header">): (name: string) => boolean {
  const wanted = lowerCase(name);
  switch (match) {
    case "str":
      return (found) => found === wanted;
    case "beg":
      return (found) => found.startsWith(wanted);
    case "end":
      return (found) => found.endsWith(wanted);
    case "sub":
      return (found) => found.includes(wanted);
    case "reg": {
      const matches = compileRegex(name);
      return (found) => matches(found) !== undefined;
    }
  }
}

/** The configuration has been checked: the expression compiles. */
function compileRegex(pattern: string): (text: string) => Spans {
  const regex = RegularExpression.compile(pattern, false);
  return (text) => (typeof regex === "string" ? undefined : regex.spans(text));
}

/** Hints of rules that follow each other, all but the first without a condition, go out in one response. */
function earlyHint({ name, format }: ActionOf<"early-hint">, place: ActionPlace): RunAction {
  const value = place.format(format);
  const { next } = place;
  const isLast = next?.action.kind !== "early-hint" || next.condition !== undefined;
  return (context) => {
    const { stream } = context;
    const http = stream?.http;
    if (!http || !isVersion11(http.request.version)) return "continue";
    http.earlyHints ??= new Headers();
    http.earlyHints.add(name, value(context));
    if (!isLast) return "continue";
    stream.client.sendInterim({
      version: "HTTP/1.1",
      status: 103,
      reason: "Early Hints",
      headers: http.earlyHints,
    });
    http.earlyHints = undefined;
    return "continue";
  };
}
