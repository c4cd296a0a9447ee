import type { HealthCheck, HttpCheckStep } from "../../config/types.ts";
import { RegularExpression } from "../../samples/index.ts";
import { Headers } from "../http/headers.ts";
import { H1Parser, type H1ParserSettings } from "../http/h1-parser.ts";
import { writeRequestHead } from "../http/h1-writer.ts";
import { isInterim, type Framing, type RequestHead, type ResponseHead } from "../http/message.ts";
import type { CheckOutcome } from "./check-outcome.ts";
import type { Probe } from "./probe.ts";

type Send = Extract<HttpCheckStep, { readonly kind: "send" }>;
type Expect = Extract<HttpCheckStep, { readonly kind: "expect" }>;

/** The request of HTTP checks, and what is expected; prepared once. */
export interface HttpCheckPlan {
  readonly head: { readonly method: string; readonly uri: string; readonly version: string };
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: string;
  readonly expectations: readonly Expectation[];
}

/** How one expectation is judged: whether it holds; `missing` before more of the body has come. */
interface Expectation {
  readonly ofBody: boolean;
  readonly negated: boolean;
  readonly comment: string | undefined;
  matches(response: ResponseHead, body: string): boolean;
  /** How much of the body must be there before it can be told that it does not match. */
  readonly least: number;
}

/** What `option httpchk` and the `http-check` lines say (tcpcheck.c). */
export function planHttpCheck(
  { method, uri, version, host }: HealthCheck & { readonly kind: "http" },
  steps: readonly HttpCheckStep[],
): HttpCheckPlan {
  const send = steps.find((step): step is Send => step.kind === "send");
  const hostHeader = host === undefined ? [] : [{ name: "host", value: host }];
  const headers = send && send.headers.length > 0 ? send.headers : hostHeader;
  const expectations = expectationsOf(steps);
  return {
    head: {
      method: send?.method ?? method,
      uri: send?.uri ?? uri,
      version: send?.version ?? version ?? "HTTP/1.0",
    },
    headers,
    body: send?.body ?? "",
    expectations: expectations.length > 0 ? expectations : [fine],
  };
}

/** What is expected where nothing is said. */
const fine: Expectation = {
  ofBody: false,
  negated: false,
  comment: undefined,
  least: 0,
  matches: ({ status }) => status >= 200 && status < 400,
};

function expectationsOf(steps: readonly HttpCheckStep[]): Expectation[] {
  const found: Expectation[] = [];
  let comment: string | undefined;
  for (const step of steps) {
    // A comment is about the step behind it.
    if (step.kind === "expect") found.push(expectation(step, comment));
    comment = step.kind === "comment" ? step.text : undefined;
  }
  return found;
}

function expectation({ type, value, negated }: Expect, comment: string | undefined): Expectation {
  const common = { negated, comment, ofBody: type === "string" || type === "rstring" };
  switch (type) {
    case "status": {
      const ranges = value.split(",").map((range) => range.split("-").map(Number));
      const matches = ({ status }: ResponseHead): boolean =>
        ranges.some(([low = 0, high = low]) => status >= low && status <= high);
      return { ...common, least: 0, matches };
    }
    case "rstatus": {
      const regex = compile(value);
      return { ...common, least: 0, matches: ({ status }) => regex.test(String(status)) };
    }
    case "string":
      return { ...common, least: value.length, matches: (_, body) => body.includes(value) };
    case "rstring": {
      const regex = compile(value);
      return { ...common, least: 0, matches: (_, body) => regex.test(body) };
    }
  }
}

function compile(pattern: string): RegularExpression {
  const compiled = RegularExpression.compile(pattern, false);
  if (typeof compiled === "string") throw new TypeError(`checked before: ${compiled}`);
  return compiled;
}

