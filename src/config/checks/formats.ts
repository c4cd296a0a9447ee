/** Formats and expressions whose meaning depends on the whole proxy, so that they are read last. */
import { Refused } from "../diagnostics.ts";
import type { ProxyDraft } from "../drafts/proxy.ts";
import { parseExpression } from "../expressions.ts";
import type { Location } from "../location.ts";
import { placesOf, sourceNames } from "../samples.ts";
import { hasFront, placesFor, proxyType } from "../state.ts";
import type { Checker } from "./checker.ts";

const LOG_PLACES = placesOf("logs");
const FRONT_REQUEST = placesOf("frontend http-request header rule");
const BACK_REQUEST = placesOf("backend http-request header rule");
const SELECTING = placesOf("backend use-server, balance or stick-match rule");

export function readLogFormats(checker: Checker, proxy: ProxyDraft): void {
  const { formats } = proxy;
  const fail =
    (what: string) =>
    (error: string, { file, line }: Location): string =>
      `Parsing [${file}:${line}]: failed to parse ${what} : ${error}.`;
  const take = (
    field: "logFormat" | "logFormatSd" | "errorLogFormat" | "uniqueIdFormat",
    places: number,
    what: string,
  ): void => {
    const format = formats[field];
    const use = field === "uniqueIdFormat" ? "http" : "log";
    const options = { use, mergeSpaces: true } as const;
    const parsed = format && checker.format(format.text, places, format.location, fail(what), options);
    if (parsed) proxy[field] = parsed;
  };
  if (hasFront(proxy)) {
    take("logFormat", LOG_PLACES, "log-format");
    take("logFormatSd", LOG_PLACES, "log-format-sd");
  }
  take("uniqueIdFormat", placesFor(proxy, FRONT_REQUEST, BACK_REQUEST), "unique-id");
  if (hasFront(proxy)) take("errorLogFormat", LOG_PLACES, "error-log-format");
}

export function readBalanceHash(checker: Checker, proxy: ProxyDraft): void {
  const text = proxy.balanceHash;
  if (text === undefined) return;
  const { file, line } = proxy.location;
  const where = `${proxyType(proxy)} '${proxy.name}' [${file}:${line}]`;
  try {
    const { expression } = parseExpression({ words: [text], index: 0 }, checker.state.catalog);
    if ((expression.places & SELECTING) === 0) {
      checker.alert(
        `${where}: error detected while parsing 'balance hash' expression '${text}' ` +
          `which requires information from ${sourceNames(expression.sources)}, which is not available here.`,
      );
    }
    proxy.balance = { algorithm: "hash", expression };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    checker.alert(`${where}: failed to parse 'balance hash' expression '${text}' in : ${error.text}.`);
  }
}
