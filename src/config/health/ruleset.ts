/**
 * Rules of health checks while they are being read, and what they are when all
 * is read: a connection in front, what is expected of HTTP where nothing is
 * said, comments at the steps that they are about.
 * Source: tcpcheck_add_http_rule() and check_tcpcheck_ruleset() of tcpcheck.c.
 */
import { Refused } from "../diagnostics.ts";
import type {
  CheckProtocol,
  CheckStep,
  ConnectStep,
  ExpectStep,
  HealthCheck,
  SendHttpStep,
} from "../types/checks.ts";

/** A comment in a line of its own. */
export interface CommentStep {
  readonly kind: "comment";
  readonly index: number;
  readonly comment: string;
}

/** The request of `option httpchk`, which a `send` line is merged with. */
type ImpliedSend = SendHttpStep & { readonly fromOption?: true };

export type StepDraft = Exclude<CheckStep, SendHttpStep> | ImpliedSend | CommentStep;

export interface CheckRuleset {
  readonly protocol: CheckProtocol;
  readonly steps: StepDraft[];
  acceptsNotFound: boolean;
  sendsState: boolean;
}

/** What a section says of checks. */
export interface CheckDraft {
  /** The rules in force, which proxies inherit; undefined: only a connection. */
  active: CheckRuleset | undefined;
  /** The rules of the section's own lines. */
  readonly own: { tcp?: CheckRuleset; http?: CheckRuleset };
  /** There are lines of rules whose option is not set. */
  readonly idle: { tcp: boolean; http: boolean };
}

export function createCheckDraft(active?: CheckRuleset): CheckDraft {
  return { active, own: {}, idle: { tcp: false, http: false } };
}

export function createRuleset(protocol: CheckProtocol): CheckRuleset {
  return { protocol, steps: [], acceptsNotFound: false, sendsState: false };
}

const isImplied = (step: StepDraft | undefined): boolean =>
  step?.kind === "send-http" && step.fromOption === true;

/** Steps that deal with the server. */
const deals = (step: StepDraft): boolean => step.kind !== "comment" && step.kind !== "action";

/** The number of the next line. */
export function nextIndex({ steps }: CheckRuleset): number {
  const last = steps.at(-1);
  return !last || isImplied(last) ? 0 : last.index + 1;
}

/** A step without what only its reading needs to know. */
function plain(step: ImpliedSend): SendHttpStep {
  const copy: { -readonly [K in keyof ImpliedSend]: ImpliedSend[K] } = { ...step };
  delete copy.fromOption;
  return copy;
}

/** What `from` says takes the place of what `into` says. */
function merged(into: ImpliedSend, from: ImpliedSend): SendHttpStep {
  return {
    ...plain(into),
    ...(from.method !== undefined && { method: from.method }),
    ...(from.uri !== undefined && { uri: from.uri }),
    ...(from.version !== undefined && { version: from.version }),
    ...(from.headers.length > 0 && { headers: from.headers }),
    ...(from.body !== undefined && { body: from.body }),
  };
}

/** Puts in the request of `option httpchk`. */
export function addImpliedSend({ steps }: CheckRuleset, send: SendHttpStep): void {
  const dealing = steps.filter(deals);
  const first = dealing[0]?.kind === "connect" ? dealing[1] : dealing[0];
  if (first?.kind === "send-http" && !first.fromOption) {
    steps[steps.indexOf(first)] = merged(first, send);
    return;
  }
  if (first && isImplied(first)) steps.splice(steps.indexOf(first), 1);
  steps.unshift({ ...send, fromOption: true });
}

/** Adds a line's step to rules of HTTP, which have an order. @throws Refused */
export function addHttpStep({ steps }: CheckRuleset, step: StepDraft): void {
  const last = steps.findLast(deals);
  if (last && !isImplied(last)) {
    const missing = missingBefore(step, last);
    if (missing !== undefined) {
      throw new Refused(
        `unable to add http-check ${missing[0]} rule at step ${step.index + 1} (missing ${missing[1]} rule).`,
      );
    }
  }
  const first = steps.find(deals);
  if (step.kind === "send-http" && first?.kind === "send-http" && first.fromOption) {
    steps.splice(steps.indexOf(first), 1);
    steps.push(merged(first, step));
    return;
  }
  steps.push(step);
}

function missingBefore(step: StepDraft, { kind: last }: StepDraft): readonly [string, string] | undefined {
  if (step.kind === "send-http" && last !== "connect") return ["send", "connect"];
  if (step.kind === "expect" && last !== "send-http" && last !== "expect") return ["expect", "send"];
  if (step.kind === "connect" && last !== "expect") return ["connect", "expect"];
  return undefined;
}

const implicitConnect: ConnectStep = {
  kind: "connect",
  index: 0,
  implicit: true,
  asServer: true,
  sendProxy: false,
  tls: false,
};

/** What an HTTP check expects where nothing is said. */
const fine = { type: "status", ranges: [[200, 399]] } as const;

/** The rules when all is read. */
export function completed(ruleset: CheckRuleset | undefined): HealthCheck {
  const { protocol, acceptsNotFound, sendsState } = ruleset ?? createRuleset("connect");
  const steps = [...(ruleset?.steps ?? [])];
  if (protocol === "http") completeHttp(steps);
  const first = steps.find(deals);
  if (first?.kind !== "connect") steps.unshift(implicitConnect);
  return { protocol, steps: withComments(steps), acceptsNotFound, sendsState };
}

function completeHttp(steps: StepDraft[]): void {
  const [first, second] = steps.filter(deals);
  if (first && isImplied(first) && second?.kind === "connect") {
    steps.splice(steps.indexOf(first), 1);
    steps.splice(steps.indexOf(second) + 1, 0, { ...first, index: second.index + 1 });
  }
  const last = steps.findLast(deals);
  if (last?.kind !== "send-http") return;
  const expect: ExpectStep = {
    kind: "expect",
    index: last.index + 1,
    negated: false,
    expectation: fine,
    least: -1,
  };
  steps.push(expect);
}

/** A comment is about the steps of one kind that follow it; a connection is one step. */
function withComments(steps: readonly StepDraft[]): CheckStep[] {
  const result: CheckStep[] = [];
  let comment: string | undefined;
  let before: StepDraft["kind"] = "comment";
  for (const step of steps) {
    if (step.kind !== before && before !== "comment") comment = undefined;
    before = step.kind;
    if (step.kind === "comment") {
      ({ comment } = step);
      continue;
    }
    const about = step.kind === "action" ? undefined : (step.comment ?? comment);
    const rest = step.kind === "send-http" ? plain(step) : step;
    result.push({ ...rest, ...(about !== undefined && { comment: about }) });
    if (step.kind === "connect" || step.kind === "action") comment = undefined;
  }
  return result;
}
