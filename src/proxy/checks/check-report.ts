import type { DeclaredServer } from "../model/declared-server.ts";
import type { CheckReport } from "../model/check-state.ts";
import type { Cause } from "../model/status-cause.ts";
import { checkStatuses, longestInfo, type CheckOutcome } from "./check-outcome.ts";

/**
 * Takes the end of a check into a server's state: its health, its report, the
 * log, and what follows for the server (set_server_check_status, check_notify_*).
 *
 * @param duration milliseconds; undefined for what was no check of its own
 */
export function reportCheck(
  server: DeclaredServer,
  outcome: CheckOutcome,
  duration: number | undefined,
  logs: boolean,
): void {
  const { check, host } = server;
  const { verdict, short, desc, hasCode } = checkStatuses[outcome.status];
  const before = check.report.short;
  check.report = {
    short,
    desc,
    output: outcome.info.slice(0, longestInfo),
    ...(hasCode && { code: outcome.code ?? 0 }),
    duration: duration ?? -1,
  };
  const moved = verdict === "failed" ? countFailure(server) : countSuccess(server);
  if (short !== before || moved) {
    host.event({ type: "SERVER_CHECK", server, check: server.checkResult(false) });
    if (logs) host.warning(`${healthLine(server, verdict)}.`, server.proxy.name);
  }
  notify(server, verdict, logs);
}

/** Whether the failure changed anything. */
function countFailure({ check, counters }: DeclaredServer): boolean {
  if (check.health === 0) return false;
  counters.add("chkfail", 1);
  check.health--;
  if (check.health < check.rise) check.health = 0;
  return true;
}

function countSuccess({ check }: DeclaredServer): boolean {
  if (check.health >= check.full) return false;
  check.health++;
  if (check.health >= check.rise) check.health = check.full;
  return true;
}

function notify(server: DeclaredServer, verdict: "failed" | "passed" | "conditional", logs: boolean): void {
  const { check, agent, status, tracked } = server;
  // Where checks are logged themselves, the reason has been told.
  const cause: Cause =
    tracked === undefined && !logs ? { kind: "check", detail: explanation(check.report) } : { kind: "none" };
  if (verdict === "failed") {
    if (check.health === 0) status.setStopped(cause);
    return;
  }
  if (tracked?.status.nextState === "STOPPED") return;
  if (check.enabled && check.health < check.rise) return;
  if (agent.enabled && agent.health < agent.rise) return;
  if (verdict === "passed") status.setRunning(cause);
  else status.setStopping(cause);
}

/** The line of `option log-health-checks`. */
function healthLine(server: DeclaredServer, verdict: "failed" | "passed" | "conditional"): string {
  const { check, backup, proxy, name, weight } = server;
  const up = check.health >= check.rise;
  const result = { failed: "failed", passed: "succeeded", conditional: "conditionally succeeded" }[verdict];
  const health = up ? `${check.health - check.rise + 1}/${check.fall}` : `${check.health}/${check.rise}`;
  const state = up ? (weight > 0 ? "UP" : "DRAIN") : "DOWN";
  return (
    `Health check for ${backup ? "backup " : ""}server ${proxy.name}/${name} ${result}` +
    `${explanation(check.report)}, status: ${health} ${state}`
  );
}

/** What a check found, as it stands in log lines (check_append_info). */
function explanation({ desc, code, output, duration }: CheckReport): string {
  let text = `, reason: ${desc}`;
  if (code !== undefined) text += `, code: ${code}`;
  if (output !== "") text += `, info: "${printable(output)}"`;
  return duration >= 0 ? `${text}, check duration: ${duration}ms` : text;
}

/** Bytes that do not belong in a log are shown by their numbers. */
function printable(text: string): string {
  return text.replace(
    /[^ -~]|[<>"]/g,
    (char) => `<${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}>`,
  );
}
