/** What is made of an `expect` step (tcpcheck_eval_expect() and its kin in tcpcheck.c). */
import type { Expectation, ExpectStep, HeaderMatch } from "../../config/types.ts";
import { RegularExpression } from "../../samples/index.ts";
import type { Expressions } from "../expressions/expressions.ts";
import type { SamplePlace } from "../expressions/sample-context.ts";
import type { Headers } from "../http/headers.ts";
import { lowerCase } from "../http/text.ts";
import { HttpAnswer, type RawAnswer } from "./check-answer.ts";
import type { CheckStatusName } from "./check-outcome.ts";
import type { JudgePacket } from "./packet-verdict.ts";
import { packetJudges } from "./packets.ts";

/** How an answer is judged. */
export type Verdict =
  /** More must come to tell. */
  | { readonly kind: "wait" }
  /** `info` goes before what the step has to say. */
  | { readonly kind: "passed"; readonly info?: string }
  /** `info` says it all; without, `onError` or the step's own words do. */
  | {
      readonly kind: "failed";
      readonly status: CheckStatusName;
      readonly info?: string;
      readonly code?: number;
      /** A pattern was found that must not be there. */
      readonly unwanted?: boolean;
    };

export type Judge = (answer: RawAnswer | HttpAnswer, place: SamplePlace) => Verdict;

const wait: Verdict = { kind: "wait" };
const passed: Verdict = { kind: "passed" };
const emptyFormat: Verdict = {
  kind: "failed",
  status: "L7RSP",
  info: "log-format string evaluated to an empty string",
};

function compile(pattern: string, ignoreCase = false): RegularExpression {
  const compiled = RegularExpression.compile(pattern, ignoreCase);
  if (typeof compiled === "string") throw new TypeError(`checked before: ${compiled}`);
  return compiled;
}

/** Prepares an `expect` step. */
export function compileExpect(step: ExpectStep, expressions: Expressions): Judge {
  const { expectation } = step;
  switch (expectation.type) {
    case "status":
    case "status-regex":
      return judgeStatus(step, expectation);
    case "header":
      return judgeHeader(step, expectation, expressions);
    case "packet":
      return judgePacket(step, packetJudges[expectation.packet]);
    case "text":
    case "binary":
    case "format":
    case "regex":
    case "binary-regex":
      return judgeContent(step, contentOf(expectation, expressions));
  }
}

/** A verdict on what stands in front of the payload. */
function ofHead(step: ExpectStep, matches: boolean, reason: string): Verdict {
  if (matches !== step.negated) return passed;
  return {
    kind: "failed",
    status: step.errorStatus ?? "L7STS",
    ...(!step.onError && reason !== "" && { info: reason }),
  };
}

function judgeStatus(
  step: ExpectStep,
  expectation: Extract<Expectation, { type: "status" | "status-regex" }>,
): Judge {
  const regex = expectation.type === "status-regex" ? compile(expectation.regex) : undefined;
  const ranges = expectation.type === "status" ? expectation.ranges : [];
  return ({ head }) => {
    if (!head) return wait;
    const { status } = head;
    const matches = regex
      ? regex.test(String(status))
      : ranges.some(([low, high]) => status >= low && status <= high);
    return ofHead(step, matches, head.reason);
  };
}

type Compare = (text: string) => boolean;

/** What is compared with at a place; undefined where a format gives nothing. Names are compared without regard to case. */
function comparer(
  { method, pattern }: HeaderMatch,
  isName: boolean,
  expressions: Expressions,
): (place: SamplePlace) => Compare | undefined {
  if (typeof pattern !== "string") {
    const format = expressions.format(pattern);
    return (place) => {
      const text = format(place);
      return text === "" ? undefined : comparison(method, isName ? lowerCase(text) : text);
    };
  }
  if (method === "reg") {
    const regex = compile(pattern, isName);
    return () => (text) => regex.test(text);
  }
  const compare = comparison(method, isName ? lowerCase(pattern) : pattern);
  return () => compare;
}

/** Formats are no regular expressions. */
function comparison(method: HeaderMatch["method"], wanted: string): Compare {
  switch (method) {
    case "beg":
      return (text) => text.startsWith(wanted);
    case "end":
      return (text) => text.endsWith(wanted);
    case "sub":
      return (text) => text.includes(wanted);
    case "str":
    case "reg":
      return (text) => text === wanted;
  }
}

