/**
 * Variables of rules, samples and scripts: where each scope's values are, and
 * under which conditions they are set (vars.c).
 */
import { parseVariable, VARIABLE_GUARDS } from "../../config/variables.ts";
import type { Variable, VariableGuard } from "../../config/actions.ts";
import type { ProcVariables } from "../../runtime/index.ts";
import { textOf, type Sample } from "../../samples/sample.ts";
import type { Session } from "../stream/session.ts";
import type { Stream } from "../stream/stream.ts";
import type { VariableScope } from "../stream/variables.ts";
import type { ResponseHead } from "../http/message.ts";
import type { ProxyConfig, Server } from "../../config/types.ts";
import type { ChannelView } from "../../samples/views.ts";

/** A health check, in whose steps there is neither session nor stream. */
export interface CheckPlace {
  /** The backend. */
  readonly proxy: { readonly config: ProxyConfig };
  readonly server: Server;
  /** Scope `check.` */
  readonly variables: VariableScope;
  /** What the server has answered; undefined in HTTP. */
  readonly answer: ChannelView | undefined;
  /** In HTTP. */
  readonly head: ResponseHead | undefined;
}

/** Where variables are looked for. */
export interface VariablePlace {
  readonly check?: CheckPlace | undefined;
  /** Undefined where there is no traffic, as in the global section. */
  readonly session: Session | undefined;
  readonly stream: Stream | undefined;
  readonly direction: "request" | "response";
}

/** The values of one scope. */
interface Scope {
  get(name: string): Sample | undefined;
  set(name: string, value: Sample): void;
  unset(name: string): void;
  entries(): Iterable<readonly [name: string, value: Sample]>;
  /** Whether there is a variable of that name, set or not. */
  exists(name: string): boolean;
}

const guards: ReadonlySet<string> = new Set(VARIABLE_GUARDS);

export const isGuard = (text: string): text is VariableGuard => guards.has(text);

const known = new Map<string, Variable | undefined>();

/** A variable's name taken apart; undefined for a text that is none. */
export function variableNamed(name: string): Variable | undefined {
  if (known.has(name)) return known.get(name);
  let variable: Variable | undefined;
  try {
    variable = parseVariable(name);
  } catch {
    variable = undefined;
  }
  if (known.size > 10_000) known.clear();
  known.set(name, variable);
  return variable;
}

/** The variables of a process's traffic. */
export class Variables {
  readonly #process: Scope;

  constructor(process: ProcVariables) {
    this.#process = processScope(process);
  }

  read(variable: Variable, place: VariablePlace): Sample | undefined {
    return this.#scope(variable, place)?.get(variable.name);
  }

  /** Sets it if all guards allow it; gives whether it did. */
  set(variable: Variable, guards: readonly VariableGuard[], value: Sample, place: VariablePlace): boolean {
    const scope = this.#scope(variable, place);
    if (!scope || !guards.every((guard) => allows(guard, scope, variable.name, value))) return false;
    scope.set(variable.name, value);
    return true;
  }

  /** Gives whether its scope is there. */
  unset(variable: Variable, place: VariablePlace): boolean {
    const scope = this.#scope(variable, place);
    scope?.unset(variable.name);
    return scope !== undefined;
  }

  /** The variables of a scope; undefined where it is not there. */
  all(
    scope: Variable["scope"],
    place: VariablePlace,
  ): Iterable<readonly [name: string, value: Sample]> | undefined {
    return this.#scope({ scope, parent: false, name: "" }, place)?.entries();
  }

  #scope({ scope, parent }: Variable, place: VariablePlace): Scope | undefined {
    // No stream here has been opened by another.
    if (parent) return undefined;
    const { session, stream } = place;
    switch (scope) {
      case "proc":
        return this.#process;
      case "sess":
        return session?.variables;
      case "txn":
        return stream?.transactionVariables;
      case "req":
        return hasResponseScope(place) ? undefined : stream?.requestVariables;
      case "res":
        return hasResponseScope(place) ? stream?.responseVariables : undefined;
      case "check":
        return place.check?.variables;
    }
  }
}

/**
 * The scope `res.` takes the place of `req.` once a server is looked for, or
 * there is a response. Where a service answers it does so as late as for the
 * http-after-response rules, and in TCP not at all.
 */
function hasResponseScope({ stream, direction }: VariablePlace): boolean {
  if (!stream) return false;
  if (stream.responder) return stream.responseLeaves;
  return (
    direction === "response" || stream.http?.response !== undefined || stream.timing.dequeuedAt !== undefined
  );
}

function allows(guard: VariableGuard, scope: Scope, name: string, value: Sample): boolean {
  const bytes = value.type === "str" || value.type === "bin" ? value.value : undefined;
  const old = scope.get(name);
  switch (guard) {
    case "ifexists":
      return scope.exists(name);
    case "ifnotexists":
      return !scope.exists(name);
    case "ifset":
      return old !== undefined;
    case "ifnotset":
      return old === undefined;
    case "ifempty":
      return bytes === "";
    case "ifnotempty":
      return bytes !== "";
    // Only integers compare: whatever else there is gives way.
    case "ifgt":
      return old?.type !== "sint" || value.type !== "sint" || old.value > value.value;
    case "iflt":
      return old?.type !== "sint" || value.type !== "sint" || old.value < value.value;
  }
}

/** The process's variables, with the samples that they were set from. */
function processScope(variables: ProcVariables): Scope {
  const whole = (name: string): string => `proc.${name}`;
  return {
    get: (name) => {
      const value = variables.get(whole(name));
      if (value === undefined) return undefined;
      return (variables.sample(whole(name)) as Sample | undefined) ?? sampleOf(value);
    },
    set: (name, value) => void variables.set(whole(name), plainValue(value), false, value),
    unset: (name) => variables.unset(whole(name)),
    exists: (name) => variables.exists(whole(name)),
    *entries() {
      for (const [name, { value, sample }] of variables.entries()) {
        yield [name.slice("proc.".length), (sample as Sample | undefined) ?? sampleOf(value)];
      }
    },
  };
}

type PlainValue = NonNullable<ReturnType<ProcVariables["get"]>>;

function plainValue(sample: Sample): PlainValue {
  if (sample.type === "bool") return sample.value !== 0;
  return typeof sample.value === "object" ? (textOf(sample) ?? "") : sample.value;
}

function sampleOf(value: PlainValue): Sample {
  if (typeof value === "string") return { type: "str", value };
  return typeof value === "boolean" ? { type: "bool", value: value ? 1 : 0 } : { type: "sint", value };
}
