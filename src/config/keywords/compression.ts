/** `compression` lines. Source: configuration manual 4.2; texts of flt_http_comp.c. */
import type { Line } from "../line.ts";
import { currentProxy, type State } from "../state.ts";
import type { CompressionAlgorithm, CompressionConfig } from "../types.ts";
import { linesOf, PROXY_SECTIONS, sizeArgument } from "./build.ts";
import type { LineKeyword } from "./keyword.ts";

const ALGORITHMS: readonly CompressionAlgorithm[] = ["identity", "deflate", "raw-deflate", "gzip"];

type Change = Partial<CompressionConfig>;

function algorithm(line: Line, name: string): CompressionAlgorithm {
  const found = ALGORITHMS.find((each) => each === name);
  return found ?? line.fail(`'compression' : '${name}' is not a supported algorithm.`);
}

/** HAProxy puts each algorithm in front of those it has: the last of all is the first to be tried. */
function responseAlgorithms(line: Line, { responseAlgorithms: known = [] }: CompressionConfig): Change {
  const names = line.words.slice(2);
  if (names.length === 0) line.fail(`parsing ${line.where} : 'compression' expects <algorithm>.`);
  const added = names.map((name) => algorithm(line, name));
  return { responseAlgorithms: [...added.reverse(), ...known] };
}

function types(line: Line, known: readonly string[] = []): readonly string[] {
  const added = line.words.slice(2);
  if (added.length === 0) line.fail("'compression' expects <type>.");
  return [...known, ...added];
}

function smallest(line: Line): number {
  const what = line.word(1);
  // HAProxy ends this text with a full stop, that of other sizes without.
  if (line.word(2) === "") line.fail(`'${what}' expects an integer argument.`);
  return sizeArgument(line, line.word(2), what);
}

const DIRECTIONS: Readonly<Record<string, Change>> = {
  request: { request: true, response: false },
  response: { request: false, response: true },
  both: { request: true, response: true },
};

function direction(line: Line): Change {
  const name = line.word(2);
  const known = Object.hasOwn(DIRECTIONS, name) ? DIRECTIONS[name] : undefined;
  return known ?? line.fail("'compression' expects 'request', 'response', or 'both'.");
}

function change(line: Line, state: State, before: CompressionConfig): Change {
  switch (line.word(1)) {
    case "algo":
    case "algo-res":
      return responseAlgorithms(line, before);
    case "algo-req":
      return { requestAlgorithm: algorithm(line, line.word(2)) };
    case "type":
    case "type-res":
      return { responseTypes: types(line, before.responseTypes) };
    case "type-req":
      return { requestTypes: types(line, before.requestTypes) };
    case "minsize-req":
      return { requestMinimum: smallest(line) };
    case "minsize-res":
      return { responseMinimum: smallest(line) };
    case "direction":
      return direction(line);
    case "offload":
      // In spite of what it says, HAProxy passes it on.
      if (currentProxy(state).kind === "defaults") {
        line.warn("'compression' : 'offload' ignored in 'defaults' section.");
      }
      return { offload: true };
    default:
      return line.fail(
        "'compression' expects 'algo', 'type', 'direction', 'offload', 'minsize-req' or 'minsize-res'.",
      );
  }
}

function compression(line: Line, state: State): void {
  const proxy = currentProxy(state);
  // A line counts, even one that is refused.
  const before = (proxy.compression ??= { request: false, response: true });
  proxy.compression = { ...before, ...change(line, state, before) };
}

export const COMPRESSION_KEYWORDS: readonly LineKeyword[] = [
  linesOf(PROXY_SECTIONS)(
    "compression",
    "1.5",
    "{algo|algo-res|algo-req|type|type-res|type-req|minsize-res|minsize-req|direction|offload} [<value:string>...]",
    "Compresses payloads. `algo` names what is offered to clients (`gzip`, `deflate`, `raw-deflate`, `identity`), `algo-req` how requests are compressed, `type` the media types, by how they begin, `minsize-res` and `minsize-req` the smallest payloads of known length; `direction` is `response` if not set; `offload` keeps `accept-encoding` from servers.",
    compression,
  ),
];
