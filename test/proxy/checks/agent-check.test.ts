import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { VirtualTime } from "../../../src/lab/virtual-time.ts";
import { Origin, Scene } from "../backend/support/scene.ts";

/** What an agent says, and what HAProxy 3.5-dev5 then shows of the server: status, weight, limit, agent's status and words. */
const CASES: readonly (readonly [answer: string, ...shown: unknown[]])[] = [
  ["up\n", "no check", 100, undefined, "L7OK", "via agent : up"],
  ["down\n", "DOWN (agent)", 100, undefined, "L7STS", "via agent : down"],
  ["75%,maxconn:30,maint,down\n", "MAINT", 75, 30, "L7STS", "via agent : down"],
  ["drain\n", "DRAIN (agent)", 100, undefined, "CHECKED", ""],
  ["ready up 50%\n", "no check", 50, undefined, "L7OK", "via agent : up"],
  ["fail # out of disk\n", "DOWN (agent)", 100, undefined, "L7STS", "via agent : fail (out of disk)"],
  ["STOPPED#x\n", "no check", 100, undefined, "CHECKED", "agent reports an error : STOPPED#x"],
  ["up # fine\n", "no check", 100, undefined, "L7OK", "via agent : up (fine)"],
  ["weird up\n", "no check", 100, undefined, "L7OK", "via agent : up (weird)"],
  ["down weird # why\n", "DOWN (agent)", 100, undefined, "L7STS", "via agent : down (why)"],
  ["weight:12 up\n", "no check", 12, undefined, "L7OK", "via agent : up"],
  ["999% up\n", "no check", 256, undefined, "L7OK", "via agent : up"],
  [
    "weight:999\n",
    ...["no check", 100, undefined, "CHECKED"],
    "agent warns : Absolute weight can only be between 0 and 256 inclusive.\n",
  ],
  [
    "maxconn:abc up # so\n",
    ...["no check", 100, undefined, "L7OK"],
    "via agent : up (maxconn string empty or preceded by garbage\n)",
  ],
  ["\n", "no check", 100, undefined, "CHECKED", ""],
  ["ready\r\n", "no check", 100, undefined, "CHECKED", ""],
  ["", "no check", 100, undefined, "L7RSP", "TCPCHK got an empty response at step 2"],
];

describe("agent checks", () => {
  const opened: (Origin | Scene)[] = [];
  afterEach(() => opened.splice(0).forEach((one) => one.close()));

  /** A server with an agent that has been asked once. */
  async function asked(serve: (socket: Socket) => void, parameters = ""): Promise<Scene> {
    const agent = await new Origin(serve).listen();
    opened.push(agent);
    const time = new VirtualTime();
    const line = `server s1 127.0.0.1:1 weight 100 agent-check agent-port ${agent.port} ${parameters}`;
    const scene = new Scene(`backend be\n option log-health-checks\n ${line}\n`, time);
    opened.push(scene);
    scene.backend.start();
    const [model] = scene.proxy.model.servers;
    time.advanceSync(0);
    while (model?.agent.hasReport !== true) await new Promise((resolve) => setImmediate(resolve));
    return scene;
  }

  for (const [answer, ...shown] of CASES) {
    it(`are told ${JSON.stringify(answer)}`, async () => {
      const scene = await asked((socket) => void socket.end(answer));
      const columns = ["status", "weight", "slim", "agent_status", "last_agt"];
      assert.deepEqual(
        columns.map((name) => scene.stat(name, "s1")),
        shown,
      );
    });
  }

  it("tell an agent what it is to be told", async () => {
    let told = "";
    await asked((socket) => {
      socket.on("data", (bytes) => {
        told += bytes.toString();
        socket.end("up\n");
      });
    }, "agent-send pouet");
    assert.equal(told, "pouet");
  });

  it("leave a server up whose agent cannot be reached", async () => {
    const time = new VirtualTime();
    const scene = new Scene("backend be\n server s1 127.0.0.1:1 agent-check agent-port 1\n", time);
    opened.push(scene);
    scene.backend.start();
    const [model] = scene.proxy.model.servers;
    time.advanceSync(0);
    while (model?.agent.hasReport !== true) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(scene.stat("status", "s1"), "no check");
    assert.equal(scene.stat("agent_status", "s1"), "L4CON");
  });
});
