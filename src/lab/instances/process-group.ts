import { spawn, type ChildProcess } from "node:child_process";

/** How many of a program's last bytes on stdout and stderr are kept. */
const keptBytes = 256 * 1024;

/**
 * A program in a process group of its own, with all processes that it starts.
 * None of them outlives this process, whatever becomes of it: the group is
 * killed at its exit, and where there is none (SIGKILL) by a shell that waits
 * for the end of the pipe to us, and then takes the group's folder away.
 */
export class ProcessGroup {
  readonly pid: number;
  /** What the program printed, stdout and stderr together. */
  output = "";
  /** Resolves when the program itself has ended: with its status, or the name of the signal that killed it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  #isOver = false;
  readonly #child: ChildProcess;
  readonly #guard: ChildProcess;
  readonly #atExit = (): void => this.#killAll();

  /**
   * Starts it, with more variables in its environment. `folder` holds its files, and is removed by whoever owns the
   * group. When the start fails {@link ended} resolves with 127, and the output says why.
   */
  constructor(
    program: string,
    args: readonly string[],
    { env, folder }: { readonly env: NodeJS.ProcessEnv; readonly folder: string },
  ) {
    const child = spawn(program, [...args], {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    this.#child = child;
    this.pid = child.pid ?? 0;
    const keep = (text: string): void => {
      this.output = (this.output + text).slice(-keptBytes);
    };
    child.stdout.setEncoding("latin1").on("data", keep);
    child.stderr.setEncoding("latin1").on("data", keep);
    this.ended = new Promise((resolve) => {
      child.once("error", (error) => {
        keep(`${error.message}\n`);
        this.#isOver = true;
        resolve(127);
      });
      child.once("exit", (code, signal) => {
        this.#isOver = true;
        resolve(code ?? signal ?? 0);
      });
    });
    const guard = 'read -r _; kill -KILL "-$0" 2>/dev/null; rm -rf -- "$1"';
    this.#guard = spawn("/bin/sh", ["-c", guard, String(this.pid), folder], {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
    this.#guard.on("error", () => undefined);
    this.#guard.unref();
    process.once("exit", this.#atExit);
  }

  /** The program itself has ended; others of its group may still run. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Sends a signal to the program itself. */
  signal(name: NodeJS.Signals): void {
    if (!this.#isOver) this.#child.kill(name);
  }

  /** Ends all processes of the group at once; resolves when the program has ended. */
  async kill(): Promise<void> {
    this.#killAll();
    process.off("exit", this.#atExit);
    await this.ended;
    this.#guard.kill("SIGKILL");
  }

  #killAll(): void {
    if (this.pid <= 0) return;
    try {
      // Stopped processes die of this one, too.
      process.kill(-this.pid, "SIGKILL");
    } catch {
      // Nobody is left.
    }
  }
}
