/**
 * One life of a member: race for slots, then claim one, make objects, and count
 * until told to end.
 * Arguments: the map, the owners' file, the log, the guid that this one's
 * neighbours make at the same moment, how it will end, a seed.
 *
 * Every addition is noted in the log before (`+guid n`) and after (`=`), so that
 * whoever kills this process knows what it had counted, but for one addition.
 */
import fs from "node:fs";
import { releaseOnExit, SharedMap } from "../../../../src/shm/index.ts";
import { MapFile } from "../../../../src/shm/map-file.ts";
import { Memory } from "../../../../src/shm/memory.ts";
import { SlotClaim } from "../../../../src/shm/slot-claim.ts";
import { Owners } from "../owners.ts";

const [path = "", ownersFile = "", logFile = "", raced = "", ending = "", seed = "0"] = process.argv.slice(2);
const RACES = 1_500;
const BURST = 10_000;
const log = fs.openSync(logFile, "a");
const owners = new Owners(ownersFile);
const { pid } = process;

function own(slot: number): void {
  const other = owners.enter(slot, pid);
  if (other !== 0) fs.writeSync(log, `!slot ${slot} has another owner, ${other}\n`);
}

function disown(slot: number): void {
  if (!owners.leave(slot, pid)) fs.writeSync(log, `!slot ${slot} was taken over\n`);
}

const file = MapFile.open(path, true, { allowSymlink: false, allowForeignOwner: false });
const layout = file.detect();
const memory = Memory.map(file, layout, 0);
for (let race = 0; race < RACES; race++) {
  const claim = SlotClaim.claim(memory, pid, Atomics.load(memory.u32, layout.nowMsOffset >>> 2));
  if (!claim) continue;
  own(claim.slot);
  const written = Atomics.load(memory.i32, (layout.slotsOffset + claim.slot * layout.slotSize) >>> 2);
  if (written !== pid) fs.writeSync(log, `!slot ${claim.slot} names ${written} as its owner\n`);
  disown(claim.slot);
  claim.release();
}

const map = SharedMap.open(path, { access: "member" });
const slot = map.mySlot ?? -1;
own(slot);
let isReleased = false;
releaseOnExit({
  release: () => {
    if (!isReleased) disown(slot);
    isReleased = true;
    map.close();
  },
});

const objects = ["kept-a", "kept-b", raced].map((guid) => map.object({ guid, type: "backend" }));
const hot = map.object({ guid: "hot", type: "backend" });
let state = Number(seed);

/** A number below `below`, from the seed. */
function random(below: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

function count(): void {
  const object = objects[random(objects.length)];
  const n = random(1_000) + 1;
  fs.writeSync(log, `+${object?.guid ?? ""} ${n}\n`);
  object?.add("stot", n);
  fs.writeSync(log, "=\n");
}

let bursts = 3;

/** Many additions at the pace at which two processes get in each other's way; not where a kill could hide a loss. */
function burst(): void {
  if (ending === "SIGKILL" || bursts-- <= 0) return;
  fs.writeSync(log, `+hot ${BURST}\n`);
  for (let turn = 0; turn < BURST; turn++) hot.add("stot", 1);
  fs.writeSync(log, "=\n");
}

map.startHeartbeat();
for (let turn = 0; turn < 20; turn++) count();
if (!map.heartbeat()) fs.writeSync(log, `!slot ${slot} was lost\n`);
process.stdout.write(`up ${slot}\n`);
const pace = setInterval(() => {
  for (let turn = random(10); turn >= 0; turn--) count();
  burst();
  if (map.mySlot !== slot) fs.writeSync(log, `!slot ${slot} was lost\n`);
}, 3);
process.stdin.on("data", () => {
  clearInterval(pace);
  process.exit(0);
});
