import { stickCounting } from "../stick/stick-counting.ts";
import type { Stream } from "./stream.ts";

/** The last of a stream: it is counted, logged, and lets go of what it held. To be called once. */
export function endStream(stream: Stream): void {
  const { environment } = stream.frontend;
  stream.timing.endedAt ??= environment.time.monotonicMs();
  countStatus(stream);
  countBytes(stream);
  // The counts in its line are of those that are left.
  stream.end();
  stream.frontend.log.streamEnded(stream);
  stickCounting.streamEnded(stream);
  environment.scripts.streamEnded(stream);
}

/** Ends a stream that was to go on in HTTP and has not: nobody counts or logs it. */
export function endUnheard(stream: Stream): void {
  if (stream.http || stream.ended) return;
  stream.bytes.clientIn = stream.counted.clientIn;
  stream.logLevel = "silent";
  endStream(stream);
  void stream.httpUpgrade?.filters?.endAnalysis();
}

/** The class of the answer's status, where the frontend and the backend count it; no answer at all is one of the others. */
function countStatus({ http, frontend, backend, backendChosen }: Stream): void {
  // 0: it never happened; its client was made to try again.
  if (!http || http.status === 0) return;
  const kind = Math.floor(http.status / 100);
  const stat = kind >= 1 && kind <= 5 ? `hrsp_${kind}xx` : "hrsp_other";
  frontend.model.frontend.counters.add(stat, 1);
  if (!backendChosen) return;
  backend.model.backend.counters.add(stat, 1);
  backend.model.backend.counters.add("req_tot", 1);
}

/** Bytes since the last time, in both directions and on both sides. */
export function countBytes(stream: Stream): void {
  const { bytes, counted } = stream;
  const clientIn = bytes.clientIn - counted.clientIn;
  const serverIn = bytes.serverIn - counted.serverIn;
  // `bin` and `reqbin` show one counter, as `bout` and `resbin` do (stats-proxy.c).
  count(stream, "bin", clientIn);
  count(stream, "reqbout", bytes.serverOut - counted.serverOut);
  count(stream, "bout", serverIn);
  count(stream, "resbout", bytes.clientOut - counted.clientOut);
  stickCounting.bytes(stream, clientIn, serverIn);
  counted.clientIn = bytes.clientIn;
  counted.clientOut = bytes.clientOut;
  counted.serverIn = bytes.serverIn;
  counted.serverOut = bytes.serverOut;
}

/** Adds to what everybody counts whom a stream passes. */
function count({ session, frontend, backend, backendChosen, server }: Stream, stat: string, n: number): void {
  if (n === 0) return;
  frontend.model.frontend.counters.add(stat, n);
  session.listener.counters.add(stat, n);
  if (backendChosen) backend.model.backend.counters.add(stat, n);
  server?.model.counters.add(stat, n);
}
