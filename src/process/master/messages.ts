/** What a worker tells its master, once: that it serves, or that it cannot, with what it said on stderr while it started. */
export interface StartReport {
  readonly halua: "ready" | "failed";
  readonly log: string;
}

export function isStartReport(message: unknown): message is StartReport {
  return typeof message === "object" && message !== null && "halua" in message && "log" in message;
}

/** The environment variable that tells a worker where its master wants to talk to it. */
export const workerSocketVariable = "HALUA_WORKER_SOCKET";

/** The environment variable that asks a process to send a {@link StartReport} to the one that started it. */
export const startReportVariable = "HALUA_REPORTS_START";
