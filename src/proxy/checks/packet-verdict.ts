import type { CheckStatusName } from "./check-outcome.ts";

/** What a packet says: `more` must come to tell, it is fine (and what it tells of the server), or what is wrong. */
export type PacketVerdict =
  | "more"
  | { readonly fine: string }
  | { readonly status: CheckStatusName; readonly info: string; readonly code: number };

/** How a packet is judged. `whole`: nothing will come behind the bytes. */
export type JudgePacket = (bytes: Buffer, whole: boolean) => PacketVerdict;
