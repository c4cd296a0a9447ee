import type { LuaThread } from "../../types.ts";
import { argumentError, raise } from "../api.ts";

/** One option of a pack format, with what has to stand before it to align it. */
export interface Field {
  readonly kind: "signed" | "unsigned" | "float" | "fixed" | "counted" | "zero" | "pad" | "align" | "nothing";
  /** Its bytes; for a counted string, those of the count. */
  readonly size: number;
  readonly padding: number;
}

type Option = Omit<Field, "padding">;

const sizes: Readonly<Record<string, Option>> = {
  b: { kind: "signed", size: 1 },
  B: { kind: "unsigned", size: 1 },
  h: { kind: "signed", size: 2 },
  H: { kind: "unsigned", size: 2 },
  l: { kind: "signed", size: 8 },
  L: { kind: "unsigned", size: 8 },
  j: { kind: "signed", size: 8 },
  J: { kind: "unsigned", size: 8 },
  T: { kind: "unsigned", size: 8 },
  f: { kind: "float", size: 4 },
  d: { kind: "float", size: 8 },
  n: { kind: "float", size: 8 },
  z: { kind: "zero", size: 0 },
  x: { kind: "pad", size: 1 },
};

const maxIntegerSize = 16;
/** What C's size_t holds, as far as a count in a format goes before Lua stops reading digits. */
const digitLimit = (0x7fffffff - 9) / 10;

/** Reads the options of a pack format one by one, for x86-64's sizes and byte order. */
export class FormatReader {
  /** Whether numbers are stored with their least byte first from here on. */
  little = true;
  private maxAlign = 1;
  private at = 0;

  constructor(
    private readonly L: LuaThread,
    private readonly format: string,
  ) {}

  /** The next option, to be placed at offset `total`; undefined at the end. */
  next(total: number): Field | undefined {
    if (this.at >= this.format.length) return undefined;
    const letter = this.format.charAt(this.at);
    const option = this.option();
    let align = option.size;
    if (letter === "X") {
      if (this.at >= this.format.length) return this.badAlignment();
      const next = this.option();
      align = next.size;
      if (next.kind === "fixed" || align === 0) return this.badAlignment();
    }
    return { ...option, padding: this.padding(option, align, total) };
  }

  private badAlignment(): never {
    return argumentError(this.L, 1, "invalid next option for option 'X'");
  }

  private padding(option: Option, align: number, total: number): number {
    const aligned =
      option.kind === "align" ||
      option.kind === "signed" ||
      option.kind === "unsigned" ||
      option.kind === "float" ||
      option.kind === "counted";
    if (align <= 1 || !aligned) return 0;
    const bound = Math.min(align, this.maxAlign);
    if ((bound & (bound - 1)) !== 0) argumentError(this.L, 1, "format asks for alignment not power of 2");
    return (bound - (total & (bound - 1))) & (bound - 1);
  }

  private option(): Option {
    const letter = this.format.charAt(this.at++);
    switch (letter) {
      case "i":
        return { kind: "signed", size: this.limited(4) };
      case "I":
        return { kind: "unsigned", size: this.limited(4) };
      case "s":
        return { kind: "counted", size: this.limited(8) };
      case "c": {
        const size = this.number(-1);
        if (size < 0) raise(this.L, "missing size for format option 'c'");
        return { kind: "fixed", size };
      }
      case "X":
        return { kind: "align", size: 0 };
      case "<":
      case "=":
        this.little = true;
        break;
      case ">":
        this.little = false;
        break;
      case "!":
        this.maxAlign = this.limited(8);
        break;
      case " ":
        break;
      default:
        return sizes[letter] ?? raise(this.L, `invalid format option '${letter}'`);
    }
    return { kind: "nothing", size: 0 };
  }

  /** A size of an integer or an alignment. */
  private limited(otherwise: number): number {
    const size = this.number(otherwise);
    if (size > maxIntegerSize || size <= 0) {
      raise(this.L, `integral size (${size}) out of limits [1,${maxIntegerSize}]`);
    }
    return size;
  }

  private number(otherwise: number): number {
    let value = 0;
    const start = this.at;
    for (;;) {
      const digit = this.format.charCodeAt(this.at) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
      this.at++;
      if (value > digitLimit) break;
    }
    return this.at === start ? otherwise : value;
  }
}
