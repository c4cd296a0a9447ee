import { runInHalua, runInHaproxy } from "../api/support/real-script.ts";
import { findHaproxy } from "../conformance/real-haproxy.ts";
import type { BenchResult } from "./bench.ts";

/**
 * Runs a task that `say`s one figure, in the built halua and, where there is
 * one (`HAPROXY_PROGRAM`, or `haproxy`), in a real HAProxy; gives both.
 */
export async function besideHaproxy(name: string, task: string, unit: string): Promise<BenchResult> {
  const value = figure(await runInHalua(task));
  const haproxy = findHaproxy(process.env.HAPROXY_PROGRAM ?? "haproxy");
  if (!haproxy) return { name, value, unit };
  const said = await runInHaproxy(haproxy, task);
  const other = `HAProxy ${haproxy.version}`;
  if (said.length === 0) return { name, value, unit: `${unit}; ${other} did not finish` };
  // An older one does not have everything.
  if (said[0]?.includes("attempt to call a nil value"))
    return { name, value, unit: `${unit}; ${other} cannot` };
  const theirs = figure(said);
  const ratio = (value / theirs).toFixed(2);
  return { name, value, unit: `${unit}; ${other}: ${theirs}, so ${ratio} of it` };
}

/** The figure that a script said; anything else it said is an error. */
function figure(said: readonly string[]): number {
  const value = Number(said[0]);
  if (said.length !== 1 || !(value > 0)) throw new Error(`the script said: ${said.join("; ")}`);
  return value;
}
