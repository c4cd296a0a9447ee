import type { ServiceEnding } from "../scripts.ts";
import type { Stream } from "./stream.ts";

/**
 * Something in this program that answers a stream in place of a server: a
 * service of a script, the statistics page. A rule sets it as
 * {@link Stream.responder} and stops its list; the stream asks it once the
 * request's rules are done.
 */
export interface Responder {
  /** For the logs: `<STATS>`, `<lua.name>`. */
  readonly name: string;
  /** Its response is not shown to http-response rules, as that of the statistics page. */
  readonly bypassesResponseRules?: true;
  /**
   * Answers. In HTTP, sets `stream.http.response` and its framing, calls
   * `onHead`, pushes the payload into the response channel and completes it;
   * in TCP, pushes what it sends. Resolves when it has ended.
   */
  answer(stream: Stream, onHead: () => void): Promise<ServiceEnding>;
}
