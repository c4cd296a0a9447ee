import {
  declareFunction,
  func,
  LuaError,
  nothing,
  optional,
  string,
  table,
  type FunctionItem,
} from "../../lua/index.ts";
import type { Runtime } from "../../runtime/index.ts";
import { hostClass } from "./host-class.ts";
import { Fields } from "./plain.ts";
import type { TestFile } from "./test-file.ts";

const loadFields = ["config", "args", "strict", "debug"];

/** busted's names for Mocha's hooks. */
const hooks = {
  before_each: "beforeEach",
  after_each: "afterEach",
  setup: "beforeAll",
  teardown: "afterAll",
} as const;

/** What lua/halua/test.lua is made from. */
export function nativeItems(file: TestFile): FunctionItem<Runtime>[] {
  return [
    declareFunction("describe", {
      doc: "Groups tests.",
      args: [string("title", ""), func("fn", "declares them")],
      since: "halua",
      body: (_execution, title, fn) => {
        const error = file.describe(title, fn);
        if (error !== undefined) throw new LuaError(error, { position: false });
        return nothing;
      },
    }),
    declareFunction("it", {
      doc: "Declares a test.",
      args: [string("title", ""), optional(func("fn", "the test; it may wait"))],
      since: "halua",
      body: (_execution, title, fn) => {
        file.it(title, fn);
        return nothing;
      },
    }),
    declareFunction("pending", {
      doc: "Declares a test that is still to be written.",
      args: [string("title", ""), optional(func("fn", "not called"))],
      since: "halua",
      body: (_execution, title) => {
        file.it(title);
        return nothing;
      },
    }),
    ...Object.entries(hooks).map(([name, kind]) =>
      declareFunction<Runtime, readonly [ReturnType<typeof func>]>(name, {
        doc: "",
        args: [func("fn", "")],
        since: "halua",
        body: (_execution, fn) => {
          file.hook(kind, fn);
          return nothing;
        },
      }),
    ),
    declareFunction("load", {
      doc: "Loads a script into a runtime of its own.",
      args: [string("script", "its file, as seen from the test's folder"), optional(table("options", ""))],
      since: "halua",
      body: ({ host: { lua } }, script, given) => {
        const fields = new Fields(lua.main, given);
        const unknown = fields.unknown(loadFields);
        if (unknown.length > 0)
          throw new LuaError(`load knows no '${unknown.join("', '")}': it takes ${loadFields.join(", ")}`);
        const config = fields.text("config");
        const loaded = file.load(script, {
          args: fields.texts("args"),
          debug: fields.value("debug") === true,
          strict: fields.value("strict") !== false,
          ...(config !== undefined && { config }),
        });
        return hostClass.wrap(loaded);
      },
    }),
    declareFunction("snapshot", {
      doc: "The text that is stored as a snapshot; nil where there is none, and none is to be written.",
      args: [string("name", ""), string("text", "stored where there is none yet")],
      since: "halua",
      body: (_execution, name, text) => file.snapshots.match(name, text),
    }),
  ];
}
