import type { LogFormat, LogFormatFlag, LogFormatPart } from "../../config/log-format.ts";
import type { SampleExpression } from "../../config/expressions.ts";
import { cast, type Sample } from "../../samples/index.ts";
import type { TrafficEnvironment } from "../traffic.ts";
import type { PreparedExpression } from "./expressions.ts";
import { ALIASES, LogFacts } from "./log-aliases.ts";
import type { LogDates } from "./log-dates.ts";
import { notInHttp, ValueWriter, type ForcedType } from "./log-writer.ts";
import type { SampleContext, SamplePlace } from "./sample-context.ts";

/** What log-format texts are made with. */
export interface FormatParts {
  readonly environment: TrafficEnvironment;
  readonly dates: LogDates;
  prepare(expression: SampleExpression): PreparedExpression;
  contextAt(place: SamplePlace): SampleContext;
}

/** Where a text is written. */
export interface FormatPlace extends SamplePlace {
  /** Why a log's line is written: `txn_close`. */
  readonly origin?: string;
}

/** What one part writes; "" is nothing. */
type Write = (evaluation: Evaluation) => string;

/** One evaluation of a text. */
class Evaluation {
  readonly place: FormatPlace;
  readonly #parts: FormatParts;
  #facts: LogFacts | undefined;

  constructor(parts: FormatParts, place: FormatPlace) {
    this.#parts = parts;
    this.place = place;
  }

  /** Undefined without traffic. */
  get facts(): LogFacts | undefined {
    const { session, origin = "unspec" } = this.place;
    if (session) this.#facts ??= new LogFacts(this.contextAt("request"), session, this.#parts, origin);
    return this.#facts;
  }

  contextAt(direction: "request" | "response"): SampleContext {
    const { session, stream, check } = this.place;
    return this.#parts.contextAt({ session, stream, check, direction, final: true });
  }
}

/** Prepares a log-format text. */
export function compileFormat(format: LogFormat, parts: FormatParts): (place: FormatPlace) => string {
  const only = format.parts[0];
  if (format.parts.length === 1 && only?.kind === "text") return () => only.text;
  const whole = new FormatFlags(format);
  if (whole.encodes) return compileEncoded(format, whole, parts);
  const writes = format.parts.map((part) => compilePart(part, whole, parts));
  return (place) => {
    const evaluation = new Evaluation(parts, place);
    let line = "";
    // Spaces are merged, those at the start dropped.
    let spaced = true;
    for (const write of writes) {
      if (write === "separator") {
        if (!spaced) line += " ";
        spaced = true;
        continue;
      }
      const written = write(evaluation);
      line += written;
      if (written !== "" || write.counts) spaced = false;
    }
    return line;
  };
}

/** With JSON or CBOR for the whole, only what has a name is written: a map. */
function compileEncoded(
  format: LogFormat,
  whole: FormatFlags,
  parts: FormatParts,
): (place: FormatPlace) => string {
  const outer = whole.writer([], undefined);
  const members = format.parts.flatMap((part) => {
    if (part.kind === "text" || part.kind === "separator" || part.name === undefined) return [];
    const { cbor } = outer;
    const key = cbor ? cbor.text(part.name) : `"${part.name}": `;
    return [{ key, nothing: cbor ? cbor.nothing : "null", write: compileValue(part, whole, parts) }];
  });
  const [start, end] = outer.cbor ? [outer.cbor.open("map"), outer.cbor.close()] : ["{", "}"];
  return (place) => {
    const evaluation = new Evaluation(parts, place);
    const written = members.map(({ key, nothing, write }) => key + (write(evaluation) || nothing));
    return start + written.join(outer.cbor ? "" : ", ") + end;
  };
}

/** The flags of a whole text, and what they make of those of its parts. */
class FormatFlags {
  readonly #http: boolean;
  readonly #flags: readonly LogFormatFlag[];

