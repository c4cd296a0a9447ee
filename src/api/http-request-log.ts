import { remembered } from "../calendar/index.ts";
import type { HttpCall, HttpResult, Runtime } from "../runtime/index.ts";

/** Log lines of scripts' HTTP requests: HAProxy's own client logs to the global loggers (http_client.c, log.c). */

/** The level of such a line: info. */
const level = 6;

/** What HAProxy logs where there is no answer: the status of the page, and why and when the stream ended. */
const failures = {
  "no connection": [503, "SC--"],
  "no address": [503, "SC--"],
  timeout: [504, "sH--"],
  "bad answer": [502, "SH--"],
  unsendable: [400, "PR--"],
} as const;

const second = remembered("%d/%b/%4Y:%H:%M:%S", "here");

/** Logs a request that has ended. `startedAt` is of the wall clock, in ms. */
export function logHttpRequest(
  { log, time }: Runtime,
  line: { readonly method: string; readonly url: string },
  startedAt: number,
  call: HttpCall,
  result: HttpResult,
): void {
  if (log.sinks.length === 0) return;
  const whole = Math.round(time.wallMs() - startedAt);
  const [status, end] =
    result.kind === "answer" ? [result.response.status, "----"] : failures[result.failure];
  const date = `${second(startedAt)}.${String(Math.floor(startedAt) % 1000).padStart(3, "0")}`;
  const times = [
    0,
    0,
    elapsed(call.connectedMs),
    result.kind === "answer" ? elapsed(call.answeredMs) : -1,
    whole,
  ];
  const text =
    `-:- [${date}] <HTTPCLIENT> -/- ${times.join("/")} ${status} ${bytesOf(result)} - - ${end} ` +
    `0/0/0/0/${call.retries} 0/0 "${line.method} ${line.url} HTTP/1.1"`;
  for (const sink of log.sinks) sink.send(level, text);
}

const elapsed = (ms: number | undefined): number => (ms === undefined ? -1 : Math.round(ms));

/** The size of an answer as HTTP/1 writes it. */
function bytesOf(result: HttpResult): number {
  if (result.kind === "failure") return 0;
  const { status, reason, headers, body } = result.response;
  const lines = headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
  return `HTTP/1.1 ${status} ${reason}\r\n`.length + lines + 2 + body.length;
}
