import { HAPROXY_VERSION } from "../../config/version.ts";
import { systemTime } from "../../time.ts";
import type { Level } from "../command-socket/command.ts";
import { environmentText, lower } from "../command-socket/process-commands.ts";
import type { Master, ReloadOutcome } from "./master.ts";
import type { WorkerProcess } from "./worker-process.ts";

/** The connection that a command of the master came over. */
export interface MasterContext {
  readonly master: Master;
  /** What the client may do; it can give rights away. */
  level: Level;
}

/** A command of the master's own. */
export interface MasterCommand {
  /** The words that call it. */
  readonly words: readonly string[];
  /** The level that it takes; any by default. */
  readonly level?: Level;
  readonly usage: string;
  /** `words` are all words of the line. */
  readonly run: (
    context: MasterContext,
    words: readonly string[],
  ) => string | undefined | Promise<string | undefined>;
  /** The connection is closed behind the answer. */
  readonly ends?: boolean;
}

/** Addresses of workers, which are no commands but stand among them in `help`. */
const targets = [
  "@!<pid>                                 : send a command to the <pid> process",
  "@<relative pid>                         : send a command to the <relative pid> process",
  "@master                                 : send a command to the master process",
].map((usage) => ({ words: [usage.slice(0, usage.indexOf(" :")).trim()], usage }));

export const masterCommands: readonly MasterCommand[] = [
  {
    words: ["hard-reload"],
    level: "operator",
    usage: "hard-reload                             : achieve a hard-reload (-st) of halua",
    run: async ({ master }) => outcome(await master.reload(true)),
    ends: true,
  },
  {
    words: ["reload"],
    level: "operator",
    usage: "reload                                  : achieve a soft-reload (-sf) of halua",
    run: async ({ master }) => outcome(await master.reload()),
    ends: true,
  },
  {
    words: ["show", "proc"],
    level: "operator",
    usage: "show proc                               : show processes status",
    run: ({ master }) => showProc(master),
  },
  {
    words: ["show", "startup-logs"],
    usage: "show startup-logs                       : report logs emitted during startup",
    run: ({ master }) => master.startLog,
  },
  {
    words: ["show", "version"],
    usage: "show version                            : show version of the current process",
    run: () => `${HAPROXY_VERSION}\n`,
  },
  {
    words: ["show", "cli", "level"],
    usage: "show cli level                          : display the level of the current CLI session",
    run: ({ level }) => `${level}\n`,
  },
  {
    words: ["show", "cli", "sockets"],
    level: "operator",
    usage: "show cli sockets                        : dump list of cli sockets",
    run: () => "",
  },
  {
    words: ["show", "env"],
    level: "operator",
    usage: "show env [var]                          : dump environment variables known to the process",
    run: (_context, [, , name]) => environmentText(name),
  },
  {
    words: ["echo"],
    usage: "echo <text>                             : print text to the output",
    run: (_context, words) => `${words.slice(1).join(" ")}\n`,
  },
  lower("operator"),
  lower("user"),
];

/** What `help` lists. */
export const masterUsages = [...targets, ...masterCommands];

function outcome({ success, log }: ReloadOutcome): string {
  return `Success=${success ? 1 : 0}\n--\n${log}`;
}

function showProc(master: Master): string {
  const now = systemTime.monotonicMs();
  const row = (pid: number, type: string, reloads: string, since: number): string =>
    [String(pid), type, reloads, uptime(now - since)].map((cell) => cell.padEnd(15)).join(" ") +
    ` ${HAPROXY_VERSION}\n`;
  const line = (worker: WorkerProcess): string =>
    row(worker.pid, "worker", String(worker.reloads), worker.startedAt);
  const title = ["#<PID>", "<type>", "<reloads>", "<uptime>", "<version>"].map((cell) => cell.padEnd(15));
  const reloads = `${master.reloads} [failed: ${master.failedReloads}]`;
  const former = [...master.former];
  return (
    `${title.join(" ")}\n${row(process.pid, "master", reloads, master.startedAt)}# workers\n` +
    (master.current ? line(master.current) : "") +
    (former.length > 0 ? `# old workers\n${former.map(line).join("")}` : "")
  );
}

/** `0d00h00m01s` */
function uptime(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (n: number): string => String(Math.floor(n)).padStart(2, "0");
  const [days, hours, minutes] = [seconds / 86_400, (seconds / 3600) % 24, (seconds / 60) % 60];
  return `${Math.floor(days)}d${two(hours)}h${two(minutes)}m${two(seconds % 60)}s`;
}
