/** Converters of what can be wrong with certificates. */
import { highestX509Error, x509ErrorName } from "../../x509-errors.ts";
import { text } from "../sample.ts";
import { intOf, type Converter } from "./converter.ts";

export const CERTIFICATE_CONVERTERS: Readonly<Record<string, Converter>> = {
  // Numbers without a name stay numbers, without a sign.
  x509_v_err_str: () => (sample) => {
    const number = BigInt.asUintN(64, BigInt(intOf(sample)));
    if (number === 0n) return text("X509_V_OK");
    const name = number <= highestX509Error ? x509ErrorName(Number(number)) : undefined;
    return text(name ?? String(number));
  },
};
