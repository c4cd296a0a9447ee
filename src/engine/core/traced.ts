/** What code that runs traced calls for its debug hooks. */
import { callHook, EVENT, lineIsSeen, MASK } from "./hooks.ts";
import type { LuaFrame } from "./model.ts";
import { regs } from "./regs.ts";

interface TracedFrame extends LuaFrame {
  /** The hook before the instruction at `pc` has been called. */
  hooked: boolean;
}

/** Before an instruction of traced code: calls the hooks that are due. True when one yielded. */
export function traceStep(frame: TracedFrame, pc: number): boolean {
  const { L } = regs;
  const mask = L.hookMask;
  if (frame.hooked) {
    frame.hooked = false;
    return false;
  }
  if (mask === 0 || L.inHook) return false;
  if ((mask & MASK.COUNT) !== 0 && --L.hookLeft <= 0) {
    L.hookLeft = L.hookBase;
    callHook(L, EVENT.COUNT, -1);
  }
  if ((mask & MASK.LINE) !== 0) {
    const line = frame.proto.lineinfo[pc] ?? -1;
    const last = L.lastPc;
    if (L.lastCi !== L.ci || pc <= last || line !== (frame.proto.lineinfo[last] ?? -1)) {
      L.lastCi = L.ci;
      L.lastPc = pc;
      callHook(L, EVENT.LINE, line);
    }
    L.lastCi = L.ci;
    L.lastPc = pc;
  }
  if (L.status !== 1) return false;
  L.hookYield = true;
  return true;
}

/** Before a return of traced code. */
export function returning(frame: TracedFrame): void {
  const { L } = regs;
  if ((L.hookMask & MASK.RET) !== 0) callHook(L, EVENT.RET, -1);
  lineIsSeen(L, frame.ci.prev);
  frame.ci.frame = null;
}
