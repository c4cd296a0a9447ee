import { readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { nearestWord } from "../config/nearest.ts";
import { HaluaError } from "../errors.ts";
import { atFaultPoints, faultPoints, type FaultPoint } from "../shm/fault-points.ts";

/**
 * The environment variable by which the reload lab names a file to its
 * processes. Without it no worker looks for anything.
 */
export const crashFileVariable = "HALUA_LAB_CRASH_FILE";

/** Where the next worker that starts is to die, once. */
interface CrashOrder {
  readonly point: FaultPoint;
  /** How often it passes the point before. */
  readonly before: number;
}

/** The crash point of a name. Throws E_LAB where there is none. */
export function crashPoint(name: string): FaultPoint {
  const known = faultPoints.find((each) => each === name);
  if (known !== undefined) return known;
  const meant = nearestWord(name, faultPoints);
  const hint = meant === undefined ? `there are ${faultPoints.join(", ")}` : `did you mean '${meant}'?`;
  throw new HaluaError("E_LAB", `there is no crash point '${name}': ${hint}`);
}

/** For the lab: has the next worker that finds `file` die at a point, once it has passed it `before` times. */
export function orderCrash(file: string, point: FaultPoint, before: number): void {
  const order: CrashOrder = { point, before };
  writeFileSync(`${file}.new`, JSON.stringify(order));
  renameSync(`${file}.new`, file);
}

/** For a worker that starts: follows the lab's order, if there is one. The next worker finds none. */
export function followCrashOrder(): void {
  const file = process.env[crashFileVariable];
  if (file === undefined) return;
  const order = takeOrder(file);
  if (!order) return;
  let left = order.before;
  atFaultPoints((passed) => {
    if (passed === order.point && left-- === 0) process.kill(process.pid, "SIGKILL");
  });
}

function takeOrder(file: string): CrashOrder | undefined {
  try {
    const text = readFileSync(file, "utf8");
    unlinkSync(file);
    return JSON.parse(text) as CrashOrder;
  } catch {
    return undefined;
  }
}
