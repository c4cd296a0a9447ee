import type { RuleContext } from "../rules/outcome.ts";
import type { Stream } from "../stream/stream.ts";

/** Where expressions about servers are asked: the request is all there, nothing is waited for. */
export function requestPlace(stream: Stream): RuleContext {
  return { session: stream.session, stream, direction: "request", final: true, mayWait: false };
}
