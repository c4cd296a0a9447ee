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
};

const values: Readonly<Record<string, WithValue>> = {
  "-f": (draft, value) => draft.files.push(value),
  "-C": (draft, value) => (draft.folder = value),
  "-p": (draft, value) => (draft.pidFile = value),
};

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
  ...["-D", "-W", "-Ws", "-S", "-sf", "-st", "-x", "-cc", "-n", "-N", "-m", "-L", "-4"],
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
  };
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--") {
      draft.files.push(...rest);
      break;
    }
    take(draft, word, rest);
  }
  if (draft.files.length === 0 && draft.version === undefined) {
    throw new HaluaError("E_USAGE", "no configuration: name one with -f FILE");
  }
  return draft;
}

function take(draft: Draft, word: string, rest: string[]): void {
  const flag = flags[word];
  const setting = values[word];
  if (flag) flag(draft);
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
