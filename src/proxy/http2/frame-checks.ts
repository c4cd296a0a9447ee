import { errorCodes, flags, type Frame } from "./frames.ts";

/** A violation of the protocol that ends the connection. */
export class ConnectionFault extends Error {
  readonly code: number;

  constructor(code: number, what: string) {
    super(what);
    this.code = code;
  }
}

/** Every frame of its kind is that long, and stands where it may. */
export function mustHave({ payload }: Frame, length: number, isInPlace: boolean): void {
  if (!isInPlace) throw new ConnectionFault(errorCodes.protocol, "stream");
  if (payload.length !== length) throw new ConnectionFault(errorCodes.frameSize, "length");
}

/** The payload of DATA; undefined where its padding is longer than it. */
export function withoutPadding({ flags: bits, payload }: Frame): Buffer | undefined {
  if ((bits & flags.padded) === 0) return payload;
  const padding = payload[0] ?? payload.length;
  return padding + 1 > payload.length ? undefined : payload.subarray(1, payload.length - padding);
}
