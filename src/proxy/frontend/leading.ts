import { HttpLead } from "../stream/lead-http.ts";
import type { Stream } from "../stream/stream.ts";
import { phaseOf } from "../stream/client-leaving.ts";

/** Has a stream of HTTP led through its life. Resolves at its end; no promise where that has come at once. Never rejects. */
export function lead(stream: Stream): Promise<void> | undefined {
  try {
    return new HttpLead(stream).run()?.catch((error: unknown) => fail(stream, error));
  } catch (error) {
    fail(stream, error);
    return undefined;
  }
}

/** Something of ours has thrown: the stream ends, the process goes on. */
function fail(stream: Stream, error: unknown): void {
  const { runtime } = stream.frontend.environment;
  runtime.log.alert(`internal error: ${(error as Error).stack ?? String(error)}`);
  stream.abort("I", phaseOf(stream));
}
