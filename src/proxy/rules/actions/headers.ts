import { Headers } from "../../http/headers.ts";
import { isVersion11 } from "../../http/message.ts";
import { lowerCase } from "../../http/text.ts";
import { followHost } from "../../http/uri.ts";
import { fitsBuffer, rewritten } from "../rewrites.ts";
import { replaceInHeaders } from "../header-replacement.ts";
import { compileRegex, headersOf, nameTest, writeHeader } from "../header-writing.ts";
import { putHeaderBlock, removeHeaderBlock } from "./header-blocks.ts";
import type { ActionOf, ActionPlace, Compilers, RunAction } from "./place.ts";

/** What changes headers, and early-hint, which sends some before the response. */
export const headerActions: Compilers<
  | "set-header"
  | "add-header"
  | "replace-header"
  | "replace-value"
  | "del-header"
  | "set-headers-bin"
  | "add-headers-bin"
  | "del-headers-bin"
  | "early-hint"
> = {
  "set-header": (action, place) => putHeader(action, place),
  "add-header": (action, place) => putHeader(action, place),
  "replace-header": (action, place) => replace(action, place, false),
  "replace-value": (action, place) => replace(action, place, true),
  "del-header": (action) => {
    const doomed = nameTest(action.name, action.match);
    return (context) => {
      headersOf(context)?.removeIf(doomed);
      return "continue";
    };
  },
  "set-headers-bin": putHeaderBlock,
  "add-headers-bin": putHeaderBlock,
  "del-headers-bin": removeHeaderBlock,
  "early-hint": (action, place) => earlyHint(action, place),
};

function putHeader(action: ActionOf<"set-header" | "add-header">, place: ActionPlace): RunAction {
  const { name, kind } = action;
  const format = place.format(action.format);
  return (context, progress) =>
    rewritten(writeHeader(kind === "set-header", name, format(context), context), context, progress);
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
