import type { LocalReply } from "../stream/transaction.ts";
import type { Session } from "../stream/session.ts";
import type { Stream } from "../stream/stream.ts";

/**
 * What one rule decides (act_return in action-t.h).
 *
 * - `continue`: the next rule
 * - `stop`: the rest of this list is left out (allow, accept, act.STOP)
 * - `done`: processing of the message ends, it goes on to its destination (act.DONE)
 * - `wait`, or a {@link Pause}: call again when there is news: data is missing, or act.YIELD
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
  | Pause
  | "reject"
  | "close"
  | "silent-drop"
  | "deny"
  | "error"
  | "invalid"
  | "abort"
  | Answer;

/** As `wait`, and call again after so many milliseconds even without news (act.wake_time). */
export interface Pause {
  readonly wakeAfterMs: number;
}

/** An answer made here. */
export interface Answer {
  /** Undefined: nothing is sent, the connection is closed (an empty errorfile). */
  readonly reply: LocalReply | undefined;
  /** What ends with it: how it is counted and logged. */
  readonly kind: "return" | "deny" | "tarpit" | "redirect" | "auth" | "script" | "error" | "monitor";
}

/**
 * What a list of rules decides, once its outcome has been counted and noted in
 * the stream's end state; see `run-rules.ts`.
 *
 * - `continue`: all rules have had their say, or one ended the list
 * - `done`: the same, and what follows in the message's processing is left out too
 * - `wait`: step again at news, or at {@link RuleProgress.wakeAt}
 * - `reject`: break the connection off; `silent-drop`: the same without a word to the client
 * - `close`: shut the server's side, let what has come pass
 * - `abort`: the stream has been answered or ended already
 * - an answer: send it, and nothing of the message goes further
 */
export type Decision = "continue" | "done" | "wait" | "reject" | "close" | "silent-drop" | "abort" | Answer;

/** Where a rule runs. */
export interface RuleContext {
  readonly session: Session;
  /** Undefined in tcp-request connection and session rules. */
  readonly stream: Stream | undefined;
  readonly direction: "request" | "response";
  /** No more data will come, or the inspect-delay is over: what is missing now stays missing (SMP_OPT_FINAL). Always so in HTTP rules. */
  readonly final: boolean;
  /** An action may answer `wait` (no ACT_OPT_FINAL): not after the inspect-delay, nor when the client is gone, nor in http-after-response. */
  readonly mayWait: boolean;
  /** It may not because the rules have to end early, which is no fault of a script that would wait. */
  readonly cutShort?: boolean;
  /** Until when a script may wait, in milliseconds of the monotonic clock; undefined: as long as it likes. */
  readonly waitsUntil?: number | undefined;
}

/** Where a list of rules stands. A rule that waits keeps here when it wants to be called again. */
export interface RuleProgress {
  /** Monotonic milliseconds of the latest moment for the next step; undefined: at news only. Reset for each rule. */
  wakeAt: number | undefined;
  /** Whether a rule is called for the first time, not again after it waited (ACT_OPT_FIRST). */
  readonly isFirst: boolean;
  /** `strict-mode`: a rewrite that fails ends the message. Each list begins strict. */
  strict: boolean;
}

/** A rule that has been prepared. */
export interface CompiledRule {
  readonly location: { readonly file: string; readonly line: number };
  /** Whether the rule applies; `missing` when that cannot be told before more data has come. */
  applies(context: RuleContext): boolean | "missing";
  run(context: RuleContext, progress: RuleProgress): Outcome | Promise<Outcome>;
}
