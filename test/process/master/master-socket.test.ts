import assert from "node:assert/strict";
import { once } from "node:events";
import { createConnection, type NetConnectOpts } from "node:net";
import { freePort } from "../../../src/lab/instances/index.ts";
import { Master } from "../../../src/process/master/master.ts";
import { MasterSocket } from "../../../src/process/master/master-socket.ts";

/** Where a master takes its commands: `-S`. */
describe("a master's socket", () => {
  let master: Master;
  before(() => {
    const onReady = (): void => undefined;
    master = new Master({ program: "none", args: [], quiet: true, systemd: false, onReady });
  });

  async function ask(place: NetConnectOpts, line: string): Promise<string> {
    const socket = createConnection(place);
    let answer = "";
    socket.setEncoding("latin1").on("data", (text: string) => (answer += text));
    socket.end(`${line}\n`);
    await once(socket, "close");
    return answer;
  }

  it("can be at an address, or a name of the abstract name space", async () => {
    const port = await freePort();
    const name = `halua-test-${process.pid}`;
    const places = [
      [`ipv4@127.0.0.1:${port}`, { host: "127.0.0.1", port }],
      [`abns@${name},mode,600`, { path: `\0${name}` }],
    ] as const;
    for (const [text, place] of places) {
      const socket = await MasterSocket.open(text, master);
      assert.equal(await ask(place, "echo here"), "here\n\n");
      socket.close();
    }
  });

  it("says what it cannot be", async () => {
    const refused = async (text: string, why: RegExp): Promise<void> =>
      assert.rejects(MasterSocket.open(text, master), (error: Error & { code?: string }) => {
        assert.equal(error.code, "E_SOCKET");
        assert.match(error.message, why);
        return true;
      });
    await refused("127.0.0.1", /names neither a path nor a port/);
    await refused("sockpair@3", /cannot be a sockpair@/);
    await refused("/no/such/folder/socket", /cannot open '\/no\/such\/folder\/socket'/);
  });
});
