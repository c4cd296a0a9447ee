import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { Scratch } from "../shm/support/scratch.ts";

/** The built command; `npm test` builds it first. */
export const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** How a command ended, and what it printed. */
export interface Finished {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A running `halua`, with what it has printed so far. */
export class Halua {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  stdout = "";
  stderr = "";
  readonly finished: Promise<Finished>;
  #changed: () => void = () => undefined;

  /** `folder` is where it runs; the tests' own by default. */
  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}, folder?: string) {
    this.process = spawn(process.execPath, [main, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1", ...env },
      ...(folder !== undefined && { cwd: folder }),
    });
    this.process.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
      this.#changed();
    });
    this.process.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
      this.#changed();
    });
    this.finished = new Promise((resolve) => {
      this.process.once("close", (status, signal) => {
        resolve({ status, signal, stdout: this.stdout, stderr: this.stderr });
        this.#changed();
      });
    });
  }

  /** Resolves once `condition` holds of what was printed; rejects when the process has ended without. */
  async until(condition: (self: this) => boolean): Promise<void> {
    while (!condition(this)) {
      if (this.process.exitCode !== null || this.process.signalCode !== null) {
        await this.finished;
        if (condition(this)) return;
        throw new Error(`ended before its time:\n${this.stdout}${this.stderr}`);
      }
      await new Promise<void>((resolve) => (this.#changed = resolve));
    }
  }

  /** Ends it if it still runs. */
  async stop(): Promise<void> {
    this.process.kill("SIGKILL");
    await this.finished;
  }
}

/** Files and commands of a test: a folder of its own, and no command that outlives it once it has been ended. */
export class CommandScene {
  readonly running: Halua[] = [];
  #scratch: Scratch | undefined;

  get scratch(): Scratch {
    return (this.#scratch ??= new Scratch());
  }

  async end(): Promise<void> {
    for (const each of this.running.splice(0)) await each.stop();
    this.#scratch?.clean();
    this.#scratch = undefined;
  }
}

/** Runs `halua` to its end. */
export async function halua(...args: string[]): Promise<Finished> {
  return new Halua(args).finished;
}
