/** What a check found: `failed`, `passed`, passed on the condition that no new clients come, or nothing. */
type CheckVerdict = "failed" | "passed" | "conditional" | "neutral";

interface CheckStatus {
  readonly verdict: CheckVerdict;
  readonly short: string;
  readonly desc: string;
  /** An answer came that was understood, so there is a code to show. */
  readonly hasCode: boolean;
}

function status(verdict: CheckVerdict, short: string, desc: string, hasCode = false): CheckStatus {
  return { verdict, short, desc, hasCode };
}

/** HAProxy's statuses of checks (check_statuses in check.c). */
export const checkStatuses = {
  CHECKED: status("neutral", "CHECKED", "No status change"),
  HANA: status("failed", "HANA", "Health analyze"),
  SOCKERR: status("failed", "SOCKERR", "Socket error"),
  L4OK: status("passed", "L4OK", "Layer4 check passed"),
  L4TOUT: status("failed", "L4TOUT", "Layer4 timeout"),
  L4CON: status("failed", "L4CON", "Layer4 connection problem"),
  L6OK: status("passed", "L6OK", "Layer6 check passed"),
  L6TOUT: status("failed", "L6TOUT", "Layer6 timeout"),
  L6RSP: status("failed", "L6RSP", "Layer6 invalid response"),
  L7TOUT: status("failed", "L7TOUT", "Layer7 timeout"),
  L7RSP: status("failed", "L7RSP", "Layer7 invalid response"),
  L7OK: status("passed", "L7OK", "Layer7 check passed", true),
  L7OKC: status("conditional", "L7OKC", "Layer7 check conditionally passed", true),
  L7STS: status("failed", "L7STS", "Layer7 wrong status", true),
  PROCERR: status("failed", "PROCERR", "External check error", true),
  PROCTOUT: status("failed", "PROCTOUT", "External check timeout", true),
  PROCOK: status("passed", "PROCOK", "External check passed", true),
} as const satisfies Record<string, CheckStatus>;

export type CheckStatusName = keyof typeof checkStatuses;

/** How a check ended. */
export interface CheckOutcome {
  readonly status: CheckStatusName;
  /** What the server said, or the system; "" for nothing. */
  readonly info: string;
  /** What the log of checks tells in place of it: HAProxy forgets what packets said of a good server at once. */
  readonly logged?: string;
  /** Of an answer; 0 where it has none. */
  readonly code?: number;
}

/** How long a description of a check's end may be (HCHK_DESC_LEN, with its NUL). */
export const longestInfo = 127;
