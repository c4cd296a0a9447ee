/** Converters that read other formats: language preferences, FIX messages. */
import { FIX_TAGS } from "../catalog/converter-checks.ts";
import { binary, boolean } from "../sample.ts";
import { bytesOf, onText, textAt, type Converter } from "./converter.ts";

/** Whether what a header asks for (`en-GB`) is a language of ours (`en`), or a part of it; case counts. */
const isOf = (wanted: string, ours: string): boolean => wanted === ours || wanted.startsWith(`${ours}-`);

/** A weight in thousandths; what is no weight is a whole one. */
function weightOf(parameters: string): number {
  const [, whole, fraction = ""] = /^\s*;\s*q\s*=\s*([0-9])(?:\.([0-9]{0,3}))?/.exec(parameters) ?? [];
  if (whole === undefined) return 1000;
  return Math.min(1000, Number(whole) * 1000 + Number(fraction.padEnd(3, "0")));
}

/** The language that a header likes best of those in the list; else the default. */
const language = onText((value, args) => {
  const known = textAt(args, 0).split(";");
  let best: { name: string; weight: number } | undefined;
  for (const part of value.split(",")) {
    const [, wanted = "", parameters = ""] = /^\s*([^;,\s]*)([^]*)$/.exec(part) ?? [];
    const name = wanted === "" ? undefined : known.find((each) => isOf(wanted, each));
    if (name === undefined || /^\s*[^;\s]/.test(parameters)) continue;
    const weight = weightOf(parameters);
    if (weight > (best?.weight ?? 0)) best = { name, weight };
    if (weight >= 1000) break;
  }
  const found = best?.name ?? "";
  const given = found === "" ? textAt(args, 1) : found;
  return given === "" ? undefined : given;
});

/** What separates the fields of FIX messages. */
const DELIMITER = "\x01";

/** The versions of FIX with their highest tags; from 10000 to 19999 users have theirs. */
const FIX_VERSIONS: Readonly<Record<string, number>> = {
  "FIX.4.0": 140,
  "FIX.4.1": 211,
  "FIX.4.2": 446,
  "FIX.4.3": 659,
  "FIX.4.4": 956,
  "FIXT.1.1": 1621,
};

interface FixField {
  readonly tag: number;
  readonly value: string;
  /** Where the field starts, and where the next one does. */
  readonly start: number;
  readonly end: number;
}

/** The complete fields of a message; "invalid" behind the last good one where something is wrong. */
function* fixFields(message: string): Generator<FixField | "invalid"> {
  for (let start = 0; start < message.length;) {
    const equal = message.indexOf("=", start);
    const end = equal < 0 ? -1 : message.indexOf(DELIMITER, equal);
    if (end < 0) return;
    const [tag, value] = [message.slice(start, equal), message.slice(equal + 1, end)];
    if (!/^[0-9]+$/.test(tag) || Number(tag) === 0) {
      yield "invalid";
      return;
    }
    yield { tag: Number(tag), value, start, end: end + 1 };
    start = end + 1;
  }
}

/** The first value of a tag; none behind the checksum, with which a message ends. */
const fixTagValue: Converter = (args) => {
  const written = textAt(args, 0);
  const wanted = FIX_TAGS[written.toLowerCase()] ?? Number(written);
  return (sample) => {
    for (const field of fixFields(bytesOf(sample))) {
      if (field === "invalid") return undefined;
      if (field.tag === wanted) return field.value === "" ? undefined : binary(field.value);
      if (field.tag === FIX_TAGS.checksum) return undefined;
    }
    return undefined;
  };
};

/** A message of fewer bytes is not complete. */
const FIX_LEAST = 26;

/** Whether a message is whole and right; undefined while more of it may come. */
function fixValid(message: string): boolean | undefined {
  if (message.length < FIX_LEAST) return undefined;
  let highest = Infinity;
  let body = { start: 0, length: -1 };
  let count = 0;
  for (const field of fixFields(message)) {
    if (field === "invalid") return false;
    const { tag, value, start, end } = field;
    if (tag > highest && (tag < 10_000 || tag > 19_999)) return false;
    count++;
    if (count === 1) {
      if (tag !== FIX_TAGS.beginstring || !Object.hasOwn(FIX_VERSIONS, value)) return false;
      highest = FIX_VERSIONS[value] ?? 0;
    } else if (count === 2) {
      if (tag !== FIX_TAGS.bodylength || !/^[0-9]+$/.test(value) || Number(value) === 0) return false;
      body = { start: end, length: Number(value) };
    } else if (count === 3) {
      if (tag !== FIX_TAGS.msgtype) return false;
    } else if (tag === FIX_TAGS.checksum) {
      const sum = Buffer.from(message.slice(0, start), "latin1").reduce(
        (total, byte) => (total + byte) & 255,
        0,
      );
      return body.length === start - body.start && /^[0-9]{3}$/.test(value) && Number(value) === sum;
    }
  }
  return undefined;
}

export const MESSAGE_CONVERTERS: Readonly<Record<string, Converter>> = {
  language,
  fix_is_valid: () => (sample) => {
    const valid = fixValid(bytesOf(sample));
    return valid === undefined ? undefined : boolean(valid);
  },
  fix_tag_value: fixTagValue,
};
