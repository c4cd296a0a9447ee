import { errorReply } from "./error-replies.ts";
import type { Answer, RuleContext } from "./outcome.ts";

/** Asks for a name and password: 401, or 407 where the request was made to a proxy, with the page for it (http_action_auth()). */
export function authenticate(realm: string, context: RuleContext): Answer {
  const toProxy = context.stream?.http?.usesProxyHeader === true;
  const reply = errorReply(toProxy ? 407 : 401, context);
  reply?.head.headers.set(toProxy ? "proxy-authenticate" : "www-authenticate", `Basic realm="${realm}"`);
  return { kind: "auth", reply };
}
