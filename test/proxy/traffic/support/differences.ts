import type { Outcome } from "./play.ts";

/** What halua does otherwise than HAProxy 3.5-dev5 in the scenario: what it does, and why. */
export const differences: Readonly<Record<string, Partial<Outcome> & { readonly reason: string }>> = {
  "/silent": {
    answer: ["", "<end>"],
    reason: "silent-drop: without TCP_REPAIR, which Node does not have, the client learns of the end",
  },
  "ends while its payload is awaited": {
    log: ['fe be/<NOSRV> 400 0 61 CR-- - - 0 0/0 {} {} "POST /body HTTP/1.1"'],
    reason: "the cookie of a request that is cut short is not looked at",
  },
};
