import type { LocalReply } from "../stream/transaction.ts";
import type { Session } from "../stream/session.ts";
import type { Stream } from "../stream/stream.ts";

/**
 * What one rule decides (act_return in action-t.h).
 *
 * - `continue`: the next rule
 * - `stop`: the rest of this list is left out (allow, accept, act.STOP)
 * - `done`: processing of the message ends, it goes on to its destination (act.DONE)
 * - `wait`: call again when there is news: data is missing, or act.YIELD
 * - `reject`, `close`, `silent-drop`: of tcp rules
 * - `deny`, `error`, `invalid`: HAProxy's page for 403, 500, 400 (502 on responses)
 * - `abort`: the answer counts as sent, or the stream has been ended
 * - a reply: what the client gets instead
 */
export type Outcome =
  | "continue"
  | "stop"
  | "done"
  | "wait"
  | "reject"
  | "close"
  | "silent-drop"
  | "deny"
  | "error"
  | "invalid"
  | "abort"
  | Answer;

/** An answer made here. */
export interface Answer {
  readonly reply: LocalReply;
  /** What ends with it: how it is counted and logged. */
  readonly kind: "return" | "deny" | "tarpit" | "redirect" | "auth" | "script";
}

/** Where a rule runs. */
export interface RuleContext {
  readonly session: Session;
  /** Undefined in tcp-request connection and session rules. */
  readonly stream: Stream | undefined;
  readonly direction: "request" | "response";
  /** No more data will come, or the inspect-delay is over: what is missing now stays missing, and nothing may wait. */
  readonly final: boolean;
}

/** A rule that has been prepared. */
export interface CompiledRule {
  readonly location: { readonly file: string; readonly line: number };
  /** Whether the rule applies; `missing` when that cannot be told before more data has come. */
  applies(context: RuleContext): boolean | "missing";
  run(context: RuleContext): Outcome | Promise<Outcome>;
}
