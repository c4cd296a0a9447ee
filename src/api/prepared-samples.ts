import type { LuaValue } from "../lua/index.ts";
import type { RuleContext } from "../proxy/rules/outcome.ts";
import type { SampleAccess } from "../proxy/sample-access.ts";
import type { ConverterEntry, FetchEntry, Sample } from "../samples/index.ts";
import { argumentsKey, checkedArguments } from "./call-arguments.ts";
import type { ScriptTxn } from "./script-txn.ts";

type Fetch = (context: RuleContext) => Sample | undefined;
type Conversion = (sample: Sample, context: RuleContext) => Sample | undefined;

/** How many different lists of arguments are remembered for one fetch or converter. */
const mostLists = 500;

/** Types whose meaning depends on the proxy where they are used. */
const relative: ReadonlySet<string> = new Set(["frontend", "backend", "table", "server"]);

/** What has been prepared for one fetch or converter, by the arguments. */
class Lists<T> {
  readonly #known = new Map<string, T>();
  readonly #isRelative: boolean;

  constructor(entry: FetchEntry | ConverterEntry) {
    this.#isRelative = entry.args.types.some((type) => relative.has(type));
  }

  get(values: readonly LuaValue[], txn: ScriptTxn, prepare: () => T): T {
    const key = argumentsKey(values);
    const whole = this.#isRelative ? `${txn.home.name}\0${key}` : key;
    const found = this.#known.get(whole);
    if (found !== undefined) return found;
    const made = prepare();
    if (this.#known.size >= mostLists) this.#known.clear();
    this.#known.set(whole, made);
    return made;
  }
}

/**
 * Samples for scripts. They call fetches and converters with the same
 * arguments again and again: these are checked and prepared once.
 */
export class PreparedSamples {
  readonly access: SampleAccess;
  readonly #fetches = new Map<FetchEntry, Lists<Fetch>>();
  readonly #converters = new Map<ConverterEntry, Lists<Conversion>>();

  constructor(access: SampleAccess) {
    this.access = access;
  }

  /** The sample of a fetch; `values` are a script's arguments. */
  fetch(entry: FetchEntry, values: readonly LuaValue[], txn: ScriptTxn): Sample | undefined {
    const lists = listsOf(this.#fetches, entry);
    const fetch = lists.get(values, txn, () =>
      this.access.fetch(entry.name, checkedArguments(entry, values, 2, txn)),
    );
    return fetch(txn);
  }

  /** A converter, for samples of its input type. */
  converter(entry: ConverterEntry, values: readonly LuaValue[], txn: ScriptTxn): Conversion {
    const lists = listsOf(this.#converters, entry);
    return lists.get(values, txn, () =>
      this.access.converter(entry.name, checkedArguments(entry, values, 3, txn)),
    );
  }
}

function listsOf<E extends FetchEntry | ConverterEntry, T>(all: Map<E, Lists<T>>, entry: E): Lists<T> {
  let lists = all.get(entry);
  if (!lists) all.set(entry, (lists = new Lists<T>(entry)));
  return lists;
}