  constructor({ use, flags }: LogFormat) {
    // What goes into HTTP is never encoded.
    this.#http = use === "http";
    this.#flags = flags;
  }

  get encodes(): boolean {
    return !this.#http && this.#flags.some(isEncoding);
  }

  get http(): boolean {
    return this.#http;
  }

  /** Whether bytes are written as they are: a flag of the whole text only. */
  get binary(): boolean {
    return this.#flags.includes("bin");
  }

  writer(flags: readonly LogFormatFlag[], forced: ForcedType): ValueWriter {
    const own = new Set(flags);
    if (this.#http || this.encodes) {
      own.delete("json");
      own.delete("cbor");
    }
    if (this.encodes) for (const flag of this.#flags) if (isEncoding(flag)) own.add(flag);
    own.delete("bin");
    if (this.binary) own.add("bin");
    return new ValueWriter(own, forced);
  }
}

const isEncoding = (flag: LogFormatFlag): boolean => flag === "json" || flag === "cbor";

type PartWrite = Write & { readonly counts?: boolean };

function compilePart(part: LogFormatPart, whole: FormatFlags, parts: FormatParts): PartWrite | "separator" {
  if (part.kind === "separator") return part.kind;
  if (part.kind === "text") return () => part.text;
  const write = compileValue(part, whole, parts);
  // A sample counts as written even where it is empty: the space behind it stays.
  return part.kind === "sample" ? Object.assign((e: Evaluation) => write(e), { counts: true }) : write;
}

type ValuePart = Exclude<LogFormatPart, { readonly kind: "text" | "separator" }>;

function compileValue(part: ValuePart, whole: FormatFlags, parts: FormatParts): Write {
  const writer = whole.writer(part.flags, part.cast);
  if (part.kind === "alias") {
    const alias = ALIASES[part.alias];
    return (evaluation) => {
      const { facts } = evaluation;
      return facts ? alias(facts, writer) : writer.text(undefined);
    };
  }
  const { one } = parts.prepare(part.expression);
  const take = (evaluation: Evaluation): Sample | undefined => {
    let sample: Sample | undefined;
    if (part.request || !part.response) sample = one(evaluation.contextAt("request"));
    if (!sample && part.response) sample = one(evaluation.contextAt("response"));
    return sample;
  };
  const write = sampleWriter(writer, whole, part.cast);
  return (evaluation) => write(take(evaluation));
}

/** How samples are written: as text, unless an encoding or a flag keeps their type. */
function sampleWriter(
  writer: ValueWriter,
  whole: FormatFlags,
  forced: ForcedType,
): (sample: Sample | undefined) => string {
  if (writer.encodes && forced === "raw") return (sample) => bytesOf(sample && cast(sample, "bin"));
  const type = (sample: Sample): "str" | "bin" | "sint" | "bool" => {
    if (writer.encodes) {
      if (forced === "str" || forced === "sint" || forced === "bool") return forced;
      if (sample.type === "sint" || sample.type === "bool") return sample.type;
      if (sample.type === "bin" && writer.cbor) return "bin";
    }
    return sample.type === "bin" && whole.binary && forced !== "str" ? "bin" : "str";
  };
  return (sample) => {
    const to = sample && type(sample);
    const typed = sample && to && cast(sample, to);
    if (whole.http) return writer.bytes(bytesOf(typed), notInHttp, "%");
    if (!typed) return writer.text(undefined);
    if (to === "bin") return writer.bytes(bytesOf(typed), undefined, "");
    if (to === "sint") return writer.integer(integerOf(typed));
    if (to === "bool") return writer.boolean(integerOf(typed) !== 0);
    return writer.text(bytesOf(typed));
  };
}

const bytesOf = (sample: Sample | undefined): string =>
  typeof sample?.value === "string" ? sample.value : "";

const integerOf = ({ value }: Sample): number | bigint =>
  typeof value === "number" || typeof value === "bigint" ? value : 0;
