/**
 * A process that ends itself (SIGKILL) at a fault point.
 * Arguments: the map, the log, the fault point, and how often it is passed before.
 *
 * Every addition is noted in the log before (`+GUID n`) and after (`=`).
 */
import fs from "node:fs";
import { atFaultPoints, type FaultPoint } from "../../../../src/shm/fault-points.ts";
import { SharedMap } from "../../../../src/shm/index.ts";

const [path = "", logFile = "", point = "", before = "0"] = process.argv.slice(2);
const log = fs.openSync(logFile, "a");
let left = Number(before);

atFaultPoints((passed: FaultPoint) => {
  if (passed === point && left-- === 0) process.kill(process.pid, "SIGKILL");
});

function count(map: SharedMap, guid: string, n: number): void {
  const object = map.object({ guid, type: "backend" });
  fs.writeSync(log, `+${guid} ${n}\n`);
  object.add("stot", n);
  fs.writeSync(log, "=\n");
}

const map = SharedMap.open(path, { access: "member", create: true });
count(map, "old", 3);
count(map, "new", 5);
map.heartbeat();
count(map, "old", 7);
map.close();
