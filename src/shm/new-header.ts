import type { Time } from "../time.ts";
import type { Layout } from "./layout.ts";
import { startingNs } from "./shared-clock.ts";
import { tickOfNs } from "./ticks.ts";

/** The bytes a new file of this version starts with: no slots, no objects, and a clock about to wrap, as HAProxy makes it. */
export function newHeader(layout: Layout, time: Time): Buffer {
  const header = Buffer.alloc(layout.headerSize);
  const monotonic = time.monotonicNs();
  const ns = startingNs(monotonic);
  header[0] = layout.major;
  header[1] = layout.minor;
  header.writeBigUInt64LE(ns, layout.nowNsOffset);
  header.writeUInt32LE(tickOfNs(ns), layout.nowMsOffset);
  if (layout.nowOffsetOffset !== undefined) header.writeBigInt64LE(ns - monotonic, layout.nowOffsetOffset);
  return header;
}
