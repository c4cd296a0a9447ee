import type { Answer, Execution, Outcome } from "../lua/index.ts";
import type { Proxies, Settled } from "../proxy/model/index.ts";
import type { Runtime } from "../runtime/index.ts";

/**
 * The proxies behind a runtime's `core.proxies`, and how calls are answered
 * from them. In a live HAProxy what a script asks has to be fetched: a script
 * that can be suspended waits for it; where it cannot (body, init functions,
 * coroutines of its own) it gets what was fetched last, and its changes are on
 * their way when the call returns.
 */

/** No proxies at all: what a plain `halua run` has. */
const none: Proxies = { all: [], refresh: () => undefined, onServerEvent: () => () => undefined };

/** The place where a runtime keeps its proxies. */
export class ProxiesBehindCore {
  proxies = none;
  /** The last complaint about a change or refresh that no script waited for. */
  complaint: string | undefined;
  /** Deprecated fields that have been warned about; HAProxy says so once a process. */
  readonly warned = new Set<string>();
}

export function proxiesOf(runtime: Runtime): Proxies {
  return runtime.services.get(ProxiesBehindCore).proxies;
}

/** Says what went wrong where no script waits for it, once for each text in a row. */
function complain(runtime: Runtime, error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  const behind = runtime.services.get(ProxiesBehindCore);
  if (behind.complaint === text) return;
  behind.complaint = text;
  runtime.log.alert(text);
}

/** Answers with what `read` finds in values that are young enough. */
export function fresh(execution: Execution<Runtime>, read: () => Outcome): Answer {
  return afterwards(execution, proxiesOf(execution.host).refresh(), read);
}

/** Answers with what `read` gives after `settling`, for which only a script that can wait does. */
export function afterwards(
  execution: Execution<Runtime>,
  settling: Promise<unknown> | undefined,
  read: () => Outcome,
): Answer {
  const { host } = execution;
  if (settling === undefined) return read();
  if (host.lua.callerCanWait(execution)) return settling.then(read);
  settling.catch((error: unknown) => complain(host, error));
  return read();
}

/** Answers with what a change brought; `meanwhile` is for a script that cannot wait for it. */
export function changed<T>(
  execution: Execution<Runtime>,
  change: Settled<T>,
  outcome: (value: T) => Outcome,
  meanwhile: Outcome,
): Answer {
  if (!(change instanceof Promise)) return outcome(change);
  const { host } = execution;
  if (host.lua.callerCanWait(execution)) return change.then(outcome);
  change.catch((error: unknown) => complain(host, error));
  return meanwhile;
}
