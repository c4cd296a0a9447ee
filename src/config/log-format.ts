/**
 * Log-format texts: literal text, `%x` aliases, `%[sample expressions]`, each
 * with flags `%{+Q}` and a name and type `%(name:type)`.
 * Source: configuration manual 8.2.6; the texts are those of log.c.
 */
import { Refused, rewording } from "./diagnostics.ts";
import { parseExpression, type SampleExpression } from "./expressions.ts";
import { REQUEST_PLACES, RESPONSE_PLACES, sourceNames, type Places, type SampleCatalog } from "./samples.ts";

/**
 * How a part is written: Q in double quotes, X numbers in hexadecimal, M only
 * when set, E with special characters escaped, `json`, `cbor` and `bin` encoded.
 */
export type LogFormatFlag = "Q" | "X" | "M" | "E" | "json" | "cbor" | "bin";

const FLAGS: ReadonlySet<string> = new Set<LogFormatFlag>(["Q", "X", "M", "E", "json", "cbor", "bin"]);

interface Item {
  /** From `%(name)`; used by the encodings only. */
  readonly name?: string;
  /** From `%(name:type)`: what the value is turned into before it is written. */
  readonly cast?: "str" | "sint" | "bool" | "raw";
  readonly flags: readonly LogFormatFlag[];
}

export type LogFormatPart =
  | { readonly kind: "text"; readonly text: string }
  /** One space for a run of spaces; only where {@link LogFormatOptions.mergeSpaces} is set. */
  | { readonly kind: "separator" }
  | (Item & { readonly kind: "alias"; readonly alias: LogAlias })
  | (Item & {
      readonly kind: "sample";
      readonly expression: SampleExpression;
      /** The directions in which the fetch can find its information at this place. */
      readonly request: boolean;
      readonly response: boolean;
    });

/** What a text is for: a log's line, where what is missing shows as `-`, or a part of HTTP, where control characters are escaped. */
export type LogFormatUse = "log" | "http" | "plain";

/** A parsed text. `flags` are those set for the whole by `%{...}o`. */
export interface LogFormat {
  readonly text: string;
  readonly use: LogFormatUse;
  readonly parts: readonly LogFormatPart[];
  readonly flags: readonly LogFormatFlag[];
}

/** The aliases, and whether they mean something only where HTTP is spoken. */
export const LOG_ALIASES = {
  OG: "tcp",
  B: "tcp",
  CC: "http",
  CS: "http",
  H: "tcp",
  ID: "tcp",
  ST: "tcp",
  T: "tcp",
  Ta: "http",
  Tc: "tcp",
  Th: "tcp",
  Ti: "http",
  Tl: "tcp",
  Tq: "http",
  Tr: "http",
  TR: "http",
  Td: "tcp",
  Ts: "tcp",
  Tt: "tcp",
  Tu: "tcp",
  Tw: "tcp",
  U: "tcp",
  ac: "tcp",
  b: "tcp",
  bc: "tcp",
  bi: "tcp",
  bp: "tcp",
  bq: "tcp",
  ci: "tcp",
  cp: "tcp",
  f: "tcp",
  fc: "tcp",
  fi: "tcp",
  fp: "tcp",
  ft: "tcp",
  hr: "tcp",
  hrl: "tcp",
  hs: "tcp",
  hsl: "tcp",
  HM: "http",
  HP: "http",
  HPO: "http",
  HQ: "http",
  HU: "http",
  HV: "http",
  lc: "tcp",
  ms: "tcp",
  pid: "tcp",
  r: "http",
  rc: "tcp",
  rt: "tcp",
  s: "tcp",
  sc: "tcp",
  si: "tcp",
  sp: "tcp",
  sq: "tcp",
  sslc: "tcp",
  sslv: "tcp",
  t: "tcp",
  tr: "http",
  trg: "http",
  trl: "http",
  ts: "tcp",
  tsc: "tcp",
} as const;

