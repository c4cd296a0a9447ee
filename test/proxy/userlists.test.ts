import assert from "node:assert/strict";
import { hasHash } from "../../src/proxy/password-hash.ts";
import { Userlists } from "../../src/proxy/userlists.ts";

const location = { file: "test.cfg", line: 1 };

/** Made by the system's crypt(3) (Debian's libcrypt). */
const hashes: readonly (readonly [password: string, hash: string])[] = [
  ["pass word!", "$1$abcdefgh$k/3pJ/GL.Vl7LbXQmQIKx1"],
  ["pass word!", "$1$xy$6QHvXXmrCLo8xl0fkCizO0"],
  ["", "$1$ab$rn6aQS/o7141mj179E/zA."],
  ["\u00c3\u00a9", "$1$abcdefgh$CTFp3Fa/Fi9ELV/HsoA3p/"],
  ["pass word!", "$5$saltsaltsaltsalt$fxjQkREU0aOW.S6x8JW842PpgvasIKfmjaCMzVOm9P."],
  [
    "pass word!",
    "$6$rounds=1234$abc$KB.H7KdMuIqABRK6cRa1svEa1jThK2M9QsHRGrzNHBIU8KljStmuR486aY4gsX2.k5/qic4WrznMrZBOjb8FX/",
  ],
  [
    "\u00c3\u00a9",
    "$6$rounds=1234$abc$U2P81W3jdO6Q.bcfpbc/NlCjSBHGcl6kOH5cjfm6mSYS1dijGtOVHSdx7JiHQpl4IdRd6VSamnjt1IYy.LX0c/",
  ],
  [
    "pass word!",
    "$6$averyveryverylon$tEZc7.6BnbtD1tRsRs5CQ5GHDqq9H8EpV04N9l2zmNWjVBqWO0yyNU3lz8ErMZ.maBNiWgZspAbQdXXAOBOZR0",
  ],
  ["pass word!", "$2b$05$abcdefghijklmnopqrstuuj5AZ2WDZ1PTYj/HV3EL2BuCf0pTJhxe"],
];

describe("passwords' hashes", () => {
  for (const [password, hash] of hashes) {
    it(`knows the password of ${hash.slice(0, 24)}`, () => {
      assert.equal(hasHash(password, hash), true);
      assert.equal(hasHash(`${password}x`, hash), false);
    });
  }

  it("takes nothing for the password of what is no hash", () => {
    assert.equal(hasHash("*", "*"), false);
    assert.equal(hasHash("x", "$6$"), false);
    assert.equal(hasHash("x", "$5$rounds=10$abc"), false);
  });
});

describe("userlists", () => {
  const hash = "$1$abcdefgh$k/3pJ/GL.Vl7LbXQmQIKx1";
  const lists = new Userlists([
    {
      name: "staff",
      location,
      groups: ["admins"],
      users: [
        { name: "ann", password: "secret", insecure: true, groups: ["admins", "all"] },
        { name: "bob", password: hash, insecure: false, groups: [] },
        { name: "carl", insecure: true, groups: [] },
      ],
    },
  ]);

  it("compares passwords as they are, and with their hashes", () => {
    assert.equal(lists.check("staff", "ann", "secret"), true);
    assert.equal(lists.check("staff", "ann", "Secret"), false);
    for (let time = 0; time < 2; time++) {
      assert.equal(lists.check("staff", "bob", "pass word!"), true);
      assert.equal(lists.check("staff", "bob", "pass word?"), false);
    }
    assert.equal(lists.check("staff", "bob", hash), false);
  });

  it("lets nobody in without a password, and no strangers", () => {
    assert.equal(lists.check("staff", "carl", ""), false);
    assert.equal(lists.check("staff", "dora", "secret"), false);
    assert.equal(lists.check("other", "ann", "secret"), false);
  });

  it("knows the groups of its users", () => {
    assert.deepEqual(lists.groups("staff", "ann"), ["admins", "all"]);
    assert.equal(lists.groups("staff", "dora"), undefined);
  });
});
