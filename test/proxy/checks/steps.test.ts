import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { VirtualTime } from "../../../src/lab/virtual-time.ts";
import { Origin, Scene } from "../backend/support/scene.ts";
import { stepCases, type Part } from "./support/step-cases.ts";

/** Plays a server's part on a connection. */
const playing =
  ({ greeting, answers = [] }: Part) =>
  (socket: Socket): void => {
    const left = [...answers];
    const endIfDone = (): void => {
      if (left.length === 0) socket.end();
    };
    socket.on("error", () => undefined);
    if (greeting !== undefined) socket.write(greeting, "latin1");
    if (greeting !== undefined || answers.length > 0) endIfDone();
    socket.on("data", () => {
      const answer = left.shift();
      if (answer !== undefined) socket.write(answer, "latin1");
      endIfDone();
    });
  };

describe("health checks in steps", () => {
  const opened: (Origin | Scene)[] = [];
  afterEach(() => opened.splice(0).forEach((one) => one.close()));

  for (const { name, lines, server, shown } of stepCases) {
    it(`know ${name}`, async () => {
      const origin = await new Origin(playing(server)).listen();
      opened.push(origin);
      const time = new VirtualTime();
      const scene = new Scene(
        `defaults\n mode http\nbackend be\n ${lines.join("\n ")}\n server s1 127.0.0.1:${origin.port} check fall 1 rise 1\n`,
        time,
      );
      opened.push(scene);
      scene.backend.start();
      const [model] = scene.proxy.model.servers;
      time.advanceSync(0);
      while (model?.check.hasReport !== true) await new Promise((resolve) => setImmediate(resolve));
      const seen = ["check_status", "check_code", "last_chk"].map((column) => scene.stat(column, "s1"));
      assert.deepEqual(seen, shown);
    });
  }
});
