/** Names of variables: `txn.name`. Source: configuration manual 2.8; texts of vars.c. */
import type { Variable, VariableGuard } from "./actions.ts";
import { Refused } from "./diagnostics.ts";

const SCOPES: Readonly<Record<string, Pick<Variable, "scope" | "parent">>> = {
  psess: { scope: "sess", parent: true },
  ptxn: { scope: "txn", parent: true },
  preq: { scope: "req", parent: true },
  pres: { scope: "res", parent: true },
  proc: { scope: "proc", parent: false },
  sess: { scope: "sess", parent: false },
  txn: { scope: "txn", parent: false },
  req: { scope: "req", parent: false },
  res: { scope: "res", parent: false },
  check: { scope: "check", parent: false },
};

/** @throws Refused with HAProxy's text */
export function parseVariable(text: string): Variable {
  if (text === "") throw new Refused("Empty variable name cannot be accepted");
  const dot = text.indexOf(".");
  const scope = dot < 0 ? "" : text.slice(0, dot);
  const name = text.slice(dot + 1);
  const found = Object.hasOwn(SCOPES, scope) ? SCOPES[scope] : undefined;
  if (!found || name === "") {
    throw new Refused(
      `invalid variable name '${text}'. A variable name must start with its scope. ` +
        "The scope can be 'proc', '(p)sess', '(p)txn', '(p)req', '(p)res' or 'check'",
    );
  }
  const wrong = /[^A-Za-z0-9_.]/.exec(name);
  if (wrong) throw new Refused(`invalid syntax at char '${wrong[0]}'`);
  return { ...found, name };
}

/** The conditions of `set-var`. */
export const VARIABLE_GUARDS: readonly VariableGuard[] = [
  "ifexists",
  "ifnotexists",
  "ifempty",
  "ifnotempty",
  "ifset",
  "ifnotset",
  "ifgt",
  "iflt",
];

/** @throws Refused with HAProxy's text */
export function parseGuard(text: string): VariableGuard {
  const guard = VARIABLE_GUARDS.find((name) => name === text);
  if (guard) return guard;
  throw new Refused(`unknown condition "${text}"`);
}
