import { randomUUID } from "node:crypto";
import fs from "node:fs";
import { HaluaError } from "../errors.ts";
import { largestHeader, type Layout } from "./layout.ts";
import { detectLayout, Snapshot } from "./snapshot.ts";

const { O_RDONLY, O_RDWR, O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK } = fs.constants;

/** The largest map that is read: a damaged count must not take all memory. */
const MOST_BYTES = 0x4000_0000;

const MAKING_TRIES = 20;
const MAKING_WAIT_MS = 5;
const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** What is let pass when a file is opened. */
export interface FileRules {
  /** Follow a symbolic link at the end of the path. */
  allowSymlink: boolean;
  /** Take a file that belongs to another user (neither ours nor, for root, anybody's). */
  allowForeignOwner: boolean;
}

/** What became of the path since the file was opened. */
export type PathState = "same" | "removed" | "replaced";

/**
 * An open shared statistics file: the descriptor, what it looked like when it
 * was opened, and reading from it by `pread`. It maps nothing.
 */
export class MapFile {
  readonly path: string;
  readonly fd: number;
  readonly #device: number;
  readonly #inode: number;
  #open = true;

  private constructor(path: string, fd: number, stat: fs.Stats) {
    this.path = path;
    this.fd = fd;
    this.#device = stat.dev;
    this.#inode = stat.ino;
  }

  /**
   * Opens an existing file, for reading or (`writable`) as HAProxy does, for
   * reading and appending.
   *
   * Throws E_MAP_OPEN when that fails and E_MAP_UNSAFE when the rules forbid it:
   * the map is memory shared between processes, so whoever may place or write it
   * can feed all of them. `what` is what the messages say it ought to be.
   */
  static open(path: string, writable: boolean, rules: FileRules, what = "shm-stats-file"): MapFile {
    // O_NONBLOCK so that a FIFO cannot keep us waiting; it means nothing for a regular file.
    const access = writable ? O_RDWR | O_APPEND : O_RDONLY;
    const flags = access | O_NONBLOCK | (rules.allowSymlink ? 0 : O_NOFOLLOW);
    let fd: number;
    try {
      fd = fs.openSync(path, flags);
    } catch (error) {
      throw openError(path, error, rules, what);
    }
    try {
      const stat = fs.fstatSync(fd);
      checkSafe(path, stat, rules, what);
      return new MapFile(path, fd, stat);
    } catch (error) {
      fs.closeSync(fd);
      throw error;
    }
  }

  /**
   * Creates the file with these first bytes, mode 0600, and opens it for
   * appending; undefined when somebody else was first. The file appears at its
   * path whole, never half written: it is made under a name of its own and then
   * linked, which fails if the path exists. Where the file system has no links
   * it is made in place, exclusively.
   *
   * Throws E_MAP_OPEN.
   */
  static create(path: string, content: Buffer): MapFile | undefined {
    const draft = `${path}.${randomUUID()}.new`;
    const flags = O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW;
    let fd: number | undefined;
    try {
      fd = fs.openSync(draft, flags, 0o600);
      writeAll(fd, content);
      try {
        fs.linkSync(draft, path);
      } catch (error) {
        if (codeOf(error) === "EEXIST") {
          fs.closeSync(fd);
          return undefined;
        }
        if (codeOf(error) !== "EPERM" && codeOf(error) !== "ENOTSUP") throw error;
        fs.closeSync(fd);
        fd = undefined;
        fd = fs.openSync(path, flags, 0o600);
        writeAll(fd, content);
      }
      return new MapFile(path, fd, fs.fstatSync(fd));
    } catch (error) {
      if (fd !== undefined) fs.closeSync(fd);
      if (codeOf(error) === "EEXIST") return undefined;
      throw new HaluaError(
        "E_MAP_OPEN",
        `${path}: cannot create it: ${reasonOf(error)}; name a path in a directory you may write to`,
      );
    } finally {
      fs.rmSync(draft, { force: true });
    }
  }

  /** The file's size in bytes now. */
  size(): number {
    return fs.fstatSync(this.fd).size;
  }

  /** The permission bits of the file. */
  mode(): number {
    return fs.fstatSync(this.fd).mode & 0o777;
  }

  /** Whether the path still leads to this file. */
  pathState(): PathState {
    let stat: fs.Stats | undefined;
    try {
      stat = fs.statSync(this.path, { throwIfNoEntry: false });
    } catch {
      // A directory on the way that may not be entered any more: the path leads nowhere for us.
    }
    if (!stat) return "removed";
    return stat.ino === this.#inode && stat.dev === this.#device ? "same" : "replaced";
  }

  /** The layout the file names. Throws E_MAP_SHORT, E_MAP_FORMAT or E_MAP_VERSION. */
  detect(): Layout {
    return detectLayout(this.read(0, largestHeader), this.path);
  }

