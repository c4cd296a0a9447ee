import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { readErrorFile } from "../../../src/proxy/http/errorfile.ts";
import { haproxyOrSkip, haproxyVersion } from "./support/differences.ts";

/** Files, and what HAProxy 3.5-dev5 says of each. */
const files: readonly [raw: string, error: string | undefined][] = [
  ["HTTP/1.1 503 X\r\ncontent-length: 2\r\n\r\nok", undefined],
  ["HTTP/1.0 503 X\n\nok", undefined],
  ["HTTP/1.1 503 X\r\n\r\n", undefined],
  ["\r\n\r\nHTTP/1.1 503 X\r\n\r\n", undefined],
  ["HTTP/1.1 304 X\r\n\r\n", undefined],
  ["HTTP/1.1 101 X\r\n\r\n", undefined],
  ["HTTP/1.1 503 X\r\ntransfer-encoding: gzip\r\n\r\nok", undefined],
  ["HTTP/1.1 503 X\r\nHost: a\r\nconnection: close, foo\r\n\r\nok", undefined],
  ["HTTP/1.1 503 X\r\n", "unable to parse headers (error offset: -2)"],
  ["hello", "unable to parse headers (error offset: 0)"],
  ["http/1.1 503 X\r\n\r\n", "unable to parse headers (error offset: 0)"],
  [" HTTP/1.1 503 X\r\n\r\n", "unable to parse headers (error offset: 0)"],
  ["HTTP/1.1 5033 X\r\n\r\n", "unable to parse headers (error offset: 12)"],
  ["HTTP/1.1 503\r\nA b: c\r\n\r\n", "unable to parse headers (error offset: 15)"],
  ["HTTP/1.1 503 X\r\na: b\r\nc\r\n\r\n", "unable to parse headers (error offset: 23)"],
  ["HTTP/1.1 503 X\r\ncontent-length: x\r\n\r\nok", "unable to parse headers (error offset: 32)"],
  [
    "HTTP/1.1 503 X\r\ncontent-length: 3\r\n\r\nok",
    "payload size does not match the announced content-length (2 != 3)",
  ],
  ["HTTP/1.1 503 X\r\ncontent-length: 0\r\n\r\nok", "message payload not expected"],
  ["HTTP/1.1 204 X\r\n\r\nok", "message payload not expected"],
  ["HTTP/1.1 503 X\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n", "chunk-encoded payload not supported"],
  ["HTTP/1.1 100 X\r\n\r\n", "invalid http status code for an error message (100)"],
  ["HTTP/11 503 X\r\n\r\n", "invalid http version (HTTP/11)"],
];

describe("error files", () => {
  it("are taken and refused in HAProxy's words", () => {
    for (const [raw, error] of files) {
      const read = readErrorFile(raw);
      assert.ok(read !== "empty");
      assert.equal("error" in read ? read.error : undefined, error, JSON.stringify(raw));
    }
  });

  it("have a head and a body", () => {
    const read = readErrorFile("HTTP/1.1 503 Away\r\nX: y\r\n\r\nback soon\xff");
    assert.ok(read !== "empty" && !("error" in read));
    assert.equal(read.head.status, 503);
    assert.equal(read.head.reason, "Away");
    assert.deepEqual([...read.head.headers], [["x", "y"]]);
    assert.equal(read.body, "back soon\xff");
    assert.equal(readErrorFile(""), "empty");
  });

  it("are judged as by a real HAProxy", function () {
    const program = haproxyOrSkip(this);
    // Older ones take long status codes, and count offsets otherwise.
    if (haproxyVersion(program) < 3.004) this.skip();
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "hx"));
    try {
      for (const [raw, error] of files) {
        const file = path.join(folder, "page");
        fs.writeFileSync(file, raw, "latin1");
        const config = path.join(folder, "c.cfg");
        fs.writeFileSync(config, `defaults\n  mode http\nbackend b\n  errorfile 503 ${file}\n`);
        const { stderr } = spawnSync(program, ["-c", "-f", config], { encoding: "utf8" });
        const said = /'[^']*\/page': (.*)/.exec(stderr)?.[1];
        assert.equal(said, error, JSON.stringify(raw));
      }
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
