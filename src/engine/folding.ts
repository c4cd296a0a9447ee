/** Constant folding for Fengari's code generator, in 64 bits. */
import { bnot, OPERATORS, unm } from "./core/arith.ts";
import { LuaFloat, type Value } from "./core/model.ts";
import type { TaggedValue } from "./fengari.d.ts";

const FLOAT = 3;
const UNM = 12;

function value(v: TaggedValue): Value {
  return v.type === FLOAT ? new LuaFloat(v.value as number) : (v.value as Value);
}

/** `target = a op b`; the caller has made sure that it cannot fail. */
export function foldConstants(op: number, a: TaggedValue, b: TaggedValue, target: TaggedValue): void {
  const operator = OPERATORS[op];
  const x = value(a);
  const result = operator ? operator(x, value(b)) : op === UNM ? unm(x) : bnot(x);
  if (result instanceof LuaFloat) target.setfltvalue(result.n);
  else if (typeof result === "number" || typeof result === "bigint") target.setivalue(result);
}
