/** What the parameters of `bind` and of `server` lines have in common: how their entries are made, and readings that both share. */
import type { Cursor } from "../cursor.ts";
import { Refused } from "../diagnostics.ts";
import type { State } from "../state.ts";
import type { Support } from "./keyword.ts";

/** Reads a parameter into the draft of its line; the cursor stands behind the name. */
export type ReadParameter<Draft> = (cursor: Cursor, draft: Draft, state: State) => void;

/** An entry of the keyword table for a parameter of such lines. */
interface Parameter<Kind extends "bind" | "server", Draft> {
  readonly kind: Kind;
  readonly name: string;
  readonly places: readonly [Kind];
  readonly syntax: string;
  readonly since: string;
  readonly doc: string;
  readonly support: Support;
  readonly parse: ReadParameter<Draft>;
}

/** Makes one entry; `accepted` says why the parameter has no effect. */
export type MakeParameter<Kind extends "bind" | "server", Draft> = (
  name: string,
  since: string,
  syntax: string,
  doc: string,
  parse: ReadParameter<Draft>,
  accepted?: string,
) => Parameter<Kind, Draft>;

/** Makes the builder of entries for parameters of `bind` or `server` lines. */
export function parametersOf<Kind extends "bind" | "server", Draft>(kind: Kind): MakeParameter<Kind, Draft> {
  return (name, since, syntax, doc, parse, accepted) => {
    const support = accepted === undefined ? "supported" : { accepted };
    return { kind, name, places: [kind], syntax, since, doc, support, parse };
  };
}

/** The argument, or a refusal `'name' : missing ...`. */
export function required(cursor: Cursor, missing: string): string {
  const name = cursor.peek(-1);
  const value = cursor.next();
  if (value === "") throw new Refused(`'${name}' : ${missing}`);
  return value;
}

/** The protocols that can be asked for by name; those of HAProxy that halua has not are unknown here. */
export function protocolName(value: string, keyword: string): string {
  if (value !== "h1" && value !== "h2" && value !== "none") {
    throw new Refused(`'${keyword}' :  unknown MUX protocol '${value}'`);
  }
  return value;
}

/** Reads a parameter that has no argument and no effect. */
export const nothing = (): void => undefined;

/** Why parameters of TCP have no effect. */
export const KERNEL = "Node gives no access to this socket option";
