import { RegularExpression } from "../../../samples/index.ts";
import { Headers } from "../../http/headers.ts";
import { isVersion11 } from "../../http/message.ts";
import { lowerCase } from "../../http/text.ts";
import { addRequestHeader, followHost, setRequestHeader } from "../../http/uri.ts";
import type { RuleContext } from "../outcome.ts";
import { fitsBuffer, rewritten } from "../rewrites.ts";
import { replaceInHeaders } from "../header-replacement.ts";
import type { Spans } from "../regex-replacement.ts";
import type { ActionOf, ActionPlace, Compilers, RunAction } from "./place.ts";

/** What changes headers, and early-hint, which sends some before the response. */
export const headerActions: Compilers<
  "set-header" | "add-header" | "replace-header" | "replace-value" | "del-header" | "early-hint"
> = {
  "set-header": (action, place) => putHeader(action, place),
  "add-header": (action, place) => putHeader(action, place),
  "replace-header": (action, place) => replace(action, place, false),
  "replace-value": (action, place) => replace(action, place, true),
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

function replace(
  action: ActionOf<"replace-header" | "replace-value">,
  place: ActionPlace,
  parts: boolean,
): RunAction {
  const name = lowerCase(action.name);
  const matches = compileRegex(action.regex);
  const format = place.format(action.format);
  return (context, progress) => {
    const headers = headersOf(context);
    if (!headers) return "continue";
    const request = context.direction === "request" ? context.stream?.http?.request : undefined;
    const accept = (value: string, before: string): boolean =>
      fitsBuffer(context, value.length - before.length) &&
      (name !== "host" || !request || followHost(request, value));
    const replacement = { name, parts, matches, template: format(context) };
    return rewritten(replaceInHeaders(headers, replacement, accept), context, progress);
  };
}

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
