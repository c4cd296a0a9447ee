/**
 * Sample expressions: `fetch(args),converter(args),...`, cut into a fetch and
 * its converters and checked against the catalog.
 * Source: configuration manual 7.3; the texts are those of sample.c.
 */
import { parseArguments, type Argument, type ArgumentList } from "./arguments.ts";
import { Refused, rewording } from "./diagnostics.ts";
import {
  castBetween,
  validPlaces,
  type ArgumentCheck,
  type ConverterDeclaration,
  type FetchDeclaration,
  type Places,
  type SampleCatalog,
  type SampleSource,
  type SampleType,
} from "./samples.ts";

/** A fetch or a converter with its arguments. */
export interface SampleCall {
  /** As written: `hdr`, `lua.foo`. */
  readonly name: string;
  readonly args: readonly Argument[];
}

/** A whole expression. `type` is what it yields, as far as it is known before it runs. */
export interface SampleExpression {
  readonly fetch: SampleCall;
  readonly converters: readonly SampleCall[];
  readonly type: SampleType;
  /** Where the fetch has its information from, and so where the expression may be used. */
  readonly sources: readonly SampleSource[];
  readonly places: Places;
}

/** An expression and where it ended: in which word, and where in that word. */
export interface ParsedExpression {
  readonly expression: SampleExpression;
  readonly nextWord: number;
  readonly end: number;
}

const ID = /[A-Za-z0-9._:+-]*/y;

/** The identifier at `at`, which may be empty. */
export function identifierAt(text: string, at: number): string {
  ID.lastIndex = at;
  return ID.exec(text)?.[0] ?? "";
}

/** Where to stop: `words` of a line, or one text whose end is what follows the last part. */
export type ExpressionInput =
  | { readonly words: readonly string[]; readonly index: number }
  | { readonly text: string; readonly at: number };

/**
 * Reads an expression. In words, converters may continue in the next word, as
 * long as it names one; in a text, the first character that belongs to nothing
 * ends it.
 * @throws Refused with HAProxy's text
 */
export function parseExpression(input: ExpressionInput, catalog: SampleCatalog): ParsedExpression {
  const text = "text" in input ? input.text : (input.words[input.index] ?? "");
  const start = "text" in input ? input.at : 0;
  const name = identifierAt(text, start);
  if (name === "") throw new Refused("missing fetch method");
  const declaration = catalog.fetch(name);
  if (!declaration) throw new Refused(`unknown fetch method '${name}'`);
  const args = rewording(
    (error) => `fetch method '${name}' : ${error}`,
    () => parseArguments(text, start + name.length, declaration.args),
  );
  checkArguments(args, declaration.check, (error) => `invalid args in fetch method '${name}' : ${error}`);
  const fetch: SampleCall = { name, args: args.list };
  return parseConverters({ ...input, text, end: args.end }, fetch, declaration, catalog);
}

interface ConverterInput {
  readonly text: string;
  readonly end: number;
  readonly words?: readonly string[];
  readonly index?: number;
}

/** The converters behind a fetch that has been read up to `end`. */
export function parseConverters(
  input: ConverterInput,
  fetch: SampleCall,
  declaration: FetchDeclaration,
  catalog: SampleCatalog,
): ParsedExpression {
  const { words } = input;
  let { text, end } = input;
  let index = input.index ?? 0;
  const converters: SampleCall[] = [];
  let type = declaration.out;
  let last = "";
  for (;;) {
    const char = text.charAt(end);
    if (char !== "" && char !== ",") {
      if (!words) break;
      throw new Refused(
        last === "" ? "missing comma after fetch keyword" : `missing comma after converter '${last}'`,
      );
    }
    while (text.charAt(end) === ",") end++;
    let fresh = false;
    if (end >= text.length) {
      if (!words) break;
      text = words[++index] ?? "";
      end = 0;
      fresh = true;
      if (text === "") break;
    }
    const name = identifierAt(text, end);
    const found = catalog.converter(name);
    if (!found) {
      if (fresh) break;
      throw new Refused(`unknown converter '${name}'`);
    }
    type = applyConverter(type, found, name);
    const args = converterArguments(text, end + name.length, found, name);
    converters.push({ name, args: args.list });
    end = args.end;
    last = name;
  }
  const { sources } = declaration;
  const expression = { fetch, converters, type, sources, places: validPlaces(sources) };
  return { expression, nextWord: index, end };
}

/** The type behind a converter. */
function applyConverter(type: SampleType, converter: ConverterDeclaration, name: string): SampleType {
  const cast = castBetween(type, converter.in);
  if (cast === undefined) throw new Refused(`converter '${name}' cannot be applied`);
  if (converter.out !== "same") return converter.out;
  return cast === "none" ? type : converter.in;
}

function converterArguments(
  text: string,
  at: number,
  converter: ConverterDeclaration,
  name: string,
): ArgumentList {
  let args: ArgumentList;
  try {
    args = parseArguments(text, at, converter.args);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const index = "index" in error ? Number(error.index) : 0;
    throw new Refused(`invalid arg ${index + 1} in converter '${name}' : ${error.text}`);
  }
  checkArguments(args, converter.check, (error) => `invalid args in converter '${name}' : ${error}`);
  return args;
}

function checkArguments(
  { list }: ArgumentList,
  check: ArgumentCheck | undefined,
  wrap: (error: string) => string,
): void {
  const error = check?.(list);
  if (error !== undefined) throw new Refused(wrap(error));
}
