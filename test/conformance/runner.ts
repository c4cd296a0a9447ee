import { spawn, type ChildProcess } from "node:child_process";
import {
  closeSync,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answers, type Case } from "./cases.ts";
import { normalise } from "./normalise.ts";
import { freePorts, portNames, usedPorts, wantedBy } from "./ports.ts";

/**
 * Runs one case against a program and gives what is to be compared with its
 * recording, in the recording's form.
 */

/** How long things may take, in milliseconds. */
const limits = {
  /** A drive script. */
  drive: 20_000,
  /** A drive script that starts the program itself. */
  driveAlone: 60_000,
  /** From the start until the ports are open. */
  start: 8000,
  /** A program without drive. */
  alone: 10_000,
  /** Between the end of drive and SIGTERM: what the program says last must come out. */
  settle: 150,
  /** From SIGTERM to SIGKILL. */
  stop: 3000,
  /** Between two looks. */
  look: 20,
};

/** What a run showed. */
export interface Seen {
  /** In the form of expect.out. */
  readonly text: string;
  /** All of stderr, for a failure's message. */
  readonly stderr: string;
}

/** The program, and how a case is run against it. */
export interface Subject {
  /** A command and its first arguments. */
  readonly program: readonly string[];
  /** Adapts the case's configuration and drive. */
  readonly edit?: (text: string) => string;
}

/** Which of several cases at a time this is: their ports must not meet. */
export interface Lane {
  readonly lane: number;
  readonly lanes: number;
}

type Environment = Readonly<Record<string, string>>;

