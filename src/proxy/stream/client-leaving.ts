import type { ClientEnd, Stream } from "./stream.ts";

/**
 * What a client's end means for a stream of HTTP, as HAProxy has it.
 *
 * In the middle of a request (`cut`) it ends the stream wherever that is: rules
 * may wait no more, and no server gets to see what they let pass. Behind a whole
 * request nobody looks before a server has been asked; then it depends on
 * `option abortonclose`.
 */

/** Whether a server's work is given up when the client has ended its side. */
function abortsOnClose({ backend }: Stream): boolean {
  return backend.config.options.has("abortonclose");
}

/**
 * Notes that the client has ended its side. HAProxy sees that after what has come
 * in the meantime: a connection to a server on the same machine is there by then, hence two turns.
 */
export function clientEnded(stream: Stream, end: ClientEnd): void {
  const { time } = stream.frontend.environment;
  time.soon(() => time.soon(() => stream.endClient(end)));
}

/** Whether rules on a message may wait no more, because of the client's end (ACT_OPT_FINAL_EARLY). */
export function endsWaits(stream: Stream, direction: "request" | "response"): boolean {
  const { clientEnd } = stream;
  if (clientEnd === undefined || clientEnd === "cut") return clientEnd === "cut";
  return direction === "response" && abortsOnClose(stream);
}

/** Gives up a server that has been asked, or waited for, when the client ends its side. */
export function watchClient(stream: Stream): void {
  stream.onClientEnd((end) => {
    if (end === "cut" || abortsOnClose(stream)) giveUpServer(stream, end);
  });
}

function giveUpServer(stream: Stream, end: ClientEnd): void {
  const { http, response } = stream;
  if (!http || http.responseIsLocal) return;
  const phase = phaseOf(stream);
  if (phase === "H") {
    if (end === "half") {
      // It may still read that it was too early.
      stream.leaveServer(true);
      return;
    }
    http.status = 400;
    // One that is gone is an error of the transfer, not of the wait for a response.
    stream.abort("C", end === "gone" ? "D" : "H");
    return;
  }
  // What the server has sent, or sends until it closes, is only on its way. A tunnel passes the end on.
  const { kind } = http.responseFraming;
  const isPassing = response.complete || (end === "half" && (kind === "close" || kind === "tunnel"));
  if (end === "cut" || !isPassing) stream.abort("C", phase);
}

/** Ends a service that answers a request of which there is no more. */
export function watchClientOfService(stream: Stream): void {
  stream.onClientEnd((end) => {
    if (end !== "cut" || stream.delivered) return;
    if (stream.http && stream.timing.responseAt === undefined) stream.http.status = 400;
    stream.abort("C", "R");
  });
}

/** Where a stream stands, as the logs' second letter has it. */
export function phaseOf({ http, timing, server, delivered }: Stream): "R" | "Q" | "C" | "H" | "D" | "L" {
  if (delivered) return "L";
  if (http && timing.requestAt === undefined) return "R";
  if (timing.responseAt !== undefined) return "D";
  // In TCP there is no response to wait for.
  if (timing.connectedAt !== undefined) return http ? "H" : "D";
  return server === undefined ? "Q" : "C";
}
