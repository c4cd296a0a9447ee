import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A worker under test: what it said, line by line as JSON, and how it ended. */
export class WorkerProcess {
  readonly lines: Record<string, unknown>[] = [];
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown[]>;
  #wake: (() => void)[] = [];

  constructor(script: string, ...args: string[]) {
    this.#child = spawn(process.execPath, [script, ...args], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#ended = once(this.#child, "exit");
    // Writing to one that has died fails; that it died is told by how it ended.
    this.#child.stdin!.on("error", () => undefined);
    createInterface({ input: this.#child.stdout! }).on("line", (line) => {
      this.lines.push(JSON.parse(line) as Record<string, unknown>);
      for (const wake of this.#wake.splice(0)) wake();
    });
    void this.#ended.then(() => {
      for (const wake of this.#wake.splice(0)) wake();
    });
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** The first line, from the `from`th on, that `matches`; an error when the worker ends without it. */
  async line(
    matches: (line: Record<string, unknown>) => boolean,
    from = 0,
  ): Promise<Record<string, unknown>> {
    for (;;) {
      const found = this.lines.slice(from).find(matches);
      if (found) return found;
      if (this.#child.exitCode !== null || this.#child.signalCode !== null)
        throw new Error(
          `the worker ended by ${String(this.#child.signalCode ?? this.#child.exitCode)} after ${JSON.stringify(this.lines)}`,
        );
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  /** Has a worker do a step, and returns its answer. */
  async step(): Promise<Record<string, unknown>> {
    const from = this.lines.length;
    this.#child.stdin!.write("step\n");
    return this.line((line) => "total" in line, from);
  }

  /** What it lost so far. */
  get losses(): unknown[] {
    return this.lines.filter((line) => "lost" in line).map(({ lost }) => lost);
  }

  /** Ends its input; its exit status and signal. */
  async end(): Promise<unknown[]> {
    this.#child.stdin!.end();
    return this.#ended;
  }

  kill(): void {
    if (this.#child.exitCode === null) this.#child.kill("SIGKILL");
  }
}
