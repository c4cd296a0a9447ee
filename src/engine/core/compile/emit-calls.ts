/** Calls, returns and loops over iterators. */
import { MAX_TAILS, openFrom } from "../opcodes.ts";
import type { CodeWriter } from "./writer.ts";

/** The arguments in registers from `a + 1` on, as a list of expressions. */
function callArguments(w: CodeWriter, pc: number): string {
  const { a, b } = w.at(pc);
  const list: string[] = [];
  if (b === 0) {
    const open = openFrom(w.p.code, pc);
    for (let r = a + 1; r < open; r++) list.push(w.read(r));
    // The function itself may be what the open results begin after.
    list.push("...m");
  } else for (let r = a + 1; r < a + b; r++) list.push(w.read(r));
  return list.join(", ");
}

export function emitCall(w: CodeWriter, pc: number): void {
  const { a, c } = w.at(pc);
  const f = w.simple(a, "x");
  const args = callArguments(w, pc);
  w.line(`ci.pc = ${pc};`);
  w.line(`t = ${f} !== undefined && ${f}.fn !== undefined ? ${f}.fn(${args}) : callObject(${f}, [${args}]);`);
  w.line(`if (t === Y) ${w.exit}`);
  takeResults(w, a, c);
}

/** Puts a call's results, the first in `t`, into registers from `a` on. */
function takeResults(w: CodeWriter, a: number, c: number): void {
  if (c === 0) w.line("m = M.n === 1 ? [t] : M.n === 0 ? NONE : M.rets;");
  else if (c >= 2) {
    w.assign(a, "t");
    if (c === 2) return;
    w.line("z = M.n > 1 ? M.rets : NONE;");
    for (let i = 1; i < c - 1; i++) w.assign(a + i, `z[${i}]`);
  }
}

/** `return f(...)`: the frame is gone before a Lua function is called. */
export function emitTailCall(w: CodeWriter, pc: number): void {
  const { a } = w.at(pc);
  const f = w.simple(a, "x");
  const args = callArguments(w, pc);
  w.line(`ci.pc = ${pc};`);
  w.line(`if (${f} !== undefined && ${f}.proto) {`);
  flush(w);
  w.line(`L.ci = prev; ci.tail = true;`);
  w.line(`if (M.tails > ${MAX_TAILS}) return tailLater(L, prev, ${f}, [${args}]);`);
  w.line(`M.tails++; t = ${f}.fn(${args}); M.tails--; ci.tail = false; return t; }`);
  w.line(`t = ${f} !== undefined && ${f}.fn !== undefined ? ${f}.fn(${args}) : callObject(${f}, [${args}]);`);
  w.line(`if (t === Y) ${w.exit}`);
  flush(w);
  w.line("L.ci = prev; return t;");
}

/** Hands back what the loops of this activation did not use of their advance. */
function flush(w: CodeWriter): void {
  if (w.hasLoops) w.line("M.budget -= SLICE - left;");
}

export function emitReturn(w: CodeWriter, pc: number): void {
  const { a, b } = w.at(pc);
  flush(w);
  if (w.flavour === "traced") w.line(`ci.pc = ${pc}; returning(F);`);
  w.line("L.ci = prev;");
  if (b === 1) w.line("M.n = 0; return undefined;");
  else if (b === 2) w.line(`M.n = 1; return ${w.read(a)};`);
  else {
    const list: string[] = [];
    const end = b === 0 ? openFrom(w.p.code, pc) : a + b - 1;
    for (let r = a; r < end; r++) list.push(w.read(r));
    if (b === 0 && list.length === 0) w.line("return results(m);");
    else w.line(`return results([${list.join(", ")}${b === 0 ? ", ...m" : ""}]);`);
  }
}

/** The call of a generic `for`; `next` and the iterator of `ipairs` are done without a call. */
export function emitForCall(w: CodeWriter, pc: number): void {
  const { a, c } = w.at(pc);
  const f = w.simple(a, "x");
  const state = w.read(a + 1);
  const control = w.read(a + 2);
  w.line(`ci.pc = ${pc};`);
  // Hooks want to see the call.
  const direct = c <= 2 && w.flavour !== "traced";
  if (direct) {
    w.line(`if (${f} !== undefined && (t = iterate(${f}.fn, ${state}, ${control})) !== GO) {`);
    w.assign(a + 3, "t");
    if (c === 2) w.assign(a + 4, "M.value");
    w.line("} else {");
  }
  w.line(`t = ${f} !== undefined && ${f}.fn !== undefined ? ${f}.fn(${state}, ${control})`);
  w.line(`: callObject(${f}, [${state}, ${control}]);`);
  w.line(`if (t === Y) ${w.exit}`);
  takeResults(w, a + 3, c + 1);
  if (direct) w.line("}");
}
