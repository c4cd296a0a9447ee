/** AES with keys that arguments or variables hold in base64. What cannot be decrypted is no sample. */
import { createCipheriv, createDecipheriv, type CipherGCMTypes } from "node:crypto";
import { isVariable } from "../catalog/argument-values.ts";
import type { Argument } from "../catalog/notation.ts";
import { binary, text, type Sample } from "../sample.ts";
import { bytesOf, numberAt, textAt, type ConversionContext, type Converter } from "./converter.ts";
import { base64Bytes } from "./encodings.ts";

/** The bytes of an argument, or of the variable that it names. */
function bytesAt(
  args: readonly Argument[],
  index: number,
): (context: ConversionContext) => Buffer | undefined {
  const written = textAt(args, index);
  const constant = Buffer.from(written, "base64");
  if (!isVariable(written)) return () => constant;
  return (context) => {
    const found = base64Bytes(context.variable(written));
    return found === undefined ? undefined : Buffer.from(found, "latin1");
  };
}

type Cipher = (data: Buffer, key: Buffer, nonce: Buffer, context: ConversionContext) => Buffer[] | undefined;

/** A key may be longer than its size, not shorter. */
const aes =
  (prepare: (args: readonly Argument[], bits: number) => Cipher): Converter =>
  (args) => {
    const bits = numberAt(args, 0) ?? 128;
    const [nonceOf, keyOf, cipher] = [bytesAt(args, 1), bytesAt(args, 2), prepare(args, bits)];
    return (sample, context): Sample | undefined => {
      const [nonce, key] = [nonceOf(context), keyOf(context)];
      if (!nonce || !key || key.length < bits / 8) return undefined;
      const data = Buffer.from(bytesOf(sample), "latin1");
      try {
        const parts = cipher(data, key.subarray(0, bits / 8), nonce, context);
        return parts && binary(Buffer.concat(parts).toString("latin1"));
      } catch {
        // Wrong key, tag or padding.
        return undefined;
      }
    };
  };

/** CBC takes 16 bytes of a nonce; zeros stand for what is missing. */
const blockNonce = (nonce: Buffer): Buffer => Buffer.concat([nonce, Buffer.alloc(16)], 16);

/** The only length of tags that HAProxy takes. */
const TAG = 16;

/** Puts the tag of an encryption, in base64, into the variable that an argument names; whether it could. */
function keepTag(
  args: readonly Argument[],
  index: number,
): (tag: Buffer, context: ConversionContext) => boolean {
  const name = textAt(args, index);
  // Variables of the process are not made by traffic.
  const guards = name.startsWith("proc.") ? ["ifexists"] : [];
  return (tag, context) => context.setVariable(name, guards, text(tag.toString("base64")));
}

export const CIPHER_CONVERTERS: Readonly<Record<string, Converter>> = {
  aes_cbc_enc: aes((_args, bits) => (data, key, nonce) => {
    const cipher = createCipheriv(`aes-${bits}-cbc`, key, blockNonce(nonce));
    return [cipher.update(data), cipher.final()];
  }),
  aes_cbc_dec: aes((_args, bits) => (data, key, nonce) => {
    const cipher = createDecipheriv(`aes-${bits}-cbc`, key, blockNonce(nonce));
    return [cipher.update(data), cipher.final()];
  }),
  aes_gcm_enc: aes((args, bits) => {
    const additionalOf = bytesAt(args, 4);
    const keep = keepTag(args, 3);
    return (data, key, nonce, context) => {
      const additional = additionalOf(context);
      if (!additional) return undefined;
      const cipher = createCipheriv(`aes-${bits}-gcm` as CipherGCMTypes, key, nonce);
      cipher.setAAD(additional);
      const parts = [cipher.update(data), cipher.final()];
      return keep(cipher.getAuthTag(), context) ? parts : undefined;
    };
  }),
  aes_gcm_dec: aes((args, bits) => {
    const [tagOf, additionalOf] = [bytesAt(args, 3), bytesAt(args, 4)];
    return (data, key, nonce, context) => {
      const [tag, additional] = [tagOf(context), additionalOf(context)];
      if (tag?.length !== TAG || !additional) return undefined;
      const cipher = createDecipheriv(`aes-${bits}-gcm` as CipherGCMTypes, key, nonce);
      cipher.setAAD(additional);
      cipher.setAuthTag(tag);
      return [cipher.update(data), cipher.final()];
    };
  }),
};
