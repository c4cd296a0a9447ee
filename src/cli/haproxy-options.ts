import { HaluaError } from "../errors.ts";

/** What HAProxy's own command line asks for: `halua -f haproxy.cfg ...`. */
export interface HaproxyOptions {
  /** `-f`: configuration files and folders, in order. */
  readonly files: readonly string[];
  /** `-c`: only check. */
  readonly check: boolean;
  /** `-d`: debug lines of scripts are shown. */
  readonly debug: boolean;
  /** `-V`: say also that all is well. */
  readonly verbose: boolean;
  /** `-q`: say nothing. */
  readonly quiet: boolean;
  /** `-dW`: a warning is an error. */
  readonly zeroWarning: boolean;
  /** `-dD`: tell what is suspicious, too. */
  readonly diagnostics: boolean;
  /** `-v` and its kin: print versions and end. */
  readonly version: "short" | "long" | undefined;
  /** `-C`: the folder to go to first. */
  readonly folder: string | undefined;
  /** `-p`: where the process ids are written. */
  readonly pidFile: string | undefined;
  /** `-W`, `-Ws`: a master and its workers; the second tells systemd. */
  readonly master: "none" | "plain" | "systemd";
  /** `-S`: the master's command socket. */
  readonly masterSocket: string | undefined;
  /** `-D`: go to the background. */
  readonly daemon: boolean;
  /** `-sf`, `-st`: processes to end once this one serves, gently or at once. */
  readonly replaces: { readonly pids: readonly number[]; readonly signal: "SIGUSR1" | "SIGTERM" } | undefined;
  /** `-cc`: a condition to judge, and no more. */
  readonly condition: string | undefined;
  /** `-n`: connections of the process. */
  readonly maxconn: number | undefined;
  /** `-m`: how much memory scripts may use, in megabytes. */
  readonly memory: number | undefined;
  /** `-L`: this peer's name. */
  readonly peer: string | undefined;
  /** `--lenient`, which HAProxy has not: what halua does not know of a configuration is left out with a warning. */
  readonly lenient: boolean;
}

type Draft = { -readonly [K in keyof HaproxyOptions]: HaproxyOptions[K] } & { files: string[] };

/** An option: what it does to the result, with its argument where it takes one. */
type Flag = (draft: Draft) => void;
type WithValue = (draft: Draft, value: string) => void;

const flags: Readonly<Record<string, Flag>> = {
  "-c": (draft) => (draft.check = true),
  "-d": (draft) => (draft.debug = true),
  // halua never goes to the background by itself, so this asks for nothing.
  "-db": () => undefined,
  "-q": (draft) => (draft.quiet = true),
  "-V": (draft) => (draft.verbose = true),
  "-v": (draft) => (draft.version ??= "short"),
  "-vv": (draft) => (draft.version = "long"),
  "-dW": (draft) => (draft.zeroWarning = true),
  "-dD": (draft) => (draft.diagnostics = true),
  "-W": (draft) => (draft.master = "plain"),
  "-Ws": (draft) => (draft.master = "systemd"),
  "-D": (draft) => (draft.daemon = true),
  "--lenient": (draft) => (draft.lenient = true),
};

const values: Readonly<Record<string, WithValue>> = {
  "-f": (draft, value) => draft.files.push(value),
  "-C": (draft, value) => (draft.folder = value),
  "-p": (draft, value) => (draft.pidFile = value),
  "-S": (draft, value) => (draft.masterSocket = value),
  "-cc": (draft, value) => (draft.condition = value),
  "-n": (draft, value) => (draft.maxconn = count("-n", value)),
  "-m": (draft, value) => (draft.memory = count("-m", value)),
  "-L": (draft, value) => (draft.peer = value),
};

function count(option: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new HaluaError("E_USAGE", `${option} needs a number, not '${value}'`);
  return Number(value);
}

/** The options that name processes: all numbers behind them. */
const replacements = { "-sf": "SIGUSR1", "-st": "SIGTERM" } as const;

/** Settings of HAProxy's event loop and of the machine, which Node.js has no say in: taken, without effect. */
const withoutEffect: ReadonlySet<string> = new Set([
  "-de",
  "-dp",
  "-dS",
  "-dG",
  "-dR",
  "-dF",
  "-dI",
  "-dZ",
  "-dT",
]);

/** HAProxy's options that halua does not have yet. */
const missing: ReadonlySet<string> = new Set([
  ...["-N", "-4"],
  ...["-dC", "-dL", "-dA", "-dc", "-dr", "-dV", "-dt", "-vq", "-vqs", "-vqb"],
]);

/** Whether a command line is one for HAProxy: it starts with one of its options. */
export function isHaproxyCommandLine(args: readonly string[]): boolean {
  const [first = ""] = args;
  return (
    first in flags ||
    first in values ||
    withoutEffect.has(first) ||
    missing.has(first) ||
    first in replacements ||
    /^-d[MK]/.test(first)
  );
}

/** Reads HAProxy's single-dash options; what stands behind `--` are more files. Throws E_USAGE. */
export function readHaproxyOptions(args: readonly string[]): HaproxyOptions {
  const draft: Draft = {
    files: [],
    check: false,
    debug: false,
    verbose: false,
    quiet: false,
    zeroWarning: false,
    diagnostics: false,
    version: undefined,
    folder: undefined,
    pidFile: undefined,
    master: "none",
    masterSocket: undefined,
    daemon: false,
    replaces: undefined,
    condition: undefined,
    maxconn: undefined,
    memory: undefined,
    peer: undefined,
    lenient: false,
  };
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--") {
      draft.files.push(...rest);
      break;
    }
    take(draft, word, rest);
  }
  if (draft.files.length === 0 && draft.version === undefined && draft.condition === undefined) {
    throw new HaluaError("E_USAGE", "no configuration: name one with -f FILE");
  }
  return draft;
}

function take(draft: Draft, word: string, rest: string[]): void {
  const flag = flags[word];
  const setting = values[word];
  if (flag) flag(draft);
  else if (word === "-sf" || word === "-st") takeProcesses(draft, word, rest);
  else if (word === "-x") throw new HaluaError("E_USAGE", withoutDescriptors);
  else if (setting) {
    const value = rest.shift();
    if (value === undefined) throw new HaluaError("E_USAGE", `${word} needs an argument`);
    setting(draft, value);
  } else if (missing.has(word) || /^-d[MK]/.test(word)) {
    throw new HaluaError("E_USAGE", `HAProxy's option ${word} is not there yet`);
  } else if (!withoutEffect.has(word)) {
    throw new HaluaError(
      "E_USAGE",
      `${word} is no option of HAProxy; 'halua --help' shows halua's own commands`,
    );
  }
}

/** The process ids behind `-sf` or `-st`, up to the next word that is none. */
function takeProcesses(draft: Draft, word: "-sf" | "-st", rest: string[]): void {
  const pids: number[] = [];
  while (/^\d+$/.test(rest[0] ?? "")) pids.push(Number(rest.shift()));
  draft.replaces = { pids, signal: replacements[word] };
}

const withoutDescriptors =
  "-x: Node.js cannot take open sockets from another program; -W reloads without closing one, and -sf asks the process before to make room";
