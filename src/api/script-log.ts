import type { ProxyTraffic } from "../proxy/traffic.ts";
import type { LogSink, Runtime } from "../runtime/index.ts";

/** Scripts' lines about a stream go to the loggers of its backend, what is wrong with an action to those of its rule's proxy. */

type Logging = Pick<ProxyTraffic, "log">;

const none: readonly LogSink[] = [];

function sinksOf({ log }: Logging): readonly LogSink[] {
  return log.isActive ? [log] : none;
}

/** A line of a script's own. */
export function logFor(proxy: Logging, runtime: Runtime, level: number, text: string): void {
  runtime.log.script(level, text, sinksOf(proxy));
}

/** A script has failed. */
export function logFailure(proxy: Logging, runtime: Runtime, text: string): void {
  runtime.log.failure(text, sinksOf(proxy));
}
