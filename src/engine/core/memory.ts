/**
 * What a state uses. JavaScript's collector does not say what belongs to whom,
 * so allocations are added up as they are made, and now and then the sum is set
 * right by the heap's real size beyond what it was when the state began.
 */
import { account, setChecks } from "./account.ts";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { memoryError } from "./errors.ts";
import { NO_VALUES, type Global, type Thread } from "./model.ts";
import { lookAtPace } from "./pace.ts";
import { recent } from "./recent.ts";
import { regs } from "./regs.ts";

interface Usage {
  /** The heap's size when the state began. */
  baseline: number;
  /** The state's share at the last look, and `account.used` then. */
  measured: number;
  counted: number;
  /** What of all this the last collection was seen to free: believed when it is shown, not for the limit. */
  freed: number;
  limit: number;
  /** `account.used` at which to look again. */
  next: number;
}

const usages = new WeakMap<Global, Usage>();
const STEP = 1 << 20;
/** A state with its libraries. */
const SMALLEST = 24 * 1024;

/** V8 ends the process when its heap is full. Beyond this share of it a script gets an error, limit or not. */
const FULL = 0.6;
const heap = { limit: getHeapStatistics().heap_size_limit, /** `account.used` at which to look. */ next: 0 };
heap.next = heap.limit / 16;
setChecks(heap.next, Infinity);

function heapRoom(): number {
  return heap.limit * FULL - getHeapStatistics().used_heap_size;
}

/** Looks at the whole heap; raises "not enough memory" when there is no room on it that a collection could make. */
function checkHeap(): void {
  let room = heapRoom();
  if (room < 0) {
    collectGarbage();
    room = heapRoom();
  }
  // What is counted is less than what V8 takes, and its own collections may come late.
  heap.next = account.used + Math.max(room / 4, heap.limit / 64);
  if (room < 0) memoryError();
}

function heapSize(): number {
  const { used_heap_size: used, external_memory: external } = getHeapStatistics();
  return used + external;
}

export function usageOf(G: Global): Usage {
  let usage = usages.get(G);
  if (!usage) {
    usage = {
      baseline: heapSize(),
      measured: SMALLEST,
      counted: account.used,
      freed: 0,
      limit: Infinity,
      next: Infinity,
    };
    usages.set(G, usage);
  }
  return usage;
}

/** The bytes a state may have in use: never too few, so that the limit holds. */
function mostOf(usage: Usage): number {
  return usage.measured + Math.max(account.used - usage.counted, 0);
}

/** The bytes a state has in use, as well as can be told. */
export function memoryOf(G: Global): number {
  const usage = usageOf(G);
  return mostOf(usage) - usage.freed;
}

let gc: (() => void) | undefined;

/** Runs V8's collector. */
function collectGarbage(): void {
  if (gc === undefined) {
    setFlagsFromString("--expose-gc");
    gc = runInNewContext("gc") as () => void;
  }
  forget(regs.L);
  gc();
}

/** Runs the collector and looks how much is left. */
export function collectNow(G: Global): void {
  const usage = usageOf(G);
  const shown = memoryOf(G);
  const before = heapSize();
  collectGarbage();
  const left = Math.max(shown - Math.max(before - heapSize(), 0), SMALLEST);
  measure(usage);
  usage.freed = Math.max(mostOf(usage) - left, 0);
}

/** Drops what the machine still refers to though nothing will look at it again. */
export function forget(L: Thread): void {
  recent.closures = new WeakMap();
  regs.rets = NO_VALUES;
  regs.loop = NO_VALUES;
  regs.value = undefined;
  if (regs.pending === null) regs.pendingArgs = NO_VALUES;
  L.stack.length = L.top;
  for (let { next } = L.ci; next !== null; { next } = next) {
    next.fn = null;
    next.frame = null;
  }
}

/** A collection of Lua's own has found what the state has in use. */
export function setUsage(G: Global, bytes: number): void {
  const usage = usageOf(G);
  usage.measured = bytes;
  usage.counted = account.used;
  usage.freed = 0;
}

function measure(usage: Usage): void {
  const size = heapSize();
  usage.baseline = Math.min(usage.baseline, size);
  const share = Math.max(size - usage.baseline, SMALLEST);
  const claimed = mostOf(usage);
  // What others put on the heap meanwhile is not this state's: it cannot have more than it asked for.
  usage.measured = Math.min(share, claimed);
  usage.freed = Math.min(usage.freed, usage.measured - SMALLEST);
  usage.counted = account.used;
}

export function setLimit(G: Global, bytes: number): void {
  const usage = usageOf(G);
  usage.limit = bytes;
  usage.next = account.used + Math.min(STEP, bytes / 8);
  watch(G, usage);
}

/** The states with a limit; few, so a list will do. */
const watched = new Map<Global, Usage>();

function watch(G: Global, usage: Usage): void {
  if (usage.limit === Infinity) watched.delete(G);
  else watched.set(G, usage);
  setChecks(nextLook(), account.due);
}

/** `account.used` at which to look at the heap or at a state with a limit. */
function nextLook(): number {
  return Math.min(heap.next, ...[...watched.values()].map((usage) => usage.next));
}

/** Looks at the heap and the running state's limit; raises "not enough memory" when one is passed for good. */
export function checkLimit(G: Global): void {
  const usage = watched.get(G);
  try {
    if (account.used > heap.next) checkHeap();
  } finally {
    setChecks(Math.max(account.used + STEP, nextLook()), account.due);
  }
  if (usage === undefined) return;
  // The heap with its garbage may already show that there is room; only then a collection has to.
  if (mostOf(usage) > usage.limit) measure(usage);
  if (mostOf(usage) > usage.limit * 0.9) collectNow(G);
  const left = usage.limit - mostOf(usage);
  usage.next = account.used + Math.max(left / 2, usage.limit / 16);
  watch(G, usage);
  if (left < 0) memoryError();
}

/** Counts an allocation that is about to be made. */
export function charge(G: Global, bytes: number): void {
  account.used += bytes;
  if (account.used > account.limit) checkLimit(G);
}

account.over = () => {
  if (account.used > account.due) lookAtPace();
  if (account.used <= account.limit) return;
  // Outside of any call there is no one to raise an error for.
  if (regs.L.nC > 0) checkLimit(regs.L.G);
  else setChecks(account.used + STEP, account.due);
};

/** Forgets a state that has been closed. */
export function release(G: Global): void {
  watched.delete(G);
}
