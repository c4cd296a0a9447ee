import assert from "node:assert/strict";
import { isHaproxyCommandLine, readHaproxyOptions } from "../../src/cli/haproxy-options.ts";

describe("HAProxy's command line", () => {
  it("is known by its first word", () => {
    for (const first of ["-f", "-c", "-db", "-v", "-vv", "-q", "-D", "-W", "-dM0x50", "-C"]) {
      assert.equal(isHaproxyCommandLine([first, "x"]), true, first);
    }
    for (const first of ["run", "--help", "--version", "-e", "-h", undefined]) {
      assert.equal(isHaproxyCommandLine(first === undefined ? [] : [first]), false, first);
    }
  });

  it("names files by -f and behind --", () => {
    const { files, check, debug, quiet } = readHaproxyOptions([
      "-db",
      "-f",
      "a",
      "-c",
      "-f",
      "b",
      "-d",
      "-q",
      "--",
      "c",
      "-d",
    ]);
    assert.deepEqual(files, ["a", "b", "c", "-d"]);
    assert.deepEqual([check, debug, quiet], [true, true, true]);
  });

  it("names the processes to replace, up to the next option", () => {
    const { replaces, files } = readHaproxyOptions(["-sf", "12", "345", "-f", "a"]);
    assert.deepEqual(replaces, { pids: [12, 345], signal: "SIGUSR1" });
    assert.deepEqual(files, ["a"]);
    assert.deepEqual(readHaproxyOptions(["-f", "a", "-st"]).replaces, { pids: [], signal: "SIGTERM" });
  });

  it("is refused where it is wrong or not there yet", () => {
    const refusal = (args: string[]): string => {
      try {
        readHaproxyOptions(args);
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    };
    assert.match(refusal(["-f"]), /^-f needs an argument$/);
    assert.match(refusal(["-c"]), /^no configuration: /);
    assert.match(refusal(["-f", "a", "-N", "5"]), /^HAProxy's option -N is not there yet$/);
    assert.match(refusal(["-f", "a", "-x", "sock"]), /^-x: Node.js cannot take open sockets/);
    assert.match(refusal(["-f", "a", "-n", "many"]), /^-n needs a number, not 'many'$/);
    assert.match(refusal(["-f", "a", "--frob"]), /^--frob is no option of HAProxy/);
    assert.equal(refusal(["-v"]), "");
  });
});
