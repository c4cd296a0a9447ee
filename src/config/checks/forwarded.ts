/** `option forwarded`, whose expressions are read when all else has been checked. Source: http_ext.c. */
import { Refused } from "../diagnostics.ts";
import type { ForwardedDraft, ForwardedPart, ProxyDraft } from "../drafts/proxy.ts";
import { parseExpression } from "../expressions.ts";
import { placeName, placesOf, SAMPLE_SOURCES, type SampleSource } from "../samples.ts";
import { hasBack, proxyType } from "../state.ts";
import type { ForwardedSource } from "../types.ts";
import type { Checker } from "./checker.ts";

const PLACES = placesOf("backend http-request header rule");

/** @param speaksHttp whether the proxy's connections may be HTTP */
export function checkForwarded(checker: Checker, proxy: ProxyDraft, speaksHttp: boolean): void {
  const draft = proxy.forwardedText;
  if (!draft) return;
  if (!speaksHttp) {
    checker.warn(
      `'option forwarded' ignored for ${proxyType(proxy)} '${proxy.name}' as it requires HTTP mode.`,
    );
    return;
  }
  if (!hasBack(proxy)) return;
  const read = (part: ForwardedPart): ForwardedSource | undefined => source(checker, proxy, draft, part);
  const host = read("host");
  const [by, byPort, from, fromPort] = [read("by"), read("by_port"), read("for"), read("for_port")];
  proxy.forwarded = {
    proto: draft.proto,
    ...(host && { host }),
    ...(by && { by: { name: by, ...(byPort && { port: byPort }) } }),
    ...(from && { for: { name: from, ...(fromPort && { port: fromPort }) } }),
  };
}

function source(
  checker: Checker,
  proxy: ProxyDraft,
  { parts, location: { file, line } }: ForwardedDraft,
  part: ForwardedPart,
): ForwardedSource | undefined {
  const given = parts[part];
  if (given === undefined || given === "original") return given;
  const { expression: text } = given;
  const where = `${proxyType(proxy)} '${proxy.name}' [${file}:${line}]`;
  try {
    const { expression } = parseExpression({ words: [text], index: 0 }, checker.state.catalog);
    if ((expression.places & PLACES) === 0) {
      checker.warn(
        `${where}: in 'option forwarded' sample expression '${text}' : some args extract information from ` +
          `'${placeName(sourceBits(expression.sources))}', none of which is available here.`,
      );
    }
    return expression;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    checker.alert(`${where}: failed to parse 'option forwarded' expression '${text}' in : ${error.text}.`);
    return undefined;
  }
}

/** HAProxy takes the sources' bits for those of places when it names them. */
function sourceBits(sources: readonly SampleSource[]): number {
  return sources.reduce((bits, source) => bits | (1 << SAMPLE_SOURCES.indexOf(source)), 0);
}
