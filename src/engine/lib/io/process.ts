import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { failureFrom, type Failure } from "./errno.ts";
import { Stream } from "./stream.ts";

/** How a process ended: by itself with a status, or by a signal. */
export interface Ending {
  readonly what: "exit" | "signal";
  readonly code: number;
}

/** Runs a command in the shell and waits for it, with the standard streams of this process. */
export function runShell(command: string): Ending | Failure {
  const result = spawnSync("/bin/sh", ["-c", command], { stdio: "inherit" });
  if (result.error) return failureFrom(result.error);
  if (result.signal !== null) return { what: "signal", code: constants.signals[result.signal] };
  return { what: "exit", code: result.status ?? 0 };
}

/** Whether there is a shell to run commands in. */
export function hasShell(): boolean {
  return spawnSync("/bin/sh", ["-c", ":"], { stdio: "ignore" }).status === 0;
}

/**
 * Starts a command in the background between two named pipes, one for its data
 * and one for its status: Node offers no pipe that can be read while the
 * program waits, but it reads a named one like any file. The status pipe is
 * opened first and kept, so that both names can go as soon as all have opened.
 * The command's shell says itself how it ends ("e"), unless a signal ends it:
 * then the shell around it knows ("o"). What that one would say about it goes
 * nowhere, as C's popen says nothing.
 */
const launch = (redirection: string): string =>
  `mkfifo "$1/data" "$1/status" || exit 1; exec 3<&0
{ exec 4>"$1/status" 5>&2 2>/dev/null
/bin/sh -c 'trap "echo e\\$? >&4" EXIT; exec 2>&5 3<&- 5>&-; eval "$1"' sh "$2" ${redirection}
echo o$? >&4; } &`;

const scripts = { r: launch('>"$1/data" <&3'), w: launch('<"$1/data"') };

/** A stream from or to a command that runs beside this process. */
export class CommandStream extends Stream {
  private constructor(
    fd: number,
    private readonly status: number,
    reading: boolean,
  ) {
    super(fd, { read: reading, write: !reading, append: false });
  }

  static open(command: string, mode: "r" | "w"): CommandStream | Failure {
    const folder = mkdtempSync(join(tmpdir(), "lua-popen-"));
    try {
      const started = spawnSync("/bin/sh", ["-c", scripts[mode], "sh", folder, command], {
        stdio: "inherit",
      });
      if (started.error) return failureFrom(started.error);
      // Opened for both, the status pipe does not wait for its writer.
      const keeper = openSync(join(folder, "status"), "r+");
      const data = openSync(join(folder, "data"), mode);
      const status = openSync(join(folder, "status"), "r");
      closeSync(keeper);
      return new CommandStream(data, status, mode === "r");
    } catch (error) {
      return failureFrom(error);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Closes this end and waits for the command to end. */
  finish(): Ending {
    this.close();
    const buffer = Buffer.alloc(64);
    let report = "";
    while (!/^o.*\n/m.test(report)) {
      const count = readSync(this.status, buffer, 0, buffer.length, null);
      if (count === 0) break;
      report += buffer.toString("latin1", 0, count);
    }
    closeSync(this.status);
    const exited = /^e(\d+)/m.exec(report);
    if (exited) return { what: "exit", code: Number(exited[1]) };
    const code = Number(/^o(\d+)/m.exec(report)?.[1] ?? 1);
    return code > 128 ? { what: "signal", code: code - 128 } : { what: "exit", code };
  }
}
