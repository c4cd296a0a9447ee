import type { DeclaredServer } from "../model/declared-server.ts";
import type { CheckReport, CheckState } from "../model/check-state.ts";
import type { Cause } from "../model/status-cause.ts";
import { checkStatuses, longestInfo, type CheckOutcome } from "./check-outcome.ts";

/**
 * Takes the end of a check into a server's state: its health, its report, the
 * log, and what follows for the server (set_server_check_status, check_notify_*).
 *
 * @param which health checks, or those of an agent
 * @param duration milliseconds; undefined for what was no check of its own
 */
export function reportCheck(
  server: DeclaredServer,
  which: "check" | "agent",
  outcome: CheckOutcome,
  duration: number | undefined,
  logs: boolean,
): void {
  const { host } = server;
  const state = server[which];
  const { verdict, short, desc, hasCode } = checkStatuses[outcome.status];
  const before = state.report.short;
  state.report = {
    short,
    desc,
    output: outcome.info.slice(0, longestInfo),
    ...(hasCode && { code: outcome.code ?? 0 }),
    duration: duration ?? -1,
  };
  if (verdict === "neutral") return;
  // An agent that cannot be asked says nothing of its server.
  const counts = verdict !== "failed" || which === "check" || hasCode;
  const moved = counts && (verdict === "failed" ? countFailure(state, server) : countSuccess(state));
  if (short !== before || moved) {
    host.event({ type: "SERVER_CHECK", server, check: server.checkResult(which === "agent") });
    if (logs) host.warning(`${healthLine(server, which, verdict, outcome.logged)}.`, server.proxy.name);
  }
  if (counts) notify(server, which, verdict, logs);
}

/** Whether the failure changed anything. */
function countFailure(state: CheckState, { counters }: DeclaredServer): boolean {
  if (state.health === 0) return false;
  counters.add("chkfail", 1);
  state.health--;
  if (state.health < state.rise) state.health = 0;
  return true;
}

function countSuccess(state: CheckState): boolean {
  if (state.health >= state.full) return false;
  state.health++;
  if (state.health >= state.rise) state.health = state.full;
  return true;
}

type Verdict = "failed" | "passed" | "conditional";

function notify(server: DeclaredServer, which: "check" | "agent", verdict: Verdict, logs: boolean): void {
  const { check, agent, status, tracked } = server;
  // Where checks are logged themselves, the reason has been told.
  const cause: Cause =
    tracked === undefined && !logs
      ? { kind: which, detail: explanation(server[which].report) }
      : { kind: "none" };
  if (verdict === "failed") {
    if (server[which].health === 0) status.setStopped(cause);
    return;
  }
  if (tracked?.status.nextState === "STOPPED") return;
  if (check.enabled && check.health < check.rise) return;
  if (agent.enabled && agent.health < agent.rise) return;
  // Only checks of health take a server out of what only they bring it into.
  if (which === "agent" && status.nextState === "STOPPING") return;
  if (verdict === "passed") status.setRunning(cause);
  else status.setStopping(cause);
}

/** The line of `option log-health-checks`. */
function healthLine(
  server: DeclaredServer,
  which: "check" | "agent",
  verdict: Verdict,
  logged: string | undefined,
): string {
  const { backup, proxy, name, weight } = server;
  const check = server[which];
  const up = check.health >= check.rise;
  const result = { failed: "failed", passed: "succeeded", conditional: "conditionally succeeded" }[verdict];
  const health = up ? `${check.health - check.rise + 1}/${check.fall}` : `${check.health}/${check.rise}`;
  const state = up ? (weight > 0 ? "UP" : "DRAIN") : "DOWN";
  return (
    `${which === "agent" ? "Agent" : "Health"} check for ${backup ? "backup " : ""}server ${proxy.name}/${name} ${result}` +
    `${explanation({ ...check.report, ...(logged !== undefined && { output: logged }) })}, status: ${health} ${state}`
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
