import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { SocketWriter } from "../../../src/proxy/frontend/socket-writer.ts";

/** A socket that notes its pieces and takes more of them when told to. */
class SlowSocket extends Writable {
  readonly pieces: number[] = [];
  #taken: (() => void)[] = [];

  override _write(chunk: Buffer, _encoding: string, taken: () => void): void {
    this.pieces.push(chunk.length);
    this.#taken.push(taken);
  }

  take(): void {
    this.#taken.shift()?.();
  }
}

describe("a socket writer", () => {
  it("sends what is written in one turn as one piece", () => {
    const socket = new SlowSocket();
    const later: (() => void)[] = [];
    const writer = new SocketWriter(socket as never, {
      holds: false,
      soon: (fn) => void later.push(fn),
    });
    writer.write("head");
    writer.write(Buffer.from("body"));
    assert.deepEqual(socket.pieces, []);
    for (const fn of later) fn();
    assert.deepEqual(socket.pieces, [8]);
    assert.equal(writer.sent, 8);
  });

  it("sends a whole message at once, but where there is something more urgent", () => {
    const socket = new SlowSocket();
    const pace = { holds: false, soon: () => undefined };
    const writer = new SocketWriter(socket as never, pace);
    writer.write("whole");
    writer.complete();
    pace.holds = true;
    writer.write("held");
    writer.complete();
    assert.deepEqual(socket.pieces, [5]);
    writer.flush();
    socket.take();
    assert.deepEqual(socket.pieces, [5, 4]);
  });

  it("is blocked only while the socket will tell when it has drained", async () => {
    const socket = new SlowSocket();
    const writer = new SocketWriter(socket as never, { holds: false, soon: () => undefined });
    writer.write("head");
    writer.write(Buffer.alloc(65_536));
    // So much goes out at once: nobody is told when a writer's own memory has room again.
    assert.equal(socket.pieces.length, 1);
    assert.equal(writer.blocked, true);
    const drained = new Promise((resolve) => socket.once("drain", resolve));
    socket.take();
    socket.take();
    await drained;
    assert.equal(writer.blocked, false);
  });
});
