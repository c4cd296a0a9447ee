/** Converters that let their input pass: they look at the stream, or leave something behind. */
import { textOf, type Sample } from "../sample.ts";
import type { StreamView } from "../views.ts";
import { bytesOf, numberAt, textAt, type ConversionContext, type Converter } from "./converter.ts";

/** Puts the text into a slot for captures, cut to its length; none where there is no such slot. */
const capture =
  (side: "request" | "response"): Converter =>
  (args) => {
    const slot = numberAt(args, 0) ?? 0;
    return (sample, { session, stream }) => {
      const declared = session?.frontend.config;
      const slots = side === "request" ? declared?.requestCaptures : declared?.responseCaptures;
      const captures = side === "request" ? stream?.requestCaptures : stream?.responseCaptures;
      const length = slots?.[slot]?.length;
      if (!captures || length === undefined) return undefined;
      captures[slot] = bytesOf(sample).slice(0, length);
      return sample;
    };
  };

/** Whether a stream went wrong: it was cut short, took more than one attempt, or its answer is an error. */
function wentWrong({ session }: ConversionContext, stream: StreamView): boolean {
  const { endCause, retries, redispatched, http } = stream;
  if (redispatched || (endCause === "-" ? retries > 0 : endCause !== "L")) return true;
  return session?.frontend.config.mode === "http" && (http?.status ?? 0) >= 500;
}

type Condition = (context: ConversionContext) => boolean;

const failed: Condition = (context) => context.stream !== undefined && wentWrong(context, context.stream);
const forwarded: Condition = ({ stream }) => stream?.serverConnection !== undefined;
const toApplet: Condition = ({ stream }) => stream?.responder !== undefined;

const CONDITIONS: Readonly<Record<string, Condition>> = {
  error: failed,
  normal: (context) => !failed(context),
  forwarded,
  toapplet: toApplet,
  processed: (context) => forwarded(context) || toApplet(context),
};

/** The text of a sample with dots for what cannot be printed. */
function displayed(sample: Sample): string {
  const value = textOf(sample);
  return value === undefined ? "(undisplayable)" : `<${value.replace(/[^ -~]/g, ".")}>`;
}

export const STREAM_CONVERTERS: Readonly<Record<string, Converter>> = {
  "capture-req": capture("request"),
  "capture-res": capture("response"),
  debug: (args, { process }) => {
    const prefix = textAt(args, 0);
    const sink = args[1]?.text ?? "buf0";
    return (sample) => {
      process.debug(sink, `[debug] ${prefix}: type=${sample.type} ${displayed(sample)}`);
      return sample;
    };
  },
  when: (args, { process }) => {
    const written = textAt(args, 0);
    const negated = written.startsWith("!");
    const word = negated ? written.slice(1) : written;
    const acls = args.slice(1, 2);
    const known = CONDITIONS[word];
    const holds: Condition = (context) => {
      if (word === "stopping") return process.stopping;
      if (word === "acl") return context.aclsHold(acls) === true;
      return known?.(context) ?? false;
    };
    return (sample, context) => (holds(context) === negated ? undefined : sample);
  },
};
