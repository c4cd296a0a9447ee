import type { Requester } from "./types.ts";

/** Why an operational state changes: somebody asked, a check says so, or another server did it first. */
export type Cause =
  | { readonly kind: "none" }
  | { readonly kind: "request"; readonly by: Requester }
  | { readonly kind: "check" | "agent"; readonly detail: string };

export const noCause: Cause = { kind: "none" };

/** What HAProxy calls the cause of an operational change. */
const causes: Record<Requester, string> = {
  lua: "changed from Lua script",
  cli: "changed from CLI",
  web: "changed from Web interface",
};

/** As events have it; "" where nobody asked for the change. */
export function causeName(cause: Cause): string {
  return cause.kind === "request" ? causes[cause.by] : "";
}

/** As it stands in messages, behind what has changed. */
export function causeDetail(cause: Cause): string {
  switch (cause.kind) {
    case "none":
      return "";
    case "request":
      return `, ${causes[cause.by]}`;
    default:
      return cause.detail;
  }
}