/** What a {@link HttpProbe} is told of its server. */
export interface HttpProbeOptions {
  readonly plan: HttpCheckPlan;
  readonly settings: H1ParserSettings;
  /** `http-check send-state`: what the server is told of its own state. */
  readonly state: (() => string) | undefined;
  /** `http-check disable-on-404`, while the server is up. */
  readonly acceptsNotFound: boolean;
}

/** `option httpchk`: one request, and expectations of its answer. */
export class HttpProbe implements Probe {
  readonly timeout = "L7TOUT";
  readonly #options: HttpProbeOptions;
  readonly #parser: H1Parser<ResponseHead>;
  #head: ResponseHead | undefined;
  #body = "";
  #whole = false;

  constructor(options: HttpProbeOptions) {
    this.#options = options;
    this.#parser = H1Parser.forResponses(options.settings, () => options.plan.head.method);
  }

  request(): Buffer {
    const { plan, state } = this.#options;
    const headers = Headers.from(plan.headers.map(({ name, value }) => [name, value] as const));
    if (state) headers.add("x-haproxy-server-state", state());
    if (!headers.has("connection")) headers.add("connection", "close");
    const { method } = plan.head;
    let framing: Framing = { kind: "none" };
    if (plan.body !== "" || !["OPTIONS", "GET", "HEAD", "DELETE"].includes(method)) {
      framing = { kind: "length", length: plan.body.length };
      headers.add("content-length", String(plan.body.length));
    }
    const head: RequestHead = { ...plan.head, headers };
    const written = writeRequestHead(head, framing, {
      frontend: "keep-alive",
      backend: "keep-alive",
      pretendsKeepAlive: false,
    });
    return Buffer.from((written?.text ?? "") + plan.body, "latin1");
  }

  received(bytes: Buffer): CheckOutcome | undefined {
    this.#parser.push(bytes);
    return this.#read();
  }

  ended(): CheckOutcome {
    this.#parser.finish();
    const outcome = this.#read();
    if (outcome) return outcome;
    this.#whole = true;
    return this.#judge() ?? { status: "SOCKERR", info: "" };
  }

  #read(): CheckOutcome | undefined {
    while (!this.#whole) {
      const event = this.#parser.next();
      if (event.type === "more") break;
      if (event.type === "head" && !isInterim(event.head.status)) this.#head = event.head;
      else if (event.type === "data") this.#body += event.data.toString("latin1");
      else if (event.type === "end") this.#whole = true;
      else if (event.type === "error" && event.part === "head") return { status: "SOCKERR", info: "" };
      else if (event.type === "error" || event.type === "closed") break;
      if (this.#body.length >= this.#options.settings.bufsize) this.#whole = true;
    }
    return this.#head && this.#judge();
  }

  /** How the check ends by what is there; undefined while more is needed. */
  #judge(): CheckOutcome | undefined {
    const { plan, acceptsNotFound } = this.#options;
    const head = this.#head;
    if (!head) return undefined;
    const code = head.status;
    if (acceptsNotFound && code === 404) return { status: "L7OKC", info: "", code };
    for (const expected of plan.expectations) {
      const matches = expected.matches(head, this.#body);
      if (expected.ofBody) {
        if (this.#body === "" && this.#whole) {
          return failed("L7RSP", "HTTP content check could not find a response body", code, expected);
        }
        if (!this.#whole && (this.#body === "" || this.#body.length < expected.least || !matches))
          return undefined;
      }
      if (matches !== expected.negated) continue;
      if (!expected.ofBody) return failed("L7STS", head.reason, code, expected);
      const info = expected.negated
        ? "HTTP check matched unwanted content"
        : "HTTP content check did not match";
      return failed("L7RSP", info, code, expected);
    }
    return { status: "L7OK", info: "", code };
  }
}

function failed(
  status: "L7RSP" | "L7STS",
  info: string,
  code: number,
  { comment }: Expectation,
): CheckOutcome {
  return { status, info: comment === undefined ? info : `${info} comment: ${comment}`, code };
}
