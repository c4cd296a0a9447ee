import type { EndPhase } from "./timing.ts";
import type { Decision } from "../rules/outcome.ts";
import type { Channel } from "./channel.ts";
import { FilterChain } from "./filter-chain.ts";
import { decide, orAborted } from "./rule-steps.ts";
import type { Stream } from "./stream.ts";
import type { ProxyTraffic } from "../traffic.ts";

/**
 * Leads a TCP stream through its life: rules on what the client sends, the
 * choice of a backend, a service or a server, rules on what comes back, then
 * bytes in both directions until both have ended. `http`: what the client sends
 * is to be read as HTTP (`switch-mode`, or a backend in HTTP mode); nothing of it has passed.
 */
export async function leadTcp(stream: Stream): Promise<"over" | "http"> {
  const filters = new FilterChain(stream);
  const end = await lead(stream, filters);
  if (end === "http" && stream.httpUpgrade) stream.httpUpgrade.filters = filters;
  else await filters.endAnalysis();
  return end;
}

async function lead(stream: Stream, filters: FilterChain): Promise<"over" | "http"> {
  if (!filters.attach(stream.frontend)) {
    breakOff(stream, "I", "R");
    return "over";
  }
  if ((await filters.stage("startAnalyze", stream.request)) !== "continue") {
    breakOff(stream, "P", "R");
    return "over";
  }
  if (!(await passes(stream, stream.frontend))) return "over";
  if (stream.httpUpgrade) return "http";
  const backend = backendOf(stream);
  // A service answers where no server could; where there is a backend, its rules are heard all the same.
  if (!backend && !stream.responder) {
    breakOff(stream, "S", "C");
    return "over";
  }
  if (backend?.config.mode === "http" && !stream.responder) {
    if (stream.session.bind.proto === "none") {
      stream.backend = backend;
      breakOff(stream, "R", "R");
      return "over";
    }
    stream.httpUpgrade = { backend };
    return "http";
  }
  if (backend && !(await enters(stream, backend, filters))) return "over";
  const onFilterError = (): void => stream.abort("P", "D");
  filters.filterData(stream.request, onFilterError);
  stream.request.forwardAll();
  const { timing } = stream;
  timing.requestAt = stream.session.frontend.environment.time.monotonicMs();
  if (stream.responder) void serve(stream);
  else if (!(await connected(stream))) return "over";
  if ((await filters.startResponse()) !== "continue") {
    breakOff(stream, "P", "D");
    return "over";
  }
  if (!(await answerPasses(stream))) return "over";
  filters.filterData(stream.response, onFilterError);
  stream.response.forwardAll();
  await ended(stream);
  if (stream.responder) stream.bytes.serverIn += stream.response.received;
  return "over";
}

/** The backend that takes the stream: the first that a rule names, the default one, or the proxy itself. */
export function backendOf(stream: Stream): ProxyTraffic | undefined {
  const { frontend } = stream;
  const own = frontend.config.kind === "listen" ? frontend : undefined;
  return frontend.switching.backendFor(stream) ?? frontend.defaultBackend ?? own;
}

/** Gives the stream to a backend; where it is not the frontend again, its filters and rules have their say. */
async function enters(stream: Stream, backend: ProxyTraffic, filters: FilterChain): Promise<boolean> {
  stream.enter(backend);
  if (backend === stream.frontend) {
    filters.expectResponse();
    backend.servers?.enter(stream);
    return true;
  }
  const before = filters.count;
  if (!filters.attach(backend)) {
    breakOff(stream, "I", "R");
    return false;
  }
  filters.expectResponse();
  if ((await filters.stage("startAnalyze", stream.request, before)) !== "continue") {
    breakOff(stream, "P", "R");
    return false;
  }
  backend.servers?.enter(stream);
  return passes(stream, backend);
}

/** Whether the rules on content let it go on; they have ended it otherwise. */
async function passes(stream: Stream, proxy: ProxyTraffic): Promise<boolean> {
  const step = decide(stream, proxy, "tcp-request content", stream.request);
  const decision = step instanceof Promise ? await step : step;
  if (goesOn(decision, stream.request) || decision === "close") return !stream.aborted;
  breakOff(stream, "P", "R");
  return false;
}

/** act.ABORT ends the rules; only `txn:done` ends the connection with them. */
function goesOn(decision: Decision, { inputEnd }: Channel): boolean {
  return decision === "continue" || decision === "done" || (decision === "abort" && inputEnd !== "aborted");
}

async function connected(stream: Stream): Promise<boolean> {
  const backend = stream.backend.servers;
  if (!backend) {
    breakOff(stream, "S", "C");
    return false;
  }
  const result = await orAborted(stream, backend.connect(stream));
  if (result === "connected") return true;
  if (result !== "abort") stream.endsBecause(result.cause, result.phase);
  breakOff(stream, "S", "C");
  return false;
}

/** Lets a service answer; what it sends passes as it comes. */
async function serve(stream: Stream): Promise<void> {
  const { responder, timing } = stream;
  timing.dequeuedAt ??= timing.requestAt;
  timing.connectedAt ??= timing.requestAt;
  const ending = await responder?.answer(stream, () => undefined);
  // What it has sent before it failed still goes out.
  if (ending === "failed") stream.endsBecause("S", "D");
  stream.response.endInput();
  stream.request.closeOutput();
}

/** Runs the rules on what comes back: at once, be there something or not. Only an inspect-delay lets them wait. */
async function answerPasses(stream: Stream): Promise<boolean> {
  const { response, backend } = stream;
  if (backend.rules["tcp-response content"].length === 0) return true;
  const step = decide(stream, backend, "tcp-response content", response);
  const decision = step instanceof Promise ? await step : step;
  if (goesOn(decision, stream.request)) return !stream.aborted;
  if (decision === "close") {
    // What has come so far is dropped too.
    response.discardInput();
    response.endInput();
    return true;
  }
  breakOff(stream, "P", "D");
  return false;
}

/** Resolves when both directions are over: everything has gone out, or nobody takes it. */
async function ended(stream: Stream): Promise<void> {
  await new Promise<void>((resolve) => {
    stream.onDelivered(resolve);
    stream.onAbort(resolve);
  });
}

function breakOff(stream: Stream, cause: "I" | "P" | "R" | "S", phase: EndPhase): void {
  stream.abort(cause, phase);
}
