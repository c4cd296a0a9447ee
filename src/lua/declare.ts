import type { Argument, ArgumentValues } from "./arguments.ts";
import type { Execution } from "./execution.ts";
import type { Answer } from "./outcome.ts";
import type { HostValue, LuaValue, Pushable } from "./values.ts";

/**
 * One declaration per Lua item. From it the kit derives argument checks with
 * Lua's error texts, the context check, and what editors and the manual say.
 */

/** A declared return value; for the manual and editors. */
export interface Result {
  readonly type: string;
  readonly doc: string;
}

/**
 * Where an item may be called: anywhere; `body`, only at start-up, by scripts'
 * bodies and init functions (`register_*`); `load`, by scripts' bodies alone;
 * `run`, in what HAProxy runs once it is up: elsewhere it does nothing.
 */
export type Where = "anywhere" | "body" | "load" | "run";

/** How many arguments a call must have, and what to say otherwise. */
export interface Count {
  readonly least: number;
  readonly most: number;
  /** The error text, for the number of arguments given. */
  readonly message: (given: number) => string;
}

/** For a function that does not count its arguments: those that are missing fail by their types, further ones are ignored. */
export const uncounted: Partial<Count> = { least: 0, most: Infinity };

/** A function of a module or a method of a class, without its body's types. */
export interface FunctionItem<Host> {
  readonly kind: "function";
  readonly name: string;
  readonly doc: string;
  readonly args: readonly Argument<unknown>[];
  /** Set when any number of further arguments may follow, which the body gets as they are. */
  readonly rest: string | undefined;
  readonly returns: readonly Result[];
  readonly where: Where;
  /** Whether the call may suspend the script. */
  readonly yields: boolean;
  /** The first HAProxy release that has it, or `halua`. */
  readonly since: string;
  readonly count: Count;
  /** Whether errors count the arguments without the object; see {@link MethodSpec}. */
  readonly selfApart: boolean;
  invoke(this: void, execution: Execution<Host>, ...args: unknown[]): Answer;
}

/** A constant of a module. */
export interface ConstantItem {
  readonly kind: "constant";
  readonly name: string;
  readonly doc: string;
  readonly since: string;
  readonly value: string | number;
}

/** A field of a class's objects, filled in when an object is made. */
export interface FieldItem<T> {
  readonly kind: "field";
  readonly name: string;
  readonly type: string;
  readonly doc: string;
  readonly since: string;
  value(this: void, instance: T): HostValue;
}

/** An object in a module, such as `core.proxies`. */
export interface ObjectItem {
  readonly kind: "object";
  readonly name: string;
  readonly doc: string;
  readonly since: string;
  /** The type as LuaLS writes it. */
  readonly type: string;
  readonly value: Pushable;
}

export type Item<Host> = FunctionItem<Host> | ConstantItem | ObjectItem;

/** What a script writes for a function. */
export interface FunctionSpec<Host, A extends readonly Argument<unknown>[]> {
  doc: string;
  args?: A;
  /** Documents further arguments; they reach the body as LuaValues after the declared ones. */
  rest?: string;
  returns?: readonly Result[];
  where?: Where;
  yields?: boolean;
  since: string;
  /** Overrides HAProxy's usual `'name' needs N arguments`. */
  count?: Partial<Count>;
  body(this: void, execution: Execution<Host>, ...args: [...ArgumentValues<A>, ...LuaValue[]]): Answer;
}

/** As {@link FunctionSpec}, for a method: the object comes before the arguments. */
export interface MethodSpec<Host, T, A extends readonly Argument<unknown>[]> extends Omit<
  FunctionSpec<Host, A>,
  "body"
> {
  /**
   * For a method that takes its object off the stack before it looks at the
   * rest, as HAProxy's `event_sub` do: errors then call the first argument after
   * the object #1, and take it for the object in a call with a colon.
   */
  selfApart?: boolean;
  /** Looks at the object before any other argument is looked at; what it throws, the script gets. */
  guard?(this: void, self: T): void;
  body(
    this: void,
    execution: Execution<Host>,
    self: T,
    ...args: [...ArgumentValues<A>, ...LuaValue[]]
  ): Answer;
}

/** Declares a return value. */
export function result(type: string, doc: string): Result {
  return { type, doc };
}

/** Declares a field; see {@link FieldItem}. */
export function field<T>(name: string, spec: Omit<FieldItem<T>, "kind" | "name">): FieldItem<T> {
  return { kind: "field", name, ...spec };
}

/** Declares a constant. */
export function constant(name: string, value: string | number, since: string, doc: string): ConstantItem {
  return { kind: "constant", name, doc, since, value };
}

/** Declares a function of a module. */
export function declareFunction<Host, const A extends readonly Argument<unknown>[] = []>(
  name: string,
  spec: FunctionSpec<Host, A>,
): FunctionItem<Host> {
  return item(name, spec, spec.args ?? [], spec.body);
}

/** Fills in what a declaration leaves to custom. HAProxy counts a method's object among its arguments. */
export function item<Host>(
  name: string,
  spec: Omit<FunctionSpec<Host, readonly Argument<unknown>[]>, "body" | "args"> & { selfApart?: boolean },
  args: readonly Argument<unknown>[],
  invoke: FunctionItem<Host>["invoke"],
): FunctionItem<Host> {
  const least = args.findIndex((argument) => argument.optional);
  const needed = least < 0 ? args.length : least;
  return {
    kind: "function",
    name,
    doc: spec.doc,
    args,
    rest: spec.rest,
    returns: spec.returns ?? [],
    where: spec.where ?? "anywhere",
    yields: spec.yields ?? false,
    since: spec.since,
    count: {
      least: needed,
      most: spec.rest === undefined ? args.length : Infinity,
      message: () => `'${name}' needs ${needed} arguments`,
      ...spec.count,
    },
    selfApart: spec.selfApart ?? false,
    invoke,
  };
}