export type LogAlias = keyof typeof LOG_ALIASES;

export interface LogFormatOptions {
  readonly catalog: SampleCatalog;
  /** Where the text is used; a fetch that cannot work there is refused. */
  readonly places: Places;
  /** "plain" by default. */
  readonly use?: LogFormatUse;
  /** Runs of spaces count as one (log formats, not headers). */
  readonly mergeSpaces?: boolean;
  /** The text ends up in HTTP, where raw buffers are not to be had: called with the fetch's name. */
  readonly onRawFetch?: (name: string) => void;
}

const SUPPORTED_CASTS = "Supported types are: str, sint, bool, raw";
const CASTS: ReadonlySet<string> = new Set(["str", "sint", "bool", "raw"]);

/** @throws Refused with HAProxy's text */
export function parseLogFormat(text: string, options: LogFormatOptions): LogFormat {
  return new Parser(text, options).run();
}

class Parser {
  private readonly parts: LogFormatPart[] = [];
  /** Set for what follows by `%{...}o`. */
  private flags: readonly LogFormatFlag[] = [];
  private global: readonly LogFormatFlag[] | undefined;
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly options: LogFormatOptions,
  ) {
    if (options.use === "log") this.flags = ["M"];
  }

  run(): LogFormat {
    while (this.at < this.text.length) {
      const char = this.text.charAt(this.at);
      if (char === "%") this.item();
      else if (char === " " && this.options.mergeSpaces) this.spaces();
      else this.literal(this.at);
    }
    const { use = "plain" } = this.options;
    return { text: this.text, use, parts: this.parts, flags: this.global ?? [] };
  }

  private spaces(): void {
    while (this.text.charAt(this.at) === " ") this.at++;
    this.parts.push({ kind: "separator" });
  }

  /** Text from `start` up to the next thing that is none. */
  private literal(start: number): void {
    let end = start + 1;
    const stop = (char: string): boolean =>
      char === "%" || (char === " " && this.options.mergeSpaces === true);
    while (end < this.text.length && !stop(this.text.charAt(end))) end++;
    this.parts.push({ kind: "text", text: this.text.slice(start, end) });
    this.at = end;
  }

  private item(): void {
    const start = this.at++;
    let item: Item = { flags: this.flags };
    if (this.text.charAt(this.at) === "(") item = { ...item, ...this.name() };
    let argument: string | undefined;
    if (this.text.charAt(this.at) === "{") {
      const end = this.text.indexOf("}", this.at);
      if (end < 0) throw this.truncated(this.text.slice(this.at + 1));
      argument = this.text.slice(this.at + 1, end);
      this.at = end + 1;
      item = { ...item, flags: withFlags(this.flags, argument) };
    }
    const char = this.text.charAt(this.at);
    if (char === "[") this.sample(item);
    else if (argument === undefined ? /^[A-Za-z]/.test(char) : /^[A-Za-z0-9]/.test(char)) this.alias(item);
    else if (argument !== undefined) {
      throw new Refused(`parse argument modifier without alias name near '%{${argument}}'`);
    } else if (char === "%") this.literal(this.at);
    else if (char === "") throw this.truncated("%");
    else if (/^[0-9 \t]/.test(char)) {
      throw new Refused(
        `unexpected alias name near '${char}' at position ${this.at} line : '${this.text}'. ` +
          "Maybe you want to write a single '%', use the syntax '%%'",
      );
    } else {
      // Any other character behind a percent sign stands for itself, and the sign is lost.
      this.literal(this.at > start ? this.at : start);
    }
  }

  private name(): Partial<Item> {
    const start = ++this.at;
    let typeAt: number | undefined;
    for (; ; this.at++) {
      const char = this.text.charAt(this.at);
      if (char === "") throw this.truncated("%");
      if (char === ")") break;
      if (char === ":" && typeAt === undefined) typeAt = this.at + 1;
      else if (!/^[A-Za-z0-9_-]$/.test(char)) {
        throw new Refused(
          `invalid character in custom name near '${char}' at position ${this.at} line : '${this.text}'`,
        );
      }
    }
    const name = this.text.slice(start, typeAt === undefined ? this.at : typeAt - 1);
    const cast = typeAt === undefined ? undefined : this.cast(typeAt);
    this.at++;
    return { ...(name !== "" && { name }), ...(cast !== undefined && { cast }) };
  }

  private cast(typeAt: number): NonNullable<Item["cast"]> {
    const type = this.text.slice(typeAt, this.at);
    if (CASTS.has(type)) return type as NonNullable<Item["cast"]>;
    throw new Refused(
      `unexpected output type '${type}' at position ${typeAt} line : '${this.text}'. ${SUPPORTED_CASTS}`,
    );
  }

  private alias(item: Item): void {
    const name = /^[A-Za-z0-9]+/.exec(this.text.slice(this.at))?.[0] ?? "";
    this.at += name.length;
    if (name === "o") {
      this.flags = item.flags;
      this.global = this.global?.filter((flag) => item.flags.includes(flag)) ?? item.flags;
      return;
    }
    if (!Object.hasOwn(LOG_ALIASES, name)) {
      throw new Refused(
        `no such format alias '${name}'. If you wanted to emit the '%' character verbatim, you need to use '%%'`,
      );
    }
    this.parts.push({ kind: "alias", alias: name as LogAlias, ...item });
  }

  private sample(item: Item): void {
    const start = this.at + 1;
    const source = this.text.slice(start);
    const { catalog, places, onRawFetch } = this.options;
    const { expression, end } = rewording(
      (error) => `failed to parse sample expression <${source}> : ${error}`,
      () => parseExpression({ text: this.text, at: start }, catalog),
    );
    if ((expression.places & places) === 0) {
      const needs = sourceNames(expression.sources);
      throw new Refused(
        `sample fetch <${expression.fetch.name}> may not be reliably used here ` +
          `because it needs '${needs}' which is not available here`,
      );
    }
    if (expression.sources.some((s) => s === "request buffer" || s === "response buffer")) {
      onRawFetch?.(expression.fetch.name);
    }
    const found = this.text.charAt(end);
    if (found !== "]") {
      const before = this.text.slice(start, end);
      const printable = /^[ -~]$/.test(found);
      throw new Refused(
        printable ? `expected ']' after '${before}', but found '${found}'` : `missing ']' after '${before}'`,
      );
    }
    this.at = end + 1;
    const request = (expression.places & places & REQUEST_PLACES) !== 0;
    const response = (expression.places & places & RESPONSE_PLACES) !== 0;
    this.parts.push({ kind: "sample", expression, request, response, ...item });
  }

  private truncated(after: string): Refused {
    return new Refused(`truncated line after '${after}'`);
  }
}

/** Of two encodings the first stays. */
const isEncoding = (flag: string): boolean => flag === "json" || flag === "cbor";

/** `+Q,-X` applied to the flags in force; unknown ones are skipped, as HAProxy does. */
function withFlags(flags: readonly LogFormatFlag[], text: string): readonly LogFormatFlag[] {
  const set = new Set(flags);
  for (const part of text.split(",")) {
    // Only what follows the last sign counts.
    const match = /.*([+-])(.*)$/.exec(part);
    const name = match?.[2] ?? "";
    if (!FLAGS.has(name)) continue;
    if (match?.[1] === "+" && !(isEncoding(name) && (set.has("json") || set.has("cbor")))) {
      set.add(name as LogFormatFlag);
    }
    if (match?.[1] === "-") set.delete(name as LogFormatFlag);
  }
  return [...set];
}

/** Whether a text holds nothing that is decided at run time. */
export function isPlainText(format: LogFormat): boolean {
  return format.parts.every((part) => part.kind === "text" || part.kind === "separator");
}
