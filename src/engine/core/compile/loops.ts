/**
 * Numeric `for`. After FORPREP the three control registers are all JS numbers,
 * a loop over safe integers, or none is: then ./runtime.ts steps it.
 */
import { OP } from "../opcodes.ts";
import type { CodeWriter } from "./writer.ts";

export function emitForPrep(w: CodeWriter, pc: number): void {
  const { a } = w.at(pc);
  const [i, limit, step] = [w.register(a), w.register(a + 1), w.register(a + 2)];
  w.line(`if (typeof ${i} === "number" && typeof ${limit} === "number" && typeof ${step} === "number"`);
  w.line(`&& (t = ${i} - ${step}) <= 9007199254740991 && t >= -9007199254740991) ${i} = t;`);
  w.line(`else { ci.pc = ${pc}; forPrepare(${i}, ${limit}, ${step});`);
  w.line(`${i} = M.loop[0]; ${limit} = M.loop[1]; ${step} = M.loop[2]; }`);
}

/** The step's sign, when it is a constant: 0 otherwise. */
function knownSign(w: CodeWriter, loopPc: number, a: number): number {
  const { b } = w.at(loopPc);
  const prep = loopPc + b;
  const before = w.at(prep - 1);
  if (before.op !== OP.LOADK || before.a !== a + 2) return 0;
  const k = w.p.k[before.b];
  return typeof k === "number" ? Math.sign(k) : 0;
}

/** Steps the loop; the condition for another round. */
export function emitForLoop(w: CodeWriter, pc: number): string {
  const { a } = w.at(pc);
  const [i, limit, step] = [w.register(a), w.register(a + 1), w.register(a + 2)];
  const sign = knownSign(w, pc, a);
  const next = `(t = ${i} + ${step})`;
  const more =
    sign > 0
      ? `${next} <= ${limit}`
      : sign < 0
        ? `${limit} <= ${next}`
        : `(${step} > 0 ? ${next} <= ${limit} : ${limit} <= ${next})`;
  return `typeof ${limit} === "number" ? ${more} : forStep(${i}, ${limit}, ${step}) && ((t = M.loop[0]), true)`;
}

/** What begins a round: the index, and its copy that the body sees. */
export function emitForBody(w: CodeWriter, pc: number): void {
  const { a } = w.at(pc);
  w.line(`${w.register(a)} = t;`);
  w.assign(a + 3, "t");
}
