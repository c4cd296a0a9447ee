import assert from "node:assert/strict";
import { readProxyHeader } from "../../../src/proxy/frontend/proxy-protocol.ts";
import { crc32c } from "../../../src/samples/converters/hashes.ts";

const signature = "\r\n\r\n\0\r\nQUIT\n";
const addresses = Buffer.from([10, 0, 0, 1, 10, 0, 0, 2, 0x12, 0x34, 0, 80]);

const field = (type: number, value: string): Buffer =>
  Buffer.concat([Buffer.from([type, value.length >> 8, value.length & 255]), Buffer.from(value, "latin1")]);

/** A header of version 2 for IPv4, with these fields; `command` is 1 for PROXY, 0 for LOCAL. */
function header(fields: readonly Buffer[], command = 1): Buffer {
  const body = Buffer.concat([...(command === 1 ? [addresses] : []), ...fields]);
  const head = Buffer.from([0x20 | command, command === 1 ? 0x11 : 0, body.length >> 8, body.length & 255]);
  return Buffer.concat([Buffer.from(signature, "latin1"), head, body]);
}

function fieldsOf(bytes: Buffer): unknown {
  const read = readProxyHeader(bytes);
  return typeof read === "object" ? read.fields : read;
}

describe("fields of the PROXY protocol", () => {
  it("are read in order, several of a type too", () => {
    const bytes = header([field(2, "example.org"), field(0xe0, "a"), field(5, "id"), field(0xe0, "")]);
    assert.deepEqual(fieldsOf(bytes), [
      { type: 2, value: "example.org" },
      { type: 0xe0, value: "a" },
      { type: 5, value: "id" },
      { type: 0xe0, value: "" },
    ]);
    assert.deepEqual(fieldsOf(header([field(2, "x")], 0)), [{ type: 2, value: "x" }]);
    assert.deepEqual(fieldsOf(header([])), []);
    assert.deepEqual(fieldsOf(Buffer.from("PROXY TCP4 1.2.3.4 5.6.7.8 9 10\r\n")), []);
  });

  it("must end where the header ends, and not be too long", () => {
    const whole = header([field(2, "example.org")]);
    const cut = Buffer.from(whole.subarray(0, whole.length - 1));
    cut.writeUInt16BE(cut.length - 16, 14);
    assert.equal(fieldsOf(cut), "PRX_BAD_HDR");
    assert.equal(fieldsOf(header([field(2, "x".repeat(256))])), "PRX_BAD_HDR");
    assert.equal(fieldsOf(header([field(5, "x".repeat(129))])), "PRX_BAD_HDR");
    assert.equal(fieldsOf(header([field(0xe0, "x".repeat(1025))])), "PRX_BAD_HDR");
  });

  it("hold a checksum that is right", () => {
    const bytes = header([field(3, "\0\0\0\0"), field(2, "x")]);
    bytes.writeUInt32BE(crc32c(bytes) >>> 0, 16 + 12 + 3);
    assert.equal((fieldsOf(bytes) as unknown[]).length, 2);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    assert.equal(fieldsOf(bytes), "PRX_BAD_HDR");
    assert.equal(fieldsOf(header([field(3, "\0\0\0")])), "PRX_BAD_HDR");
  });
});