/** Runs the program as `one` asks. */
export async function runCase(
  { program, edit }: Subject,
  one: Case,
  { lane, lanes }: Lane = { lane: 0, lanes: 1 },
): Promise<Seen> {
  // A short name: Lua cuts long chunk names in its messages.
  const folder = mkdtempSync(join(tmpdir(), "hc"));
  try {
    const work = join(folder, "c");
    cpSync(one.folder, work, { recursive: true });
    for (const file of answers) rmSync(join(work, file), { force: true });
    if (edit) for (const file of ["haproxy.cfg", "drive"]) editFile(join(work, file), edit);
    const env = environment(program, folder, work, freePorts(lane, lanes));
    if (one.args === undefined) return await runDriveAlone(work, env);
    return await new Run(program, one, folder, work, env).run(one.args);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function editFile(path: string, edit: (text: string) => string): void {
  if (existsSync(path)) writeFileSync(path, edit(readFileSync(path, "latin1")), "latin1");
}

function environment(
  program: readonly string[],
  folder: string,
  work: string,
  ports: readonly number[],
): Environment {
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? "/usr/bin:/bin",
    HOME: work,
    TZ: "UTC",
    LC_ALL: "C",
    CASE: work,
    SOCK: join(folder, "s.sock"),
    PROGRAM: program.join(" "),
  };
  for (const [i, name] of portNames.entries()) env[name] = String(ports[i]);
  for (const name of ["LD_LIBRARY_PATH", "NODE_PATH"]) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

/** Output as a byte string that ends in a line feed, unless it is empty. */
function lines(bytes: Buffer): string {
  const text = bytes.toString("latin1");
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

async function runDriveAlone(work: string, env: Environment): Promise<Seen> {
  const { output } = await runDrive(work, env, limits.driveAlone);
  return { text: normalise(`--- drive\n${lines(output)}--- exit none\n`, env), stderr: "" };
}

/** Runs the client; gives what it printed. */
async function runDrive(
  work: string,
  env: Environment,
  limit: number,
): Promise<{ output: Buffer; late: boolean }> {
  const drive = spawn(join(work, "drive"), [], {
    cwd: work,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const chunks: Buffer[] = [];
  for (const stream of [drive.stdout, drive.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    drive.once("close", () => resolve());
    drive.once("error", reject);
  });
  const late = !(await within(limit, ended));
  if (late) {
    killGroup(drive);
    await ended;
  }
  return { output: Buffer.concat(chunks), late };
}

/** One start of the program. */
class Run {
  readonly #program: readonly string[];
  readonly #case: Case;
  readonly #folder: string;
  readonly #work: string;
  readonly #env: Environment;

  constructor(program: readonly string[], one: Case, folder: string, work: string, env: Environment) {
    this.#program = program;
    this.#case = one;
    this.#folder = folder;
    this.#work = work;
    this.#env = env;
  }

  async run(args: readonly string[]): Promise<Seen> {
    const [out, err] = [join(this.#folder, "out"), join(this.#folder, "err")];
    const [outFile, errFile] = [openSync(out, "w"), openSync(err, "w")];
    const [command = "", ...first] = this.#program;
    const child = spawn(command, [...first, ...args], {
      cwd: this.#work,
      env: this.#env,
      stdio: ["ignore", outFile, errFile],
      detached: true,
    });
    closeSync(outFile);
    closeSync(errFile);
    const ended = new Promise<void>((resolve, reject) => {
      child.once("exit", () => resolve());
      child.once("error", reject);
    });
    const client = this.#case.hasDrive
      ? await this.#drive(child, { OUT: out, ERR: err })
      : await within(limits.alone, ended).then(() => ({ text: "" }));
    const status = await stop(child, ended);
    // Children that the program may have left.
    killGroup(child);
    return this.#show(readFileSync(out), readFileSync(err), client.text, status);
  }

  /** Waits for the program's ports, then runs the client. */
  async #drive(child: ChildProcess, files: Environment): Promise<{ text: string }> {
    const env = { ...this.#env, ...files, HPID: String(child.pid) };
    if (!(await this.#listens(child))) {
      const note = hasEnded(child) ? "" : "--- program does not listen\n";
      return { text: `--- drive\n${note}` };
    }
    const { output, late } = await runDrive(this.#work, env, limits.drive);
    await pause(limits.settle);
    const note = late ? `--- drive: over ${limits.drive / 1000} s\n` : "";
    return { text: `--- drive\n${lines(output)}${note}` };
  }

  async #listens(child: ChildProcess): Promise<boolean> {
    const { ports, socket } = wantedBy(this.#case.configuration ?? "", this.#env);
    const end = performance.now() + limits.start;
    while (performance.now() < end && !hasEnded(child)) {
      const open = usedPorts(true);
      if ([...ports].every((port) => open.has(port)) && (!socket || existsSync(this.#env.SOCK ?? ""))) {
        await pause(30);
        return true;
      }
      await pause(limits.look);
    }
    return false;
  }

  #show(out: Buffer, err: Buffer, client: string, status: string): Seen {
    // Said by HAProxy itself with -d.
    const stdout = lines(out).replace(
      /^(?:Using \w+\(\) as the polling mechanism|Available polling systems :.*)\.\n/gm,
      "",
    );
    const stderr = lines(err);
    const { filter } = this.#case;
    const kept = filter
      ? stderr
          .split("\n")
          .slice(0, -1)
          .filter((line) => filter.test(line))
      : [];
    const text = `${stdout}--- stderr\n${kept.map((line) => `${line}\n`).join("")}${client}--- exit ${status}\n`;
    return { text: normalise(text, this.#env), stderr: normalise(stderr, this.#env) };
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Ends the program if it still runs; gives what `--- exit` says. */
async function stop(child: ChildProcess, ended: Promise<void>): Promise<string> {
  if (child.exitCode !== null) return String(child.exitCode);
  if (child.signalCode !== null) return `signal ${signalNumber(child.signalCode)}`;
  child.kill("SIGTERM");
  if (!(await within(limits.stop, ended))) {
    killGroup(child);
    await ended;
  }
  return "killed";
}

const signals: Partial<Record<NodeJS.Signals, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
};

function signalNumber(name: NodeJS.Signals): number | string {
  return signals[name] ?? name;
}

/** Ends a child and all that it has started. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group is gone already.
  }
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/** Whether `promise` settles in time. */
async function within(ms: number, promise: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
