import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import { HaluaError } from "../../src/errors.ts";
import { SharedMap, type OpenOptions } from "../../src/shm/index.ts";
import { recordings } from "./support/golden.ts";
import { Scratch } from "./support/scratch.ts";

const sound = fs.readFileSync(recordings()[1]!.map);

describe("opening a map", () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.clean());

  function refusal(file: string, options: OpenOptions = {}): HaluaError {
    try {
      SharedMap.open(file, options).close();
    } catch (error) {
      assert.ok(error instanceof HaluaError, String(error));
      assert.ok(error.message.startsWith(`${file}: `));
      assert.doesNotMatch(error.message, /\n/);
      return error;
    }
    throw new assert.AssertionError({ message: `${file} was opened` });
  }

  it("refuses what is not there, naming the way out", () => {
    for (const access of ["observe", "member", "snapshot"] as const) {
      const error = refusal(scratch.file("absent"), { access });
      assert.equal(error.code, "E_MAP_OPEN");
      assert.match(error.message, /no such file or directory; .*check the path/);
    }
    const error = refusal(scratch.file("no/such/folder"), { access: "member", create: true });
    assert.equal(error.code, "E_MAP_OPEN");
    assert.deepEqual(fs.readdirSync(scratch.folder), [], "and leaves nothing behind");
  });

  it("refuses symbolic links unless allowed or a copy is read", () => {
    scratch.write(sound, "real");
    const link = scratch.file("link");
    fs.symlinkSync(scratch.file("real"), link);
    assert.match(refusal(link).message, /symbolic link/);
    assert.equal(refusal(link).code, "E_MAP_UNSAFE");
    assert.equal(refusal(link, { access: "member", create: true }).code, "E_MAP_UNSAFE");
    for (const options of [{ allowSymlink: true }, { access: "snapshot" as const }]) {
      const map = SharedMap.open(link, options);
      assert.equal(map.version, "1.2");
      assert.ok(map.slots().length > 0);
      map.close();
    }
  });

  it("refuses a dangling link to be created through", () => {
    fs.symlinkSync(scratch.file("target"), scratch.file("link"));
    for (const allowSymlink of [false, true])
      refusal(scratch.file("link"), { access: "member", create: true, allowSymlink });
    assert.deepEqual(fs.readdirSync(scratch.folder), ["link"]);
  });

  it("refuses directories, sockets and FIFOs, without waiting for anybody", async () => {
    const fifo = scratch.file("fifo");
    execFileSync("mkfifo", [fifo]);
    const socket = scratch.file("socket");
    const server = net.createServer().listen(socket);
    await new Promise((resolve) => server.once("listening", resolve));
    for (const access of ["observe", "member", "snapshot"] as const) {
      assert.match(refusal(fifo, { access }).message, /FIFO/);
      assert.match(refusal(scratch.folder, { access }).message, /directory/);
      assert.match(refusal(socket, { access }).message, /socket|no such device/);
    }
    assert.equal(refusal("/dev/null").code, "E_MAP_UNSAFE");
    await new Promise((resolve) => server.close(resolve));
  });

  it("refuses files of another user unless allowed or a copy is read", function () {
    // Only root can make a file another's.
    if (process.geteuid?.() !== 0) return this.skip();
    const file = scratch.write(sound);
    fs.chownSync(file, 12_345, 12_345);
    assert.equal(refusal(file).code, "E_MAP_UNSAFE");
    assert.match(refusal(file, { access: "member" }).message, /user id 12345/);
    SharedMap.open(file, { allowForeignOwner: true }).close();
    SharedMap.open(file, { access: "snapshot" }).close();
  });

  it("creates only for a member that asks, and joins what another created meanwhile", () => {
    const options: OpenOptions = { access: "member", create: true };
    const first = scratch.open({ ...options, version: "1.1" });
    const second = scratch.open({ ...options, version: "1.3" });
    assert.deepEqual([first.version, second.version], ["1.1", "1.1"]);
    assert.deepEqual([first.mySlot, second.mySlot], [0, 1]);
    assert.equal(refusal(scratch.file("other"), { access: "observe" }).code, "E_MAP_OPEN");
  });

  it("closes what it opened when it fails", () => {
    const before = fs.readdirSync("/proc/self/fd").length;
    const bad = scratch.write("bad bytes, many of them".repeat(100), "bad");
    for (let turn = 0; turn < 20; turn++) {
      refusal(bad);
      refusal(bad, { access: "member" });
      refusal(scratch.file("absent"));
    }
    const map = SharedMap.open(scratch.write(sound, "good"), { access: "member" });
    map.object({ guid: "fe-main", type: "frontend" });
    map.close();
    map.close();
    assert.equal(fs.readdirSync("/proc/self/fd").length, before);
    assert.throws(
      () => map.slots(),
      (error) => error instanceof HaluaError && error.code === "E_MAP_ACCESS",
    );
  });
});
