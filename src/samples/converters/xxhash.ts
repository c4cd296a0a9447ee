import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * The older xxHashes, by the WebAssembly of the package xxhash-wasm. Its own
 * JavaScript gives them asynchronously only; a module that waits while it loads
 * cannot be required, and loads twice where somebody tries.
 */
interface Exports {
  readonly mem: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly xxh32: (pointer: number, length: number, seed: number) => number;
  readonly xxh64: (pointer: number, length: number, seed: bigint) => bigint;
}

const pageBytes = 65_536;

let loaded: Exports | undefined;

function load(): Exports {
  const folder = dirname(createRequire(import.meta.url).resolve("xxhash-wasm"));
  const module = new WebAssembly.Module(readFileSync(join(folder, "../workerd/xxhash.wasm")));
  return new WebAssembly.Instance(module, {}).exports as Exports;
}

/** The library with `bytes` at the start of its memory. */
function holding(bytes: Uint8Array): Exports {
  loaded ??= load();
  const missing = bytes.length - loaded.mem.buffer.byteLength;
  if (missing > 0) loaded.mem.grow(Math.ceil(missing / pageBytes));
  new Uint8Array(loaded.mem.buffer).set(bytes);
  return loaded;
}

/** XXH32 of `bytes`, with a seed of 32 bits. */
export function xxh32(bytes: Uint8Array, seed: number): number {
  return holding(bytes).xxh32(0, bytes.length, seed) >>> 0;
}

/** XXH64 of `bytes`, with a seed of 64 bits. */
export function xxh64(bytes: Uint8Array, seed: bigint): bigint {
  return BigInt.asUintN(64, holding(bytes).xxh64(0, bytes.length, seed));
}
