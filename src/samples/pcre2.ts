import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";

/**
 * PCRE2 itself, compiled to WebAssembly by the package
 * @stephen-riley/pcre2-wasm, driven without that package's own JavaScript:
 * that one loads asynchronously and puts handlers for uncaught errors into the
 * process. The library works on 16-bit units in UTF mode; a byte string, one
 * unit a byte, goes in as it is, and offsets are byte offsets.
 */

/** The functions of the compiled library. Pointers, sizes and codes are numbers. */
interface Exports {
  readonly _compile: (pattern: number, length: number, flags: number) => number;
  readonly _lastErrorMessage: (buffer: number, units: number) => number;
  readonly _lastErrorOffset: () => number;
  readonly _createMatchData: (code: number) => number;
  readonly _match: (code: number, subject: number, length: number, offset: number, data: number) => number;
  readonly _getOvectorPointer: (data: number) => number;
  readonly _destroyCode: (code: number) => void;
  readonly _destroyMatchData: (data: number) => void;
  readonly _malloc: (bytes: number) => number;
  readonly _free: (pointer: number) => void;
  readonly _version: (buffer: number) => number;
}

/** Where the build of the pinned package has its data; its own loader sets the same two words. */
const heapTopPointer = 117_184;
const heapStart = 5_360_256;

/** The memory that the build declares: 16 MB, which do not grow. */
const pages = 256;
const pageBytes = 65_536;

/** How much text of a message or a version is taken, in units; PCRE2's longest message has about 120. */
const textUnits = 256;

let compiled: WebAssembly.Module | undefined;

/**
 * Keeps V8 from compiling the library again with its optimizing compiler. For
 * PCRE2's matching function, one of thousands of branches, that takes seconds
 * of a core, for which a process that ends has to wait; and a call of the
 * outcome takes many times as long as before, most matches being short.
 */
const asItIs = ["--liftoff", "--no-wasm-tier-up", "--no-wasm-dynamic-tiering", "--liftoff-only"];

function library(): WebAssembly.Module {
  if (compiled) return compiled;
  asItIs.forEach((flag) => setFlagsFromString(flag));
  const path = createRequire(import.meta.url).resolve("@stephen-riley/pcre2-wasm/dist/libpcre2.wasm");
  return (compiled = new WebAssembly.Module(readFileSync(path)));
}

/** A compiled pattern in the memory of one {@link Pcre2}. */
export interface Code {
  readonly library: Pcre2;
  readonly pointer: number;
}

/** Why a pattern does not compile. */
export interface CompileFault {
  readonly message: string;
  /** The byte at which the compiler gave up, from 0. */
  readonly offset: number;
  readonly outOfMemory: boolean;
}

/** One instance of the library, with a memory of its own. */
export class Pcre2 {
  readonly #exports: Exports;
  readonly #units: Uint16Array;
  readonly #words: Uint32Array;
  /** The text that is being matched; grows as needed. */
  #subject = { pointer: 0, units: 0 };
  readonly #text: number;

  constructor() {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const refuse = (): never => {
      throw new Error("PCRE2 has left its own memory");
    };
    const bytes = new Uint8Array(memory.buffer);
    const instance = new WebAssembly.Instance(library(), {
      env: {
        memory,
        table: new WebAssembly.Table({ initial: 4, maximum: 4, element: "anyfunc" }),
        __table_base: 0,
        abortStackOverflow: refuse,
        nullFunc_vii: refuse,
        nullFunc_iii: refuse,
        _emscripten_get_heap_size: () => pages * pageBytes,
        // No growth: the caller gets a null pointer and says so.
        _emscripten_resize_heap: () => 0,
        _emscripten_memcpy_big: (to: number, from: number, count: number) => {
          bytes.copyWithin(to, from, from + count);
          return to;
        },
      },
    });
    this.#exports = instance.exports as Exports;
    this.#units = new Uint16Array(memory.buffer);
    this.#words = new Uint32Array(memory.buffer);
    this.#words[heapTopPointer >> 2] = heapStart;
    this.#text = this.#exports._malloc(textUnits * 2);
  }

  /** Whether so much is taken that matches could lack room to work in. */
  get isFull(): boolean {
    return (this.#words[heapTopPointer >> 2] ?? 0) > (pages * pageBytes) / 2;
  }

  /** The release, e.g. `10.34 2019-11-21`. */
  get version(): string {
    const units = this.#exports._version(this.#text);
    return this.#read(this.#text, Math.min(units, textUnits) - 1);
  }

  /** Compiles `pattern`, a byte string. `caseless` ignores the case of ASCII letters. */
  compile(pattern: string, caseless: boolean): Code | CompileFault {
    const { _malloc, _free, _compile, _lastErrorMessage, _lastErrorOffset } = this.#exports;
    const at = _malloc(pattern.length * 2 + 4);
    if (at === 0) return { message: "failed to allocate heap memory", offset: 0, outOfMemory: true };
    this.#write(at, pattern);
    // The flags follow the pattern, as a C string: one unit holds the letter and its end.
    const flags = at + pattern.length * 2;
    this.#units[flags >> 1] = caseless ? "i".charCodeAt(0) : 0;
    const pointer = _compile(at, pattern.length, flags);
    _free(at);
    if (pointer !== 0) return { library: this, pointer };
    const message = this.#read(this.#text, _lastErrorMessage(this.#text, textUnits));
    return {
      message,
      offset: _lastErrorOffset(),
      outOfMemory: message.startsWith("failed to allocate heap"),
    };
  }

  /** Room for the result of a match of `code`; to be given back with {@link Pcre2.release}. */
  matchData(code: number): number {
    return this.#exports._createMatchData(code);
  }

  /**
   * Matches `subject`, a byte string. Gives how many pairs of offsets the
   * library has set (the whole and the groups up to the last that took part),
   * 0 for no match. A match that would take more steps or memory than PCRE2
   * allows by default is none, as in HAProxy.
   */
  match(code: number, data: number, subject: string, offset = 0): number {
    const at = this.#room(subject.length);
    if (at === 0 || data === 0) return 0;
    this.#write(at, subject);
    const count = this.#exports._match(code, at, subject.length, offset, data) | 0;
    return Math.max(0, count);
  }

  /** The start and end of pair `i` of a match, in bytes; undefined for a group that took no part. */
  span(data: number, i: number): readonly [start: number, end: number] | undefined {
    const at = (this.#exports._getOvectorPointer(data) >> 2) + 2 * i;
    const start = this.#words[at] ?? 0xffff_ffff;
    return start === 0xffff_ffff ? undefined : [start, this.#words[at + 1] ?? start];
  }

  /** Gives memory back. */
  release(code: number, data: number): void {
    if (data !== 0) this.#exports._destroyMatchData(data);
    this.#exports._destroyCode(code);
  }

  #room(units: number): number {
    if (this.#subject.units < units || this.#subject.pointer === 0) {
      this.#exports._free(this.#subject.pointer);
      const size = Math.max(256, 2 ** Math.ceil(Math.log2(units + 1)));
      this.#subject = { pointer: this.#exports._malloc(size * 2), units: size };
    }
    return this.#subject.pointer;
  }

  #write(at: number, text: string): void {
    const units = this.#units;
    for (let i = 0, to = at >> 1; i < text.length; i++, to++) units[to] = text.charCodeAt(i);
  }

  #read(at: number, length: number): string {
    return String.fromCharCode(...this.#units.subarray(at >> 1, (at >> 1) + Math.max(0, length)));
  }
}
