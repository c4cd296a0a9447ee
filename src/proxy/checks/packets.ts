/** Answers of protocols whose checks are more than a pattern. Source: tcpcheck.c, and the protocols' own manuals. */
import type { JudgePacket, PacketVerdict } from "./packet-verdict.ts";
import { spopHello } from "./spop-hello.ts";

const invalid = (info = ""): PacketVerdict => ({ status: "L7RSP", info, code: 0 });

const mysqlHead = 4;
const mysqlError = 0xff;

/** Where a packet of MySQL ends: behind a length of three bytes and a number. */
const mysqlEnd = (bytes: Buffer, at: number): number | undefined =>
  bytes.length < at + mysqlHead ? undefined : at + mysqlHead + bytes.readUIntLE(at, 3);

function mysqlPacket(bytes: Buffer, whole: boolean, at: number): PacketVerdict {
  const end = mysqlEnd(bytes, at);
  if (end === undefined || bytes.length < end) return whole ? invalid() : "more";
  if (bytes[at + mysqlHead] === mysqlError) {
    const code = bytes.length >= at + 7 ? bytes.readUInt16LE(at + 5) : 0;
    return { status: "L7STS", info: bytes.toString("latin1", at + 7), code };
  }
  return { fine: mysqlVersion(bytes) };
}

/** The server's version stands in the greeting, behind the packet's head and the protocol's number. */
function mysqlVersion(bytes: Buffer): string {
  const start = mysqlHead + 1;
  const end = bytes.indexOf(0, start);
  return bytes.toString("latin1", start, end < 0 ? bytes.length : end);
}

const mysqlGreeting: JudgePacket = (bytes, whole) => mysqlPacket(bytes, whole, 0);

/** The answer to a login stands behind the greeting. */
const mysqlOk: JudgePacket = (bytes, whole) => {
  const at = mysqlEnd(bytes, 0);
  if (at === undefined) return whole ? invalid() : "more";
  return mysqlPacket(bytes, whole, at);
};

const notLdap = invalid("Not LDAPv3 protocol");

/** Where the content of a BER element starts whose length is at `at`, and how long it is; undefined for a length that no server of LDAP sends. */
function berLength(
  bytes: Buffer,
  at: number,
): { readonly start: number; readonly length: number } | undefined {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { start: at + 1, length: first };
  const size = first & 0x7f;
  // Active Directory writes lengths in four bytes.
  if (size !== 2 && size !== 4) return undefined;
  const start = at + 1 + size;
  return { start, length: bytes.length < start ? Infinity : bytes.readUIntBE(at + 1, size) };
}

/** The answer to a bind request (RFC 4511, section 4.2.2). */
const ldapBind: JudgePacket = (bytes, whole) => {
  const message = berLength(bytes, 1);
  if (!message) return notLdap;
  if (bytes.length - message.start < message.length) return whole ? invalid() : "more";
  const { start } = message;
  // Its number is 1, and it is an answer to a bind.
  if (bytes.toString("latin1", start, start + 4) !== "\x02\x01\x01\x61") return notLdap;
  const size = bytes[start + 4] ?? 0;
  const result = start + 5 + (size >= 0x80 ? size & 0x7f : 0);
  if (bytes.length < result + 3) return whole ? invalid() : "more";
  if (bytes.toString("latin1", result, result + 2) !== "\x0a\x01") return notLdap;
  const code = bytes[result + 2] ?? 0;
  if (code === 0) return { fine: "Success" };
  const info = "See RFC: http://tools.ietf.org/html/rfc4511#section-4.1.9";
  return { status: "L7STS", info, code };
};

export const packetJudges = {
  "mysql-greeting": mysqlGreeting,
  "mysql-ok": mysqlOk,
  "ldap-bind": ldapBind,
  "spop-hello": spopHello,
} as const satisfies Record<string, JudgePacket>;
