import type { Acl, AclExpression, Condition } from "../../config/acl.ts";
import type { SampleCall, SampleExpression } from "../../config/expressions.ts";
import type { LogFormat } from "../../config/log-format.ts";
import type { ArgumentType } from "../../config/arguments.ts";
import { cast, compileConverters, COMPUTED_FETCHES, type Sample } from "../../samples/index.ts";
import type { SampleEnvironment } from "../../samples/environment.ts";
import type { RuleContext } from "../rules/outcome.ts";
import type { CallArgument, SampleAccess } from "../sample-access.ts";
import { ProcessSamples } from "../sample-environment.ts";
import type { TrafficEnvironment } from "../traffic.ts";
import { Userlists } from "../userlists.ts";
import { aclOwners, type AclOwners } from "./acl-owners.ts";
import {
  anySuite,
  compileAcl,
  compileCondition,
  Truth,
  type ConditionParts,
  type Judge,
} from "./conditions.ts";
import { LogDates } from "./log-dates.ts";
import { compileFormat, type FormatPlace } from "./log-format.ts";
import { callFault } from "./script-calls.ts";
import { SampleContext, type SamplePlace, type SampleServices } from "./sample-context.ts";
import { variableNamed, Variables } from "./variables.ts";

/** An expression that has been prepared. */
export interface PreparedExpression {
  readonly one: (context: SampleContext) => Sample | undefined;
  /** All values that an ACL tries; undefined for one that a converter has turned down. */
  readonly each?: (context: SampleContext) => Iterable<Sample | undefined>;
}

interface PreparedFetch {
  readonly one: (context: SampleContext) => Sample | undefined;
  readonly each?: (context: SampleContext) => Iterable<Sample>;
}

type Conversion = (sample: Sample, context: SampleContext) => Sample | undefined;

/**
 * Prepares what a configuration computes from traffic: sample expressions,
 * conditions and log-format texts. All are functions of the place where they
 * are asked, a {@link RuleContext} or what is like one.
 */
export class Expressions implements SampleAccess, ConditionParts, SampleServices {
  readonly environment: TrafficEnvironment;
  readonly variables: Variables;
  readonly samples: SampleEnvironment;
  readonly dates = new LogDates();
  readonly #prepared = new Map<SampleExpression, PreparedExpression>();
  readonly #acls = new Map<Acl, Judge>();
  readonly #formats = new Map<LogFormat, (place: FormatPlace) => string>();
  #owners: AclOwners | undefined;
  #userlists: Userlists | undefined;

  constructor(environment: TrafficEnvironment) {
    this.environment = environment;
    this.variables = new Variables(environment.runtime.procVariables);
    this.samples = new ProcessSamples(environment);
  }

  /** The sample of an expression, or undefined. */
  expression(expression: SampleExpression): (place: SamplePlace) => Sample | undefined {
    const prepared = this.prepare(expression);
    return (place) => prepared.one(this.contextAt(place));
  }

  /** As {@link Expressions.expression}; `missing` where more data may bring a sample. */
  awaited(expression: SampleExpression): (place: SamplePlace) => Sample | "missing" | undefined {
    const prepared = this.prepare(expression);
    return (place) => {
      const context = this.contextAt(place);
      const sample = prepared.one(context);
      return context.incomplete && !place.final ? "missing" : sample;
    };
  }