  /** A copy of the header and, unless `headerOnly`, of the objects that it counts and the file holds. */
  snapshot(headerOnly = false): Snapshot {
    const size = this.size();
    const header = this.read(0, Math.min(size, largestHeader));
    const layout = detectLayout(header, this.path);
    const snapshot = new Snapshot(layout, header, size);
    const objects = snapshot.objectsInHeader;
    if (headerOnly || objects <= 0) return snapshot;
    const length = Math.min(size, layout.headerSize + objects * layout.objectSize);
    if (length > MOST_BYTES)
      throw new HaluaError(
        "E_MAP_FORMAT",
        `${this.path}: counts ${objects} objects, that is ${length} bytes, and halua reads up to ${MOST_BYTES}; the file is damaged, let HAProxy make it anew`,
      );
    // The header again, in the same call: a slot and the objects it uses belong together.
    const bytes = this.read(0, length);
    return new Snapshot(detectLayout(bytes, this.path), bytes, size, (offset, count) =>
      this.#open ? this.read(offset, count) : undefined,
    );
  }

  /**
   * Waits, for 100 ms at most, while the file looks as if another process were
   * just making it: HAProxy appends zeros first and writes the version then.
   */
  awaitHeader(): void {
    for (let tries = MAKING_TRIES; tries > 0; tries--) {
      const bytes = this.read(0, largestHeader);
      if (bytes.length > 0 && bytes.some((byte) => byte !== 0)) return;
      if (this.size() > largestHeader) return;
      Atomics.wait(sleeper, 0, 0, MAKING_WAIT_MS);
    }
  }

  /** Up to `length` bytes from `offset`, fewer at the end of the file. Throws E_MAP_ACCESS. */
  read(offset: number, length: number): Buffer {
    const bytes = Buffer.from(new ArrayBuffer((length + 7) & ~7), 0, length);
    let filled = 0;
    try {
      while (filled < length) {
        const count = fs.readSync(this.fd, bytes, filled, length - filled, offset + filled);
        if (count === 0) break;
        filled += count;
      }
    } catch (error) {
      throw new HaluaError("E_MAP_ACCESS", `${this.path}: cannot read it: ${reasonOf(error)}`);
    }
    return filled === length ? bytes : bytes.subarray(0, filled);
  }

  /** Makes the file larger by zeros. Appending is what keeps two growers from shrinking each other's work. */
  append(zeros: number): void {
    const chunk = Buffer.alloc(Math.min(zeros, 65_536));
    try {
      for (let left = zeros; left > 0;) left -= fs.writeSync(this.fd, chunk, 0, Math.min(left, chunk.length));
    } catch (error) {
      throw new HaluaError(
        "E_MAP_FULL",
        `${this.path}: cannot make it larger by ${zeros} bytes: ${reasonOf(error)}; free some space`,
      );
    }
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    fs.closeSync(this.fd);
  }
}

/** A write may stop short of its end where the file system is full; the next one then says so. */
function writeAll(fd: number, content: Buffer): void {
  for (let at = 0; at < content.length;) at += fs.writeSync(fd, content, at);
}

function checkSafe(path: string, stat: fs.Stats, rules: FileRules, what: string): void {
  if (!stat.isFile())
    throw new HaluaError(
      "E_MAP_UNSAFE",
      `${path}: is a ${kindOf(stat)}, only a regular file can be a ${what}; name the file itself`,
    );
  const self = process.geteuid?.();
  if (!rules.allowForeignOwner && self !== undefined && stat.uid !== self)
    throw new HaluaError(
      "E_MAP_UNSAFE",
      `${path}: belongs to user id ${stat.uid}, this process runs as ${self}; run as that user, or allow foreign owners`,
    );
}

function kindOf(stat: fs.Stats): string {
  if (stat.isDirectory()) return "directory";
  if (stat.isFIFO()) return "FIFO";
  if (stat.isSocket()) return "socket";
  return "device";
}

function openError(path: string, error: unknown, rules: FileRules, what: string): HaluaError {
  const code = codeOf(error);
  if (code === "ELOOP" && !rules.allowSymlink)
    return new HaluaError(
      "E_MAP_UNSAFE",
      `${path}: is a symbolic link, only the file itself is taken; name the file, or allow symbolic links`,
    );
  if (code === "EISDIR")
    return new HaluaError(
      "E_MAP_UNSAFE",
      `${path}: is a directory, only a regular file can be a ${what}; name the file itself`,
    );
  const wayOut =
    code === "ENOENT"
      ? 'start HAProxy with "shm-stats-file", or check the path'
      : "check the path and its permissions";
  return new HaluaError("E_MAP_OPEN", `${path}: cannot open it: ${reasonOf(error)}; ${wayOut}`, {
    cause: error,
  });
}

/** The errno name of a system error, or undefined. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** A system error in the words of strerror, without path and call; any other error's first line. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const prefix = `${codeOf(error) ?? ""}: `;
  const end = message.indexOf(", ");
  if (message.startsWith(prefix) && end !== -1) return message.slice(prefix.length, end);
  return message.split("\n", 1)[0] ?? message;
}
