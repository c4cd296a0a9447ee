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
    assert.match(refusal(["-f", "a", "-D"]), /^HAProxy's option -D is not there yet$/);
    assert.match(refusal(["-f", "a", "--frob"]), /^--frob is no option of HAProxy/);
    assert.equal(refusal(["-v"]), "");
  });
});
