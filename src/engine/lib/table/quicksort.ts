/**
 * What quicksort needs of the array. Lua's sort is not stable, and scripts see
 * the order it leaves equal elements in, so the choice of pivots and the order
 * of the swaps follow Lua 5.3's: only the storage differs.
 */
export interface Sortable {
  less(i: number, j: number): boolean;
  swap(i: number, j: number): void;
  /** Keeps element `i` as the pivot for the next comparisons. */
  hold(i: number): void;
  /** Whether element `i` is less than the pivot. */
  below(i: number): boolean;
  /** Whether the pivot is less than element `i`. */
  above(i: number): boolean;
  release(): void;
  fail(): never;
}

/** Partitions larger than this do not take their middle as the pivot. */
const largePartition = 100;

/** Sorts elements `low` to `high`; `seed` is 0 to begin with. */
export function quicksort(a: Sortable, low: number, high: number, seed: number): void {
  while (low < high) {
    if (a.less(high, low)) a.swap(low, high);
    if (high - low === 1) return;
    const pivot = pivotOf(low, high, seed);
    if (a.less(pivot, low)) a.swap(pivot, low);
    else if (a.less(high, pivot)) a.swap(pivot, high);
    if (high - low === 2) return;
    a.hold(pivot);
    a.swap(pivot, high - 1);
    const middle = partition(a, low, high);
    let smaller: number;
    if (middle - low < high - middle) {
      quicksort(a, low, middle - 1, seed);
      smaller = middle - low;
      low = middle + 1;
    } else {
      quicksort(a, middle + 1, high, seed);
      smaller = high - middle;
      high = middle - 1;
    }
    // So lopsided a split means bad luck or malice: take pivots where nobody expects them.
    if (Math.floor((high - low) / 128) > smaller) seed = Math.floor(Math.random() * 0x7fffffff);
  }
}

function pivotOf(low: number, high: number, seed: number): number {
  if (high - low <= largePartition) return Math.floor((low + high) / 2);
  const quarter = Math.floor((high - low) / 4);
  return (seed % (quarter * 2)) + low + quarter;
}

/** Splits around the pivot held, which stands at high - 1; returns where it ends up. */
function partition(a: Sortable, low: number, high: number): number {
  let i = low;
  let j = high - 1;
  for (;;) {
    while (a.below(++i)) if (i === high - 1) a.fail();
    while (a.above(--j)) if (j < i) a.fail();
    if (j < i) {
      a.release();
      a.swap(high - 1, i);
      return i;
    }
    a.swap(i, j);
  }
}
