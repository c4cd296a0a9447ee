/** Fetches of the process, of its clock and of chance; and of what is known of a stream besides its messages. */
import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { boolean, integer, text, type Sample } from "../sample.ts";
import type { FetchContext, StreamView } from "../views.ts";
import { argumentNumber, optionalText, plain, resolved, type Fetch } from "./fetch.ts";
import type { ProcessView } from "../environment.ts";

const UNITS: Readonly<Record<string, number>> = { s: 1000, ms: 1, us: 1 / 1000 };

/** The next evaluation may differ: nothing is decided by it before the last one. */
function volatile(context: FetchContext, sample: Sample): Sample {
  context.incomplete = true;
  return sample;
}

/** The time in seconds, or another unit, with an offset in that unit. */
const date: Fetch = (args) => {
  const offset = BigInt(args[0]?.value ?? 0);
  const unit = UNITS[args[1]?.text ?? "s"] ?? 1000;
  return {
    one: (context) => volatile(context, integer(BigInt(Math.floor(context.wallMs() / unit)) + offset)),
  };
};

const microseconds: Fetch = plain((context) =>
  volatile(context, integer(Math.floor((context.wallMs() % 1000) * 1000))),
);

const RANDOM_RANGE = 2 ** 32;

/** A number of 32 bits, or one below the argument, for which all its bits are used. */
const random: Fetch = (args) => {
  const range = args[0] && BigInt.asUintN(64, BigInt(args[0].value));
  return {
    one: (context) => {
      const drawn = BigInt(randomInt(RANDOM_RANGE));
      const reduced = range === undefined ? drawn : BigInt.asUintN(64, drawn * range) >> 32n;
      return volatile(context, integer(reduced));
    },
  };
};

/** Version 7: milliseconds first, so that identifiers sort by time (RFC 9562). */
function timeOrderedUuid(wallMs: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Math.floor(wallMs), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const uuid: Fetch = (args) => {
  const byTime = argumentNumber(args, 0) === 7;
  return {
    one: (context) => volatile(context, text(byTime ? timeOrderedUuid(context.wallMs()) : randomUUID())),
  };
};

const ofProcess = (value: (process: ProcessView) => Sample | undefined): Fetch =>
  resolved(
    (_args, { process }) =>
      () =>
        value(process),
  );

const environmentVariable: Fetch = resolved((args, { process }) => {
  const name = args[0]?.text ?? "";
  return () => optionalText(process.environmentVariable(name));
});

const ofStream = (value: (stream: StreamView) => Sample | undefined): Fetch =>
  plain(({ stream }) => stream && value(stream));

const busy = ofProcess(({ busyPercent }) => integer(busyPercent));

export const PROCESS_FETCHES: readonly (readonly [string, Fetch])[] = [
  ["date", date],
  ["date_us", microseconds],
  ["rand", random],
  ["uuid", uuid],
  ["env", environmentVariable],
  ["act_conn", ofProcess(({ connections }) => integer(connections))],
  ["hostname", ofProcess(({ hostname }) => text(hostname))],
  ["nbproc", plain(() => integer(1))],
  ["pid", ofProcess(({ pid }) => integer(pid))],
  ["proc", plain(() => integer(1))],
  ["thread", ofProcess(({ thread }) => integer(thread))],
  ["tgroup", plain(() => integer(0))],
  ["uptime", ofProcess(({ uptime }) => integer(uptime))],
  ["stopping", ofProcess(({ stopping }) => boolean(stopping))],
  // All threads are one event loop.
  ["cpu_usage_thr", busy],
  ["cpu_usage_grp", busy],
  ["cpu_usage_proc", busy],
  ["internal.strm.is_htx", ofStream(({ http }) => boolean(http !== undefined))],
  ["prio_class", ofStream(({ priorityClass }) => integer(priorityClass))],
  ["prio_offset", ofStream(({ priorityOffset }) => integer(priorityOffset))],
  ["txn.id32", ofStream(({ id }) => integer(id % RANDOM_RANGE))],
  ["txn.sess_term_state", ofStream(({ endCause, endPhase }) => text(endCause + endPhase))],
  ["last_rule_file", ofStream(({ lastRule }) => lastRule && text(lastRule.file))],
  ["last_rule_line", ofStream(({ lastRule }) => lastRule && integer(lastRule.line))],
  ["last_entity", ofStream(({ lastRule }) => lastRule && text(`${lastRule.file}:${lastRule.line}`))],
];
