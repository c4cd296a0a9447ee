import type { Redirect } from "../../config/actions.ts";
import type { LogFormat } from "../../config/log-format.ts";
import type { Expressions } from "../expressions/expressions.ts";
import { Headers } from "../http/headers.ts";
import { reasonOf } from "../http/status.ts";
import { splitUri } from "../http/uri.ts";
import type { Answer, RuleContext } from "./outcome.ts";

type Text = (context: RuleContext) => string;

/**
 * Prepares a redirection, as a rule or as a `redirect` line
 * (http_apply_redirect_rule()). Gives undefined where the rule is passed over.
 */
export function compileRedirect(
  redirect: Redirect,
  expressions: Expressions,
): (context: RuleContext) => Answer | undefined {
  const { code } = redirect;
  const locate = compileLocation(redirect, textOf(redirect.target, expressions));
  const cookie = redirect.setCookie === undefined ? undefined : textOf(redirect.setCookie, expressions);
  const isTemporary = code === 302 || code === 303 || code === 307;
  return (context) => {
    const location = locate(context);
    if (location === undefined) return undefined;
    const headers = new Headers();
    headers.append("content-length", "0");
    headers.append("location", location);
    if (isTemporary) headers.append("cache-control", "no-cache");
    if (cookie) headers.append("set-cookie", cookie(context));
    if (context.stream?.http) context.stream.http.status = code;
    const head = { version: "HTTP/1.1", status: code, reason: reasonOf(code), headers };
    return { kind: "redirect", reply: { head, body: "" } };
  };
}

function textOf(text: string | LogFormat, expressions: Expressions): Text {
  return typeof text === "string" ? () => text : expressions.format(text);
}

function compileLocation(redirect: Redirect, target: Text): (context: RuleContext) => string | undefined {
  const { type, appendSlash, dropQuery, ignoreEmpty, keepQuery } = redirect;
  if (type === "location") {
    // A plain text is never looked at for being empty.
    const skips = ignoreEmpty && typeof redirect.target !== "string";
    return (context) => {
      const location = target(context);
      if (skips && location === "") return undefined;
      return keepQuery ? location + keptQuery(location, context) : location;
    };
  }
  // A prefix of "/" is none: so one can redirect to the same path, for a cookie.
  const isNone = type === "prefix" && redirect.target === "/";
  return (context) => {
    let path = pathAndQuery(context) ?? "/";
    if (dropQuery) path = path.split("?", 1)[0] ?? "";
    const before = isNone ? "" : target(context);
    const between = type === "scheme" ? `://${hostOf(context)}` : "";
    const location = before + between + path;
    return appendSlash && location !== "" && !location.endsWith("/") ? `${location}/` : location;
  };
}

function pathAndQuery({ stream }: RuleContext): string | undefined {
  const uri = stream?.http?.request.uri;
  return uri === undefined ? undefined : splitUri(uri).pathAndQuery;
}

/** The first of the values of `host`. */
function hostOf({ stream }: RuleContext): string {
  for (const { value } of stream?.http?.request.headers.values("host") ?? []) return value;
  return "";
}

/** The request's query, joined to a location that may have one. */
function keptQuery(location: string, context: RuleContext): string {
  const path = pathAndQuery(context) ?? "";
  const mark = path.indexOf("?");
  if (mark < 0 || mark === path.length - 1) return "";
  const query = path.slice(mark + 1);
  const own = location.indexOf("?");
  if (own < 0) return `?${query}`;
  return own === location.length - 1 ? query : `&${query}`;
}
