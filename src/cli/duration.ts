import { InvalidArgumentError } from "commander";

const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A time as people write it: `500ms`, `10s`, `2m`, `1h`; a bare number is seconds. In milliseconds. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  const unit = units[match?.[2] ?? "s"];
  if (!match?.[1] || unit === undefined) {
    throw new InvalidArgumentError(`'${text}' is not a time: write 500ms, 10s, 2m or 1h.`);
  }
  return Number(match[1]) * unit;
}
