/** The steps of a backend's checks, prepared once. */
import type { ConnectStep, ExpectStep, HealthCheck, SendHttpStep } from "../../config/types.ts";
import type { LogFormat } from "../../config/log-format.ts";
import { cast } from "../../samples/index.ts";
import type { Expressions } from "../expressions/expressions.ts";
import type { SamplePlace } from "../expressions/sample-context.ts";
import { writeRequestHead } from "../http/h1-writer.ts";
import { Headers } from "../http/headers.ts";
import type { Framing } from "../http/message.ts";
import { compileExpect, type Judge } from "./expectations.ts";

type At<Value> = (place: SamplePlace) => Value;

/** What is sent: bytes, none where a format gives nothing, or a fault. */
export type Sending = Buffer | undefined | { readonly fault: string };

export type PreparedStep =
  | {
      readonly kind: "connect";
      readonly step: ConnectStep;
      /** The port by an expression; undefined where there is none, or it gives none. */
      readonly port: At<number | undefined>;
      /** The name to ask for in TLS, of a request that follows. */
      readonly hostName: At<string | undefined>;
    }
  | {
      readonly kind: "send";
      readonly step: { readonly index: number; readonly comment?: string };
      readonly bytes: (place: SamplePlace, state: () => string) => Sending;
      /** Of the request, in HTTP. */
      readonly method: string | undefined;
    }
  | {
      readonly kind: "expect";
      readonly step: ExpectStep;
      readonly judge: Judge;
      readonly onError: At<string> | undefined;
      readonly onSuccess: At<string> | undefined;
      readonly statusCode: At<number | undefined>;
      /** The step that is judged again when more has come: the first of those in a row that must not match. */
      readonly head: number;
    }
  | { readonly kind: "action"; readonly run: At<void> };

/** Prepares a backend's checks. */
export function compileCheck(check: HealthCheck, expressions: Expressions): readonly PreparedStep[] {
  const { steps, sendsState } = check;
  return steps.map((step, i): PreparedStep => {
    switch (step.kind) {
      case "connect":
        return prepareConnect(
          step,
          steps.slice(i + 1).find(({ kind }) => kind !== "action"),
          expressions,
        );
      case "send": {
        const { hex } = step;
        const text = textAt(step.text, expressions);
        return {
          kind: "send",
          step,
          method: undefined,
          bytes: (place) => bytesOf(text(place), hex, step.index),
        };
      }
      case "send-http":
        return prepareRequest(step, sendsState, expressions);
      case "expect":
        return prepareExpect(step, headOf(steps, i), expressions);
      case "action":
        return { kind: "action", run: prepareAction(step.action, expressions) };
    }
  });
}

function textAt(text: string | LogFormat, expressions: Expressions): At<string> {
  return typeof text === "string" ? () => text : expressions.format(text);
}

function bytesOf(text: string, hex: boolean, index: number): Sending {
  if (text === "") return undefined;
  if (!hex) return Buffer.from(text, "latin1");
  if (/^(?:[0-9a-fA-F]{2})*$/.test(text)) return Buffer.from(text, "hex");
  return { fault: `tcp-check send : failed to build log-format string at step ${index + 1}` };
}

function prepareConnect(
  step: ConnectStep,
  next: HealthCheck["steps"][number] | undefined,
  expressions: Expressions,
): PreparedStep {
  const { port } = step;
  const host =
    next?.kind === "send-http"
      ? next.headers.findLast(({ name }) => name.toLowerCase() === "host")
      : undefined;
  const hostAt = host && step.implicit ? expressions.format(host.value) : undefined;
  return {
    kind: "connect",
    step,
    port: typeof port === "object" ? integerAt(port, expressions) : () => port,
    hostName: (place) => {
      const name = hostAt?.(place).replace(/:[^:\]]*$/, "");
      return name === "" ? undefined : name;
    },
  };
}

function integerAt(
  expression: Exclude<ConnectStep["port"], number | undefined>,
  expressions: Expressions,
): At<number | undefined> {
  const evaluate = expressions.expression(expression);
  return (place) => {
    const sample = evaluate(place);
    const text = sample && cast(sample, "str");
    const number = text && cast(text, "sint");
    return number ? Number(number.value) : undefined;
  };
}

/** Methods that need not say that they have no body. */
const bodiless: ReadonlySet<string> = new Set(["OPTIONS", "GET", "HEAD", "DELETE"]);

function prepareRequest(step: SendHttpStep, sendsState: boolean, expressions: Expressions): PreparedStep {
  const { method = "OPTIONS", version = "HTTP/1.0" } = step;
  const uriAt = textAt(step.uri ?? "/", expressions);
  const bodyAt = textAt(step.body ?? "", expressions);
  const headersAt = step.headers.map(({ name, value }) => ({ name, at: expressions.format(value) }));
  const bytes = (place: SamplePlace, state: () => string): Buffer => {
    const headers = new Headers();
    for (const { name, at } of headersAt) {
      const value = at(place);
      if (value !== "") headers.add(name, value);
    }
    if (sendsState) headers.add("x-haproxy-server-state", state());
    if (!headers.has("connection")) headers.add("connection", "close");
    const body = bodyAt(place);
    let framing: Framing = { kind: "none" };
    if (body !== "" || !bodiless.has(method)) {
      framing = { kind: "length", length: body.length };
      headers.add("content-length", String(body.length));
    }
    const written = writeRequestHead({ method, uri: uriAt(place) || "/", version, headers }, framing, {
      frontend: "keep-alive",
      backend: "keep-alive",
      pretendsKeepAlive: false,
    });
    return Buffer.from((written?.text ?? "") + body, "latin1");
  };
  return { kind: "send", step, method, bytes };
}

function prepareExpect(step: ExpectStep, head: number, expressions: Expressions): PreparedStep {
  const { onError, onSuccess, statusCode } = step;
  return {
    kind: "expect",
    step,
    judge: compileExpect(step, expressions),
    onError: onError && expressions.format(onError),
    onSuccess: onSuccess && expressions.format(onSuccess),
    statusCode: statusCode ? integerAt(statusCode, expressions) : () => undefined,
    head,
  };
}

function headOf(steps: HealthCheck["steps"], at: number): number {
  let head = at;
  for (let i = at - 1; i >= 0; i--) {
    const step = steps[i];
    if (step?.kind === "action") continue;
    if (step?.kind !== "expect") break;
    if (step.negated) head = i;
  }
  return head;
}

type VariableAction = Extract<HealthCheck["steps"][number], { kind: "action" }>["action"];

function prepareAction(action: VariableAction, expressions: Expressions): At<void> {
  const { variables } = expressions;
  const { variable } = action;
  switch (action.kind) {
    case "unset-var":
      return (place) => void variables.unset(variable, place);
    case "set-var-fmt": {
      const format = expressions.format(action.value);
      return (place) => {
        variables.set(variable, action.guards, { type: "str", value: format(place) }, place);
      };
    }
    case "set-var": {
      const evaluate = expressions.expression(action.value);
      return (place) => {
        const sample = evaluate(place);
        if (sample) variables.set(variable, action.guards, sample, place);
      };
    }
  }
}
