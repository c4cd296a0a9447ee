/** The answer of an SPOP agent to our greeting. Source: HAProxy's SPOE.txt, section 3.2; tcpcheck.c for what is said of it. */
import type { JudgePacket, PacketVerdict } from "./packet-verdict.ts";

/** Why an agent is refused: HAProxy's numbers and words (SPOP_ERR_*). */
const refusals = {
  invalid: [4, "invalid frame received"],
  noVersion: [5, "version value not found"],
  noFrameSize: [6, "max-frame-size value not found"],
  noCapabilities: [7, "capabilities value not found"],
  badVersion: [8, "unsupported version"],
  badFrameSize: [9, "max-frame-size too big or too small"],
} as const;

class Refusal extends Error {
  readonly code: number;

  constructor([code, text]: readonly [code: number, text: string]) {
    super(text);
    this.code = code;
  }
}

/** AGENT-HELLO and AGENT-DISCONNECT, in which HAProxy misses the version. */
const answers: ReadonlySet<number> = new Set([101, 102]);
/** The length, the type, the flags, and two numbers of one byte each. */
const headLength = 11;
const lengthBytes = 4;
const leastFrame = 256;
/** What we have announced: a buffer of the usual size less the length. */
const mostFrame = 16_380;

const numberTypes: ReadonlySet<number> = new Set([2, 3, 4, 5]);
const stringType = 8;
/** How many bytes the types have that carry no length: nothing, a flag, addresses. */
const plainSizes: Readonly<Record<number, number>> = { 0: 0, 1: 0, 6: 4, 7: 16 };

/** Reads names and values one after the other. */
class Items {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new Refusal(refusals.invalid);
    return byte;
  }

  /** A number of as many bytes as it takes. */
  number(): number {
    let byte = this.byte();
    let value = byte;
    if (byte < 0xf0) return value;
    let factor = 16;
    do {
      byte = this.byte();
      value += byte * factor;
      factor *= 128;
    } while (byte >= 0x80);
    return value;
  }

  text(): string {
    const length = this.number();
    const start = this.#at;
    this.#at += length;
    if (this.#at > this.#bytes.length) throw new Refusal(refusals.invalid);
    return this.#bytes.toString("latin1", start, this.#at);
  }

  /** A value of one of the types of whole numbers. */
  numberValue(): number {
    if (!numberTypes.has(this.byte() & 0x0f)) throw new Refusal(refusals.invalid);
    return this.number();
  }

  textValue(): string {
    if ((this.byte() & 0x0f) !== stringType) throw new Refusal(refusals.invalid);
    return this.text();
  }

  skipValue(): void {
    const type = this.byte() & 0x0f;
    const size = plainSizes[type];
    if (size !== undefined) this.#at += size;
    else if (numberTypes.has(type)) this.number();
    else this.text();
  }
}

function checkVersion(text: string): void {
  const [, major, minor] = /^\s*(\d+)\.(\d+)\s*$/.exec(text) ?? [];
  if (major === undefined || Number(major) === 0 || Number(minor) > 999) throw new Refusal(refusals.invalid);
  if (Number(major) !== 2) throw new Refusal(refusals.badVersion);
}

function checkFrameSize(size: number): void {
  if (size < leastFrame || size > mostFrame) throw new Refusal(refusals.badFrameSize);
}

function readHello(items: Items): PacketVerdict {
  const missing = new Set(["version", "max-frame-size", "capabilities"]);
  while (!items.atEnd) {
    const name = items.text();
    if (name === "") throw new Refusal(refusals.invalid);
    missing.delete(name);
    if (name === "version") checkVersion(items.textValue());
    else if (name === "max-frame-size") checkFrameSize(items.numberValue());
    else if (name === "capabilities") items.textValue();
    else items.skipValue();
  }
  if (missing.has("version")) throw new Refusal(refusals.noVersion);
  if (missing.has("max-frame-size")) throw new Refusal(refusals.noFrameSize);
  if (missing.has("capabilities")) throw new Refusal(refusals.noCapabilities);
  return { fine: "SPOA server is ok" };
}

function readFrame(bytes: Buffer): PacketVerdict {
  const isWhole = bytes.readUInt32BE(5) === 1;
  const isOfConnection = bytes.readUInt16BE(9) === 0;
  if (!answers.has(bytes.readUInt8(4)) || !isWhole || !isOfConnection) throw new Refusal(refusals.invalid);
  if (bytes.length < lengthBytes + bytes.readUInt32BE(0)) return "more";
  return readHello(new Items(bytes, headLength));
}

/** An agent greets, in a version that we know; anything else is told by its number. */
export const spopHello: JudgePacket = (bytes, whole) => {
  try {
    const verdict = bytes.length < headLength ? "more" : readFrame(bytes);
    if (verdict === "more" && whole) throw new Refusal(refusals.invalid);
    return verdict;
  } catch (error) {
    if (error instanceof Refusal) return { status: "L7RSP", info: error.message, code: error.code };
    throw error;
  }
};
