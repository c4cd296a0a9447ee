/**
 * The moments in the life of a member at which a test may end its process: each
 * stands behind the step that it names.
 */
export const faultPoints = [
  "claim heartbeat",
  "claim pid",
  "claim inherit",
  "reset objects",
  "beat",
  "adopt users",
  "add count",
  "seize users",
  "seize hide",
  "seize own",
  "add name",
  "add publish",
  "grow file",
  "grow room",
  "count",
  "release users",
  "release heartbeat",
  "release pid",
] as const;

export type FaultPoint = (typeof faultPoints)[number];

let hook: ((point: FaultPoint) => void) | undefined;

/** Passes a fault point: nothing happens unless a test has asked to be told. */
export function pass(point: FaultPoint): void {
  if (hook !== undefined) hook(point);
}

/** For tests: has `told` called at each fault point of this process; undefined ends that. */
export function atFaultPoints(told: ((point: FaultPoint) => void) | undefined): void {
  hook = told;
}
