/** What a worker tells its master, once: that it serves, or that it cannot, with what it said on stderr while it started. */
export interface StartReport {
  readonly halua: "ready" | "failed";
  readonly log: string;
}

/** What a worker tells its master when it has been sent away: it accepts nothing more. */
export interface LeaveReport {
  readonly halua: "leaving";
}

export function isStartReport(message: unknown): message is StartReport {
  return typeof message === "object" && message !== null && "halua" in message && "log" in message;
}

export function isLeaveReport(message: unknown): message is LeaveReport {
  return typeof message === "object" && message !== null && "halua" in message && message.halua === "leaving";
}

/** Tells whoever started this process and has asked for reports; resolves when that has been told, or nobody is there. */
export async function tellStarter(report: StartReport | LeaveReport): Promise<void> {
  if (process.env[startReportVariable] === undefined || !process.connected) return;
  await new Promise<void>((resolve) => {
    process.send?.(report, undefined, undefined, () => resolve());
  });
}

/** The environment variable that tells a worker where its master wants to talk to it. */
export const workerSocketVariable = "HALUA_WORKER_SOCKET";

/** The environment variable that asks a process to send a {@link StartReport} to the one that started it. */
export const startReportVariable = "HALUA_REPORTS_START";
