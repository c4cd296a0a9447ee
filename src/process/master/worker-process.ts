import cluster, { type Worker } from "node:cluster";
import {
  isLeaveReport,
  isStartReport,
  startReportVariable,
  workerSocketVariable,
  type StartReport,
} from "./messages.ts";

/** How a worker's start ended. */
export interface StartOutcome {
  readonly ready: boolean;
  readonly log: string;
}

/** A worker as its master sees it: a process, from its start to its end. */
export class WorkerProcess {
  readonly pid: number;
  readonly startedAt: number;
  /** When it began to serve; undefined while it starts. */
  servesSince: number | undefined;
  /** Where its command line is. */
  readonly socketPath: string;
  /** Reloads that it has outlived. */
  reloads = 0;
  /** Resolves when it serves, or has ended before it did. */
  readonly started: Promise<StartOutcome>;
  /** Resolves when the process has ended, with its exit status: 128 and the signal's number for one that was killed. */
  readonly ended: Promise<number>;
  /** Resolves when it accepts nothing more: it has been sent away, or has ended. */
  readonly left: Promise<void>;
  readonly #worker: Worker;

  /** Starts one. `args` are the command line it gets, `now` is in milliseconds. */
  constructor(socketPath: string, now: number) {
    this.socketPath = socketPath;
    this.startedAt = now;
    this.#worker = cluster.fork({
      [workerSocketVariable]: socketPath,
      [startReportVariable]: "1",
    });
    this.pid = this.#worker.process.pid ?? 0;
    this.ended = new Promise((resolve) => {
      this.#worker.once("exit", (code: number | null, signal: NodeJS.Signals | null) =>
        resolve(code ?? 128 + (signalNumbers[signal ?? "SIGTERM"] ?? 0)),
      );
    });
    this.left = new Promise((resolve) => {
      this.#worker.on("message", (message: unknown) => {
        if (isLeaveReport(message)) resolve();
      });
      void this.ended.then(() => resolve());
    });
    this.started = new Promise((resolve) => {
      this.#worker.on("message", (message: unknown) => {
        if (isStartReport(message)) resolve(outcomeOf(message));
      });
      void this.ended.then(() => resolve({ ready: false, log: "" }));
    });
  }

  signal(name: NodeJS.Signals): void {
    this.#worker.process.kill(name);
  }
}

function outcomeOf({ halua, log }: StartReport): StartOutcome {
  return { ready: halua === "ready", log };
}

const signalNumbers: Partial<Record<NodeJS.Signals, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGTERM: 15,
};

/** What strsignal() calls the signal behind a status, as HAProxy's master does; "Exit" for none. */
export function statusName(status: number): string {
  return status > 128 ? (names[status - 128] ?? "Unknown") : "Exit";
}

const names: Readonly<Record<number, string>> = {
  1: "Hangup",
  2: "Interrupt",
  3: "Quit",
  4: "Illegal instruction",
  6: "Aborted",
  7: "Bus error",
  8: "Floating point exception",
  9: "Killed",
  10: "User defined signal 1",
  11: "Segmentation fault",
  12: "User defined signal 2",
  13: "Broken pipe",
  15: "Terminated",
};
