import { lua, type LuaThread } from "../engine/index.ts";
import { argumentError, typeError, typeNameAt, type LuaError } from "./errors.ts";
import type { Context } from "./execution.ts";
import { pushText, readText, readValue } from "./stack.ts";
import { LuaFunction, LuaReference, type LuaValue } from "./values.ts";

/**
 * One declared argument: how to read it off the stack, with Lua's own error
 * texts, and how editors and the manual show it.
 */
export interface Argument<T> {
  readonly name: string;
  /** The type as LuaLS writes it: `integer`, `string`, `table<string, string>`. */
  readonly type: string;
  /** What it means, with its unit. */
  readonly doc: string;
  readonly optional: boolean;
  /** For a function that is called later: the context it then runs in. */
  readonly calledIn?: Context;
  /** The value at `index`; raises a Lua error for the wrong type. */
  read(L: LuaThread, index: number): T;
}

/** The values that a list of arguments reads. */
export type ArgumentValues<A extends readonly Argument<unknown>[]> = {
  -readonly [K in keyof A]: A[K] extends Argument<infer T> ? T : never;
};

type ArgumentMaker<T> = (name: string, doc: string) => Argument<T>;

function maker<T>(type: string, read: (L: LuaThread, index: number) => T): ArgumentMaker<T> {
  return (name, doc) => ({ name, type, doc, optional: false, read });
}

function readInteger64(L: LuaThread, index: number): number | bigint {
  const value = lua.lua_tointegerx(L, index);
  if (value !== false) return value;
  if (lua.lua_tonumberx(L, index) === false) return typeError(L, index, "number");
  return argumentError(L, index, "number has no integer representation");
}

/** An integer, a float that is one, or a string that spells one. Beyond 2^53 it loses its last digits. */
export const integer = maker("integer", (L, index) => Number(readInteger64(L, index)));

/** The same with all its 64 bits: a bigint beyond 2^53. */
export const integer64 = maker("integer", readInteger64);

/** Any number, or a string that spells one. */
export const number = maker("number", (L, index) => {
  const value = lua.lua_tonumberx(L, index);
  return value === false ? typeError(L, index, "number") : value;
});

/** A byte string; numbers are spelt out. */
export const string = maker("string", (L, index) => readText(L, index) ?? typeError(L, index, "string"));

/** A real boolean. */
export const boolean = maker("boolean", (L, index) =>
  lua.lua_type(L, index) === lua.LUA_TBOOLEAN
    ? lua.lua_toboolean(L, index)
    : argumentError(L, index, "boolean expected"),
);

/** Anything, as Lua's own test sees it: all but nil and false is true. */
export const truth = maker("any", (L, index) => lua.lua_toboolean(L, index));

/** A function. */
export const func = maker("function", (L, index) =>
  lua.lua_type(L, index) === lua.LUA_TFUNCTION ? new LuaFunction(L, index) : typeError(L, index, "function"),
);

/** The same function, which will be called in `context`. */
export function calledIn<T>(context: Context, argument: Argument<T>): Argument<T> {
  return { ...argument, calledIn: context };
}

/** A table. */
export const table = maker("table", (L, index) =>
  lua.lua_type(L, index) === lua.LUA_TTABLE
    ? new LuaReference(L, index, "table")
    : typeError(L, index, "table"),
);

/** Anything at all. */
export const any = maker<LuaValue>("any", readValue);

/** The same argument, and a reference to what was given: for what has to be given back. */
export function withReference<T>(
  argument: Argument<T>,
): Argument<{ readonly value: T; readonly reference: LuaReference }> {
  return {
    ...argument,
    read: (L, index) => ({
      value: argument.read(L, index),
      reference: new LuaReference(L, index, "table"),
    }),
  };
}

/** The same argument, but where it is not of its Lua type, `error` is raised in place of Lua's own text. */
export function insist<T>(
  argument: Argument<T>,
  type: "boolean" | "table" | "function",
  error: LuaError,
): Argument<T> {
  return {
    ...argument,
    read: (L, index) => {
      if (typeNameAt(L, index) !== type) throw error;
      return argument.read(L, index);
    },
  };
}

/** A table of strings from 1 on; numbers do not count as strings here. */
export function strings(name: string, doc: string): Argument<string[]> {
  const refuse = (L: LuaThread, index: number): never =>
    argumentError(L, index, `table of strings expected, got ${typeNameAt(L, index)}`);
  return {
    ...table(name, doc),
    type: "string[]",
    read: (L, index) => {
      if (lua.lua_type(L, index) !== lua.LUA_TTABLE) return refuse(L, index);
      const values: string[] = [];
      // Under whatever keys they stand.
      lua.lua_pushnil(L);
      while (lua.lua_next(L, index) !== 0) {
        const text = lua.lua_type(L, -1) === lua.LUA_TSTRING ? readText(L, -1) : undefined;
        lua.lua_pop(L, 1);
        if (text === undefined) return refuse(L, index);
        values.push(text);
      }
      return values;
    },
  };
}

/** The same argument, or undefined where the script gives none (or nil). */
export function optional<T>(argument: Argument<T>): Argument<T | undefined> {
  return {
    ...argument,
    optional: true,
    read: (L, index) => (lua.lua_type(L, index) <= lua.LUA_TNIL ? undefined : argument.read(L, index)),
  };
}

/** The same argument, or undefined where the script gives none; unlike with {@link optional}, nil is not none. */
export function omittable<T>(argument: Argument<T>): Argument<T | undefined> {
  return {
    ...argument,
    optional: true,
    read: (L, index) => (lua.lua_type(L, index) === lua.LUA_TNONE ? undefined : argument.read(L, index)),
  };
}

/**
 * One argument whose type depends on the object: the body names the type with
 * `given(string)` or `given(integer)`, which reads it then or raises Lua's text.
 * Only before the body waits.
 */
export function undecided(
  name: string,
  type: string,
  doc: string,
): Argument<<T>(make: (name: string, doc: string) => Argument<T>) => T> {
  return {
    name,
    type,
    doc,
    optional: false,
    read: (L, index) => (make) => make(name, doc).read(L, index),
  };
}

/** A string that must be one of `values`; anything else raises `message`. */
export function oneOf<const V extends string>(
  values: readonly V[],
  message: (given: string) => string,
): ArgumentMaker<V> {
  return maker(values.map((value) => `"${value}"`).join("|"), (L, index) => {
    const given = readText(L, index) ?? typeError(L, index, "string");
    const found = values.find((value) => value === given);
    if (found !== undefined) return found;
    pushText(L, message(given));
    return lua.lua_error(L);
  });
}

/**
 * The same argument, refused as `bad argument #index` when `refusal` has
 * something against its value. `index` is for where HAProxy names another
 * argument than the one at fault.
 */
export function restrict<T>(
  argument: Argument<T>,
  refusal: (value: T) => string | undefined,
  index?: number,
): Argument<T> {
  return {
    ...argument,
    read: (L, at) => {
      const value = argument.read(L, at);
      const message = refusal(value);
      return message === undefined ? value : argumentError(L, index ?? at, message);
    },
  };
}
