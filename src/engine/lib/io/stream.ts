import { fstatSync, readFileSync, readSync, writeSync, closeSync } from "node:fs";
import { failureFrom, failureOf, type Failure } from "./errno.ts";

const chunkSize = 16384;
const wait = new Int32Array(new SharedArrayBuffer(4));

export type Buffering = "full" | "line" | "no";

/** What a stream may do, as its mode says. */
export interface Access {
  readonly read: boolean;
  readonly write: boolean;
  readonly append: boolean;
}

/** Streams that hold bytes back: written out when the program ends, as C's exit does. */
const unwritten = new Set<Stream>();

/** Writes out what all streams hold back. */
export function flushAll(): void {
  for (const stream of unwritten) stream.flush();
}

process.on("exit", flushAll);

/**
 * A C FILE on a descriptor: buffered both ways, one position, errors kept until
 * asked for. Bytes are latin1 text. Files that can be positioned are read and
 * written at explicit offsets, as Node has no lseek; others, and the standard
 * streams whose position other processes share, at the descriptor's own.
 */
export class Stream {
  /** Bytes read ahead, and how far they are used up. */
  private input = "";
  private used = 0;
  private output = "";
  private position: number | null;
  private atEnd = false;
  private buffering: Buffering;
  failure: Failure | undefined;
  closed = false;

  constructor(
    readonly fd: number,
    private readonly access: Access,
    options: { shared?: boolean; buffering?: Buffering } = {},
  ) {
    this.buffering = options.buffering ?? "full";
    this.position = options.shared !== true && isPositionable(fd) ? 0 : null;
  }

  private fail(failure: Failure): false {
    this.failure = failure;
    return false;
  }

  /** Reads the next chunk behind what is unused; false at the end or on failure. */
  private fill(): boolean {
    if (!this.access.read) return this.fail(failureOf("EBADF"));
    if (this.output !== "" && !this.flush()) return false;
    if (this.atEnd) return false;
    const chunk = Buffer.allocUnsafe(chunkSize);
    let count: number;
    try {
      count = retrying(() => readSync(this.fd, chunk, 0, chunkSize, this.position));
    } catch (error) {
      return this.fail(failureFrom(error));
    }
    if (count === 0) {
      this.atEnd = true;
      return false;
    }
    if (this.position !== null) this.position += count;
    this.input = this.input.substring(this.used) + chunk.toString("latin1", 0, count);
    this.used = 0;
    return true;
  }

  /** Forgets the end and old failures, as each read of C's does for a terminal that has more. */
  begin(): void {
    this.failure = undefined;
    this.atEnd = false;
  }

  /** The next byte without using it up; -1 at the end. */
  peek(): number {
    if (this.used >= this.input.length && !this.fill()) return -1;
    return this.input.charCodeAt(this.used);
  }

  skip(): void {
    this.used++;
  }

  /** A line with its newline if it has one; undefined at the end. */
  line(): string | undefined {
    let from = this.used;
    for (;;) {
      const at = this.input.indexOf("\n", from);
      if (at >= 0) {
        const line = this.input.substring(this.used, at + 1);
        this.used = at + 1;
        return line;
      }
      const known = this.input.length - this.used;
      if (!this.fill()) break;
      from = this.used + known;
    }
    return this.rest();
  }

  private rest(): string | undefined {
    if (this.used >= this.input.length) return undefined;
    const rest = this.input.substring(this.used);
    this.used = this.input.length;
    return rest;
  }

  /** Everything up to the end. */
  all(): string {
    const parts: string[] = [];
    do parts.push(this.rest() ?? "");
    while (this.fill());
    return parts.join("");
  }

  /** Up to `count` bytes; undefined at the end. */
  bytes(count: number): string | undefined {
    while (this.input.length - this.used < count && this.fill());
    if (this.used >= this.input.length) return undefined;
    const taken = this.input.substring(this.used, this.used + count);
    this.used += taken.length;
    return taken;
  }

  /** Writes; false on failure. */
  write(text: string): boolean {
    if (!this.access.write) return this.fail(failureOf("EBADF"));
    this.dropInput();
    this.output += text;
    if (this.output.length >= chunkSize || this.buffering === "no") return this.flush();
    if (this.buffering === "line" && text.includes("\n")) return this.flush();
    unwritten.add(this);
    return true;
  }

  /** Goes back to where the reader is, as bytes read ahead do not count as read. */
  private dropInput(): void {
    if (this.position !== null) this.position -= this.input.length - this.used;
    this.input = "";
    this.used = 0;
  }

  flush(): boolean {
    if (this.output === "") return true;
    const bytes = Buffer.from(this.output, "latin1");
    this.output = "";
    unwritten.delete(this);
    let done = 0;
    try {
      while (done < bytes.length) {
        const at = this.access.append ? null : this.position;
        const count = retrying(() => writeSync(this.fd, bytes, done, bytes.length - done, at));
        done += count;
        if (this.position !== null) this.position += count;
      }
    } catch (error) {
      return this.fail(failureFrom(error));
    }
    if (this.access.append && this.position !== null) this.position = fstatSync(this.fd).size;
    return true;
  }

  /** Moves to an offset from the start, here or the end; the new position or a failure. */
  seek(whence: "set" | "cur" | "end", offset: number): number | Failure {
    if (!this.flush()) return this.failure ?? failureOf("EIO");
    this.begin();
    if (this.position === null) return this.tellShared(whence, offset);
    this.dropInput();
    let base = 0;
    if (whence === "cur") base = this.position;
    if (whence === "end") base = fstatSync(this.fd).size;
    if (base + offset < 0) return failureOf("EINVAL");
    this.position = base + offset;
    return this.position;
  }

  /** Linux tells the position of a descriptor, though Node cannot move it. */
  private tellShared(whence: "set" | "cur" | "end", offset: number): number | Failure {
    if (!isPositionable(this.fd) || whence !== "cur" || offset !== 0) return failureOf("ESPIPE");
    try {
      const position = /^pos:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${this.fd}`, "latin1"));
      return Number(position?.[1] ?? 0) - (this.input.length - this.used);
    } catch {
      return failureOf("ESPIPE");
    }
  }

  setBuffering(mode: Buffering): void {
    this.buffering = mode;
    if (mode === "no") this.flush();
  }

  /** Flushes and closes; a failure of either is what C's fclose would report. */
  close(): Failure | undefined {
    this.failure = undefined;
    this.flush();
    this.closed = true;
    const failure = this.failure as Failure | undefined;
    try {
      closeSync(this.fd);
    } catch (error) {
      return failure ?? failureFrom(error);
    }
    return failure;
  }
}

function isPositionable(fd: number): boolean {
  try {
    const info = fstatSync(fd);
    return info.isFile() || info.isBlockDevice();
  } catch {
    return false;
  }
}

/** Waits where a non-blocking descriptor (a terminal or pipe that Node shares) is not ready. */
function retrying(operation: () => number): number {
  for (;;) {
    try {
      return operation();
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "EOF") return 0;
      if (code !== "EAGAIN" && code !== "EINTR") throw error;
      Atomics.wait(wait, 0, 0, 1);
    }
  }
}