function judgeHeader(
  step: ExpectStep,
  { name, value, full }: Extract<Expectation, { type: "header" }>,
  expressions: Expressions,
): Judge {
  const nameAt = comparer(name, true, expressions);
  const valueAt = value && comparer(value, false, expressions);
  return ({ head }, place) => {
    if (!head) return wait;
    const ofName = nameAt(place);
    const ofValue = valueAt?.(place);
    if (!ofName || (valueAt && !ofValue)) return emptyFormat;
    return ofHead(step, hasHeader(head.headers, ofName, ofValue, full), head.reason);
  };
}

function hasHeader(headers: Headers, ofName: Compare, ofValue: Compare | undefined, full: boolean): boolean {
  for (let i = 0; i < headers.length; i++) {
    if (!ofName(headers.name(i))) continue;
    if (!ofValue || (full && ofValue(headers.value(i).trim()))) return true;
    if (full) continue;
    for (const { line, value } of headers.values(headers.name(i))) {
      if (line === i && ofValue(value)) return true;
    }
  }
  return false;
}

function judgePacket(step: ExpectStep, judge: JudgePacket): Judge {
  return (answer) => {
    if (answer instanceof HttpAnswer || answer.isEmpty)
      return { kind: "failed", status: step.errorStatus ?? "L7RSP" };
    const verdict = judge(answer.peek(), answer.isWhole);
    if (verdict === "more") return wait;
    if ("fine" in verdict) return { kind: "passed", info: verdict.fine };
    const { status, info, code } = verdict;
    return { kind: "failed", status, code, ...(info !== "" && { info }) };
  };
}

/** What must be found in an answer. */
interface Content {
  /** How many bytes there must be before it can be told that it is not there. */
  readonly least: number;
  isIn(text: string): boolean;
}

type ContentAt = (place: SamplePlace) => Content | { readonly fault: string };

function contentOf(
  expectation: Extract<Expectation, { type: "text" | "binary" | "format" | "regex" | "binary-regex" }>,
  expressions: Expressions,
): ContentAt {
  switch (expectation.type) {
    case "text":
    case "binary": {
      const content = textContent(expectation.text);
      return () => content;
    }
    case "regex": {
      const regex = compile(expectation.regex);
      return () => ({ least: 0, isIn: (text) => regex.test(text) });
    }
    case "binary-regex": {
      const regex = compile(expectation.regex);
      const digits = (text: string): string => Buffer.from(text, "latin1").toString("hex").toUpperCase();
      return () => ({ least: 0, isIn: (text) => regex.test(digits(text)) });
    }
    case "format": {
      const format = expressions.format(expectation.format);
      return (place) => {
        const text = format(place);
        if (text === "") return { fault: "log-format string evaluated to an empty string" };
        if (!expectation.hex) return textContent(text);
        if (/^(?:[0-9a-fA-F]{2})*$/.test(text))
          return textContent(Buffer.from(text, "hex").toString("latin1"));
        return { fault: "Failed to parse hexastring resulting of eval of a log-format string" };
      };
    }
  }
}

const textContent = (wanted: string): Content => ({
  least: wanted.length,
  isIn: (text) => text.includes(wanted),
});

function judgeContent(step: ExpectStep, contentAt: ContentAt): Judge {
  const { negated, least, onError } = step;
  const status = step.errorStatus ?? "L7RSP";
  return (answer, place) => {
    const isHttp = answer instanceof HttpAnswer;
    const { text, isWhole } = answer;
    if (isHttp && text === "") {
      const info = "HTTP content check could not find a response body";
      return isWhole ? { kind: "failed", status, ...(!onError && { info }) } : wait;
    }
    const content = contentAt(place);
    if ("fault" in content) return { kind: "failed", status: "L7RSP", info: content.fault };
    if (!isWhole && text.length < Math.max(content.least, least)) return wait;
    const matches = content.isIn(text);
    // Whoever says how much must come does not wait for more.
    if (!matches && !isWhole && least < 0) return wait;
    if (matches !== negated) return passed;
    if (!isHttp) return { kind: "failed", status, unwanted: matches };
    const info = negated ? "HTTP check matched unwanted content" : "HTTP content check did not match";
    return { kind: "failed", status, ...(!onError && { info }) };
  };
}
