import type { ProxyTraffic } from "../proxy/traffic.ts";
import type { LogSink, Runtime } from "../runtime/index.ts";

/** Scripts' lines about a stream go to the loggers of its backend. */

const none: readonly LogSink[] = [];

function sinksOf({ log }: ProxyTraffic): readonly LogSink[] {
  return log.isActive ? [log] : none;
}

/** A line of a script's own. */
export function logFor(proxy: ProxyTraffic, runtime: Runtime, level: number, text: string): void {
  runtime.log.script(level, text, sinksOf(proxy));
}

/** A script has failed. */
export function logFailure(proxy: ProxyTraffic, runtime: Runtime, text: string): void {
  runtime.log.failure(text, sinksOf(proxy));
}