  /**
   * Whether a condition holds, which no condition always does. `missing`: that
   * cannot be told before more data has come, and some may.
   */
  condition(condition: Condition | undefined): (place: SamplePlace) => boolean | "missing" {
    if (!condition) return () => true;
    return answering(compileCondition(condition, (acl) => this.#acl(acl)));
  }

  /** The text of a log-format text, as byte string. */
  format(format: LogFormat): (place: FormatPlace) => string {
    let compiled = this.#formats.get(format);
    if (!compiled) {
      compiled = compileFormat(format, this);
      this.#formats.set(format, compiled);
    }
    return compiled;
  }

  // SampleAccess: what scripts use

  fetch(name: string, args: readonly CallArgument[]): (context: RuleContext) => Sample | undefined {
    const { one } = this.#fetch({ name, args });
    return (place) => one(this.contextAt(place));
  }

  converter(
    name: string,
    args: readonly CallArgument[],
  ): (sample: Sample, context: RuleContext) => Sample | undefined {
    const convert = this.#conversion({ name, args });
    return (sample, place) => convert(sample, this.contextAt(place));
  }

  fault(name: string, args: readonly CallArgument[]): string | undefined {
    return callFault(name, args);
  }

  variable(name: string, place: SamplePlace): Sample | undefined {
    const variable = variableNamed(name);
    return variable && this.variables.read(variable, place);
  }

  setVariable(name: string, value: Sample, onlyExisting: boolean, place: SamplePlace): boolean {
    const variable = variableNamed(name);
    if (!variable) return false;
    return this.variables.set(
      variable,
      onlyExisting && variable.scope === "proc" ? ["ifexists"] : [],
      value,
      place,
    );
  }

  unsetVariable(name: string, place: SamplePlace): boolean {
    const variable = variableNamed(name);
    return variable !== undefined && this.variables.unset(variable, place);
  }

  exists(type: ArgumentType, name: string, { stream }: RuleContext): boolean {
    const { environment } = this;
    switch (type) {
      case "frontend":
      case "backend":
        return environment.proxy(name, type) !== undefined;
      case "table":
        return this.samples.table(name) !== undefined;
      case "userlist":
        return environment.config.userlists.some((list) => list.name === name);
      case "server": {
        const slash = name.indexOf("/");
        const backend = slash < 0 ? stream?.backend : environment.proxy(name.slice(0, slash), "backend");
        return backend?.model.servers.some((server) => server.name === name.slice(slash + 1)) ?? false;
      }
      default:
        return true;
    }
  }

  // What the parts of an expression ask for

  contextAt(place: SamplePlace): SampleContext {
    return new SampleContext(this, place);
  }

  matcher(expression: AclExpression): ReturnType<ConditionParts["matcher"]> {
    return this.environment.patterns.acls.get(expression);
  }

  aclsHold(args: SampleCall["args"], place: SamplePlace): boolean | "missing" {
    this.#owners ??= aclOwners(this.environment.config);
    const terms = this.#owners.termsOf(args, place);
    const judges = terms.map(({ acl, negated }): Judge => {
      const judge = this.#acl(acl);
      return negated ? (at) => negate(judge(at)) : judge;
    });
    return answering(anySuite([judges]))(place);
  }

  groupsOf(userlist: string, user: string, password: string): readonly string[] | undefined {
    this.#userlists ??= new Userlists(this.environment.config.userlists);
    return this.#userlists.check(userlist, user, password)
      ? this.#userlists.groups(userlist, user)
      : undefined;
  }

  /** Prepares an expression once. */
  prepare(expression: SampleExpression): PreparedExpression {
    let prepared = this.#prepared.get(expression);
    if (!prepared) {
      prepared = this.#compile(expression);
      this.#prepared.set(expression, prepared);
    }
    return prepared;
  }

  #compile({ fetch, converters }: SampleExpression): PreparedExpression {
    const { one, each } = this.#fetch(fetch);
    if (converters.length === 0) return { one, ...(each && { each }) };
    const steps = converters.map((call) => this.#conversion(call));
    const convert: Conversion = (sample, context) => {
      let current: Sample | undefined = sample;
      for (const step of steps) {
        current = step(current, context);
        if (!current) return undefined;
      }
      return current;
    };
    return {
      one: (context) => {
        const sample = one(context);
        return sample && convert(sample, context);
      },
      ...(each && {
        *each(context: SampleContext) {
          for (const sample of each(context)) yield convert(sample, context);
        },
      }),
    };
  }

  #fetch(call: SampleCall): PreparedFetch {
    const { scripts, runtime } = this.environment;
    if (call.name.startsWith("lua.")) return { one: (context) => scripts.fetch(call, context) };
    if (call.name === "var") runtime.procVariables.declare(call.args[0]?.text ?? "");
    return COMPUTED_FETCHES.get(call.name)?.(call.args, this.samples) ?? { one: () => undefined };
  }

  #conversion(call: SampleCall): Conversion {
    const { scripts } = this.environment;
    if (!call.name.startsWith("lua.")) return compileConverters([call], this.samples);
    return (sample, context) => {
      const input = cast(sample, "str");
      return input && scripts.converter(call, input, context);
    };
  }

  #acl(acl: Acl): Judge {
    let judge = this.#acls.get(acl);
    if (!judge) {
      judge = compileAcl(acl, this);
      this.#acls.set(acl, judge);
    }
    return judge;
  }
}

function answering(judge: Judge): (place: SamplePlace) => boolean | "missing" {
  return (place) => {
    const truth = judge(place);
    return truth === Truth.Missing ? "missing" : truth === Truth.Yes;
  };
}

function negate(truth: Truth): Truth {
  if (truth === Truth.Missing) return truth;
  return truth === Truth.Yes ? Truth.No : Truth.Yes;
}
