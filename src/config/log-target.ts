/**
 * Log targets: `log <address> [len n] [format f] [sample r:n] [profile p] <facility> [level [minlevel]]`.
 * Source: configuration manual 4.2 "log"; the texts are those of log.c.
 */
import { parseAddress, type Address } from "./address.ts";
import { Refused } from "./diagnostics.ts";
import type { Environment } from "./environment.ts";
import type { Location } from "./location.ts";
import { leadingInteger } from "./units.ts";

export const LOG_FORMATS = [
  "local",
  "rfc3164",
  "rfc5424",
  "priority",
  "short",
  "timed",
  "iso",
  "raw",
] as const;

export type LogTransportFormat = (typeof LOG_FORMATS)[number];

/** In the order of their numbers, as syslog has them. */
export const LOG_LEVELS = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** In the order of their numbers. */
export const LOG_FACILITIES = [
  ...["kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "auth2", "ftp"],
  ...["ntp", "audit", "alert", "cron2"],
  ...["local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7"],
] as const;

export type LogDestination =
  | { readonly kind: "address"; readonly address: Address }
  | { readonly kind: "ring"; readonly name: string }
  | { readonly kind: "backend"; readonly name: string };

/** Of every `size` messages, those whose number (from 1) lies in one of the ranges. */
export interface LogSampling {
  readonly ranges: readonly { readonly low: number; readonly high: number }[];
  readonly size: number;
}

export interface LogTarget {
  readonly destination: LogDestination;
  /** Longest message, in bytes. */
  readonly length: number;
  /** Undefined: what fits the destination (rfc3164 for a socket, raw for a descriptor). */
  readonly format?: LogTransportFormat;
  readonly sampling?: LogSampling;
  readonly profile?: string;
  /** The number of the facility. */
  readonly facility: number;
  /** Messages less important than this are not sent. */
  readonly level: LogLevel;
  /** Messages are never sent as more important than this. */
  readonly minLevel: LogLevel;
  readonly location: Location;
}

/** How many bytes a message has where `len` says nothing (HAProxy's MAX_SYSLOG_LEN). */
const DEFAULT_LENGTH = 1024;

const DESCRIPTORS: Readonly<Record<string, string>> = { stdout: "fd@1", stderr: "fd@2" };

/**
 * Reads a target; `words` start behind the word `log`.
 * @throws Refused with HAProxy's text
 */
export function parseLogTarget(
  words: readonly string[],
  scope: "global" | "proxy",
  environment: Environment,
  location: Location,
): LogTarget {
  const [raw = "", second = ""] = words;
  if (raw === "" || second === "") {
    const global = scope === "global" ? "" : "or global";
    throw new Refused(`expects <address> and <facility> ${global} as arguments`);
  }
  let at = 1;
  const word = (): string => words[at] ?? "";
  const option = (name: string): string | undefined => {
    if (word() !== name) return undefined;
    at += 2;
    return words[at - 1] ?? "";
  };

  let length = DEFAULT_LENGTH;
  const lengthText = option("len");
  if (lengthText !== undefined) {
    length = leadingInteger(lengthText);
    if (length < 80 || length > 65535) {
      throw new Refused(`invalid log length '${lengthText}', must be between 80 and 65535`);
    }
  }
  const formatText = option("format");
  const format = LOG_FORMATS.find((name) => name === formatText);
  if (formatText !== undefined && !format) throw new Refused(`unknown log format '${formatText}'`);
  const samplingText = option("sample");
  const sampling = samplingText === undefined ? undefined : parseSampling(samplingText);
  const profile = option("profile");

  const facility = (LOG_FACILITIES as readonly string[]).indexOf(word());
  if (facility < 0) throw new Refused(`unknown log facility '${word()}'`);
  at++;
  const level = takeLevel(word(), "debug", "level");
  if (word() !== "") at++;
  const minLevel = takeLevel(word(), "emerg", "minimum log level");
  if (word() !== "") at++;
  if (word() !== "") throw new Refused(`cannot handle unexpected argument '${word()}'`);
  return {
    destination: parseDestination(DESCRIPTORS[raw] ?? raw, environment),
    length,
    ...(format && { format }),
    ...(sampling && { sampling }),
    ...(profile !== undefined && { profile }),
    facility,
    level,
    minLevel,
    location,
  };
}

function takeLevel(word: string, missing: LogLevel, what: "level" | "minimum log level"): LogLevel {
  if (word === "") return missing;
  const level = LOG_LEVELS.find((name) => name === word);
  if (level) return level;
  throw new Refused(`unknown optional ${what === "level" ? "log level" : what} '${word}'`);
}

function parseDestination(raw: string, environment: Environment): LogDestination {
  if (raw.startsWith("ring@")) return { kind: "ring", name: raw.slice(5) };
  if (raw.startsWith("backend@")) return { kind: "backend", name: raw.slice(8) };
  const address = parseAddress(
    raw,
    { stream: true, datagram: true, defaultDatagram: true, port: "optional", fd: true, names: true },
    environment,
  );
  return { kind: "address", address };
}

function parseSampling(text: string): LogSampling {
  const colon = text.indexOf(":");
  if (colon < 0) throw new Refused("Missing sample size");
  const ranges: { low: number; high: number }[] = [];
  const rangesText = text.slice(0, colon);
  for (const part of rangesText === "" ? [] : rangesText.split(",")) {
    const match = /^([0-9]+)(?:-([0-9]+))?$/.exec(part);
    const low = Number(match?.[1] ?? 0);
    const high = Number(match?.[2] ?? low);
    if (!match || low === 0 || high === 0) throw new Refused(`wrong sample range '${part}'`);
    if (high < low) throw new Refused(`wrong sample range '${part}'`);
    if (ranges.some((range) => low <= range.high && range.low <= high)) {
      throw new Refused(`ranges are overlapping`);
    }
    ranges.push({ low, high });
  }
  if (ranges.length === 0) throw new Refused("no sampling ranges given");
  const sizeText = text.slice(colon + 1);
  const size = /^[0-9]+$/.test(sizeText) ? Number(sizeText) : 0;
  if (size === 0) throw new Refused(`wrong sample size '${sizeText}' for sample range '${rangesText}'`);
  const highest = Math.max(...ranges.map((range) => range.high));
  if (size < highest) {
    throw new Refused(
      `sample size ${size} should be greater or equal to ${highest} the maximum of the high ranges limits`,
    );
  }
  return { ranges: ranges.sort((a, b) => a.low - b.low), size };
}
