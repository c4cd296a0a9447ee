import { tick } from "../../../budget.ts";
import type { LuaThread } from "../../../types.ts";

/** Steps between two reports: often enough to stop a hostile pattern within a millisecond or so. */
const portion = 4096;

/**
 * Counts the steps of a matcher and reports them to the instruction budget in
 * portions, so that the loop that counts stays cheap. What one search leaves
 * of a portion, the next one uses up.
 */
export class Meter {
  /** Steps until the next report. Generated code counts this down itself. */
  left = portion;
  private thread: LuaThread | undefined;

  /** Names the thread that pays from here on. */
  charge(L: LuaThread): void {
    this.thread = L;
  }

  spend(steps: number): void {
    if ((this.left -= steps) <= 0) this.report();
  }

  /** Reports what was used since the last time. Raises the Lua error of an exhausted budget. */
  report(): void {
    const used = portion - this.left;
    this.left = portion;
    if (this.thread) tick(this.thread, used);
  }

  /** For generated code, which keeps the count in a local variable: returns the new count. */
  refill(left: number): number {
    this.left = left;
    this.report();
    return portion;
  }
}
