/** What expressions of the tests may name: the proxies and tables of `world/haproxy.cfg`, and files. */
import { readdirSync, readFileSync } from "node:fs";
import { createEnvironment, parseConfig } from "../../../src/config/index.ts";
import { VirtualTime } from "../../../src/lab/virtual-time.ts";
import { buildModel } from "../../../src/proxy/model/build-model.ts";
import { hasSide } from "../../../src/proxy/model/index.ts";
import {
  EMPTY_ENVIRONMENT,
  KeyFiles,
  sampleCatalog,
  type SampleEnvironment,
} from "../../../src/samples/index.ts";
import { PatternReferences } from "../../../src/samples/patterns/index.ts";

const folder = new URL("world/", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), "latin1");

/** Text files by name: maps, keys and certificates. */
export const WORLD_FILES: ReadonlyMap<string, string> = new Map(
  readdirSync(folder)
    .filter((name) => name !== "haproxy.cfg")
    .map((name) => [name, read(name)]),
);

/** Sections to be put behind those of a test. */
export const WORLD_CONFIG = read("haproxy.cfg");

const place = { file: "t.cfg", line: 1 };

/** The same for halua, as it is when HAProxy has just started. */
export function makeWorld(): SampleEnvironment {
  const { config } = parseConfig([{ name: "t.cfg", text: WORLD_CONFIG }], {
    catalog: sampleCatalog,
    environment: createEnvironment({}),
  });
  if (!config) throw new Error("world/haproxy.cfg is no configuration");
  const model = buildModel(config, { time: new VirtualTime() });
  const references = new PatternReferences({ readFile: (path) => WORLD_FILES.get(path) ?? "" });
  return {
    ...EMPTY_ENVIRONMENT,
    process: {
      ...EMPTY_ENVIRONMENT.process,
      environmentVariable: (name) => (name === "TZ" ? "UTC" : undefined),
    },
    keys: new KeyFiles((path) => WORLD_FILES.get(path)),
    proxy: (name, side) => model.all.find((proxy) => proxy.name === name && hasSide(proxy, side)),
    table: (name) => model.all.find((proxy) => proxy.name === name)?.stickTable,
    map: (call) => {
      const { name, args } = call as { name: string; args: readonly { text: string }[] };
      return references.converter(name, args[0]?.text ?? "", place);
    },
  };
}
