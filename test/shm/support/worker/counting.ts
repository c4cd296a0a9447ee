/**
 * A process that counts until it is killed or its input ends.
 * Arguments: the map, the log, and at which atomic change of shared memory to
 * die (-1 for never; then it counts on at random).
 *
 * Every addition is noted in the log before (`+n`) and after (`=`), so that
 * whoever kills this process knows what it had counted, but for one addition.
 */
import fs from "node:fs";
import { releaseOnExit, SharedMap } from "../../../../src/shm/index.ts";
import { interrupt } from "../atomics.ts";

const [path = "", logFile = "", dieAt = "-1", seed = "1"] = process.argv.slice(2);
const log = fs.openSync(logFile, "a");
let state = Number(seed);

function random(below: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

function count(map: SharedMap, n: number): void {
  fs.writeSync(log, `+${n}\n`);
  map.metrics.counter("jobs").add(n);
  fs.writeSync(log, "=\n");
}

function life(): void {
  const map = SharedMap.open(path, { access: "member" });
  map.metrics.gauge("depth").set(7);
  for (let turn = 0; turn < 3; turn++) count(map, 1 + random(1000));
  map.heartbeat();
  map.metrics.counter(`own.${seed}`).add(1);
  count(map, 1 + random(1000));
  map.close();
}

if (dieAt === "-1") {
  const map = SharedMap.open(path, { access: "member" });
  releaseOnExit({ release: () => map.close() });
  map.startHeartbeat();
  map.metrics.gauge("depth").set(7);
  count(map, 1);
  process.stdout.write("up\n");
  setInterval(() => {
    for (let turn = random(50); turn >= 0; turn--) count(map, 1 + random(1000));
    map.heartbeat();
  }, 1);
  process.stdin.on("data", () => process.exit(0));
} else {
  interrupt(life, Number(dieAt), () => process.kill(process.pid, "SIGKILL"));
}
