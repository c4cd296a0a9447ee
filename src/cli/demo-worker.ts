import { SharedMap } from "../shm/index.ts";

/**
 * A process for `halua demo`: takes a slot and counts, as a proxy would. With a
 * second argument above 0 it stops heartbeating after that many milliseconds.
 */
const [path = "", silentAfter = "0"] = process.argv.slice(2);
const map = SharedMap.open(path, { access: "member", create: true });
process.once("exit", () => map.release());
for (const signal of ["SIGTERM", "SIGINT", "disconnect"] as const)
  process.once(signal, () => process.exit(0));

const frontend = map.object({ guid: "demo-frontend", type: "frontend" });
map.startHeartbeat();
setInterval(() => {
  frontend.add("stot", 1);
  frontend.add("hrsp_2xx", 1);
  frontend.add("bin", 120);
  frontend.add("bout", 2048);
}, 100);
if (Number(silentAfter) > 0) setTimeout(() => map.stopHeartbeat(), Number(silentAfter));
process.send?.("ready");
