/**
 * Where everything lies in a companion file, `<map>.halua`: scripts' own
 * figures. doc/internals/companion.md shows the same as a table and says why.
 * All offsets are bytes; everything is little-endian.
 */

/** What the file begins with. */
export const MAGIC = "haluacnt";

/** The version of this layout; another one is refused. */
export const COMPANION_VERSION = 1;

/** The header's fields, 32 bits each but for the magic. */
export const header = { magic: 0, version: 8, slots: 12, names: 16, entrySize: 20 } as const;

/** One place a slot of the map: `users` of the map has a bit for each. */
export const SLOTS = 64;

/** How many names there is room for. */
export const MAX_NAMES = 256;

/** The bytes a name may have; one more is its end. */
export const MAX_NAME_BYTES = 63;

/** A slot's owner: epoch and process id in one word of 64 bits, then the heartbeat it gave last. */
export const owners = { offset: 64, size: 16, heartbeat: 8 } as const;

/** An entry: what its name hashes to, the name, and from `cells` on a cell a slot. */
export const entry = { hash: 0, name: 8, nameSize: MAX_NAME_BYTES + 1, cells: 128 } as const;

/** A cell, words of 64 bits: the figure, what it is shown relative to, and whose it is. */
export const cell = { value: 0, base: 8, epoch: 16, size: 24 } as const;

export const ENTRY_SIZE = entry.cells + SLOTS * cell.size;

export const ENTRIES_OFFSET = 1152;

/** The file never grows: all of it is written when it is made. */
export const COMPANION_SIZE = ENTRIES_OFFSET + MAX_NAMES * ENTRY_SIZE;

/** Which kind of figure stands behind a name. A counter only goes up; a gauge is what was set last. */
export type MetricKind = "counter" | "gauge";

/** The bytes of a new file. */
export function newCompanion(): Buffer {
  const bytes = Buffer.alloc(COMPANION_SIZE);
  bytes.write(MAGIC, header.magic, "latin1");
  bytes.writeUInt32LE(COMPANION_VERSION, header.version);
  bytes.writeUInt32LE(SLOTS, header.slots);
  bytes.writeUInt32LE(MAX_NAMES, header.names);
  bytes.writeUInt32LE(ENTRY_SIZE, header.entrySize);
  return bytes;
}
