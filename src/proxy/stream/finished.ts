import type { ServerTraffic } from "../backend/server-traffic.ts";
import { news } from "./rule-steps.ts";
import type { Stream } from "./stream.ts";

/** Resolves when nothing more happens between client and server; undefined where that is so already. */
export function finished(stream: Stream): Promise<void> | undefined {
  const rest = delivered(stream);
  return rest ? rest.then(() => requestOver(stream)) : requestOver(stream);
}

/** Resolves when the client has got everything, or has gone. */
function delivered(stream: Stream): Promise<void> | undefined {
  if (stream.delivered || stream.aborted) return undefined;
  return new Promise((resolve) => {
    stream.onDelivered(resolve);
    stream.onAbort(resolve);
  });
}

/** Resolves when the rest of a request has come that a server has answered early, or will not come. */
function requestOver(stream: Stream): Promise<void> | undefined {
  const { http, server, request, aborted } = stream;
  if (!server || http?.responseIsLocal !== false || aborted || http.responseFraming.kind === "tunnel")
    return undefined;
  return request.noMoreInput || request.outputClosed ? undefined : awaitRequest(stream, server);
}

async function awaitRequest(stream: Stream, server: ServerTraffic): Promise<void> {
  const { request } = stream;
  while (!request.noMoreInput && !request.outputClosed && !stream.aborted)
    await news(stream, stream.request, undefined);
  if (stream.aborted || request.inputEnd !== "aborted") return;
  stream.endsBecause("C", "L");
  server.model.counters.add("cli_abrt", 1);
  stream.backend.model.backend.counters.add("cli_abrt", 1);
}
