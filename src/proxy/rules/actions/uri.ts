import { RegularExpression } from "../../../samples/index.ts";
import type { RequestHead } from "../../http/message.ts";
import { pathOf, setMethod, setPath, setPathAndQuery, setQuery, setUri, splitUri } from "../../http/uri.ts";
import { normalizedUri } from "../../http/uri-normalizers.ts";
import { expand } from "../regex-replacement.ts";
import { fitsBuffer, rewritten } from "../rewrites.ts";
import type { ActionOf, ActionPlace, Compilers, RunAction } from "./place.ts";

/** What changes a message's start line. */
export const uriActions: Compilers<
  | "set-method"
  | "set-path"
  | "set-pathq"
  | "set-query"
  | "set-uri"
  | "replace-path"
  | "replace-pathq"
  | "replace-uri"
  | "normalize-uri"
  | "set-status"
> = {
  "set-method": (action, place) => setLine(action, place, setMethod),
  "set-path": (action, place) => setLine(action, place, setPath),
  "set-pathq": (action, place) => setLine(action, place, setPathAndQuery),
  "set-query": (action, place) => setLine(action, place, setQuery),
  "set-uri": (action, place) => setLine(action, place, setUri),
  "replace-path": (action, place) => replaceLine(action, place, pathOf, setPath),
  "replace-pathq": (action, place) =>
    replaceLine(action, place, (uri) => splitUri(uri).pathAndQuery, setPathAndQuery),
  "replace-uri": (action, place) => replaceLine(action, place, (uri) => uri, setUri),
  "normalize-uri":
    ({ normalizer }) =>
    (context, progress) => {
      const request = context.stream?.http?.request;
      const normalized = request && normalizedUri(request.uri, normalizer);
      if (!request || !normalized) return "continue";
      if (normalized === "invalid") return "invalid";
      if (!fitsBuffer(context, normalized.growth)) return rewritten(false, context, progress);
      normalized.put(request);
      return "continue";
    },
  "set-status":
    ({ status, reason = "" }) =>
    ({ stream }) => {
      const http = stream?.http;
      if (!http?.response) return "continue";
      http.response.status = status;
      http.response.reason = reason;
      http.status = status;
      return "continue";
    },
};

/** Puts a text into the start line; false where that cannot be. */
type Put = (head: RequestHead, text: string) => unknown;

function setLine(
  action: ActionOf<"set-method" | "set-path" | "set-pathq" | "set-query" | "set-uri">,
  place: ActionPlace,
  put: Put,
): RunAction {
  const format = place.format(action.format);
  return (context, progress) => {
    const request = context.stream?.http?.request;
    if (!request) return "continue";
    const text = format(context);
    return rewritten(fitsBuffer(context, text.length) && put(request, text) !== false, context, progress);
  };
}

function replaceLine(
  action: ActionOf<"replace-path" | "replace-pathq" | "replace-uri">,
  place: ActionPlace,
  part: (uri: string) => string | undefined,
  put: Put,
): RunAction {
  const regex = RegularExpression.compile(action.regex, false);
  const format = place.format(action.format);
  return (context, progress) => {
    const request = context.stream?.http?.request;
    const subject = request && part(request.uri);
    if (!request || subject === undefined || subject === "" || typeof regex === "string") return "continue";
    const spans = regex.spans(subject);
    if (!spans) return "continue";
    const text = expand(format(context), subject, spans);
    const success =
      text !== undefined && fitsBuffer(context, text.length - subject.length) && put(request, text) !== false;
    return rewritten(success, context, progress);
  };
}
