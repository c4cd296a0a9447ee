/** One measured figure. */
export interface BenchResult {
  name: string;
  value: number;
  unit: string;
}

/** Something to measure; `npm run bench` runs those that the files beside this one export as `benches`. */
export interface Bench {
  name: string;
  run(): Promise<BenchResult> | BenchResult;
}
