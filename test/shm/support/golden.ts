import fs from "node:fs";
import { fileURLToPath } from "node:url";
import { counterStats, derivedStats, type ObjectType } from "../../../src/shm/index.ts";

const root = new URL("../../golden/shm/", import.meta.url);

/** A row of `show stat`, typed fields by name. */
export type ShowStatRow = Record<string, string | number>;

/** A recording: a real map, and what its live process printed at the same moment. */
export interface Recording {
  readonly version: string;
  readonly folder: URL;
  readonly map: string;
  readonly mapAfterStop: string;
  readonly pid: number;
  /** `px/sv` by guid. */
  readonly names: ReadonlyMap<string, string>;
  readonly rows: readonly ShowStatRow[];
}

/** Every recording there is, one for each folder that holds a map. */
export function recordings(): Recording[] {
  return fs
    .readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readRecording(name));
}

function readRecording(version: string): Recording {
  const folder = new URL(`${version}/`, root);
  const about = fs.readFileSync(new URL("about.md", folder), "utf8");
  return {
    version,
    folder,
    map: fileURLToPath(new URL("map.bin", folder)),
    mapAfterStop: fileURLToPath(new URL("map-after-stop.bin", folder)),
    pid: Number(/\(pid (\d+)\)/.exec(about)?.[1]),
    names: new Map(guidNames(/^GUIDs: (.*)\.$/m.exec(about)?.[1] ?? "")),
    rows: JSON.parse(fs.readFileSync(new URL("show-stat.json", folder), "utf8")) as ShowStatRow[],
  };
}

/** Reads `fe-main=fe/FRONTEND, srv-1..3=be/s1..s3` as pairs of guid and `px/sv`. */
function guidNames(list: string): [string, string][] {
  return list.split(", ").flatMap((pair) => {
    const [guid = "", name = ""] = pair.split("=");
    const range = /^(.*?)(\d+)\.\.(\d+)$/.exec(guid);
    if (!range) return [[guid, name] as [string, string]];
    const prefix = /^(.*?)\d+\.\./.exec(name)?.[1] ?? "";
    const pairs: [string, string][] = [];
    for (let n = Number(range[2]); n <= Number(range[3]); n++)
      pairs.push([`${range[1] ?? ""}${n}`, `${prefix}${n}`]);
    return pairs;
  });
}

/** The type of object behind a row: `show stat` says 0 frontend, 1 backend, 2 server, 3 listener. */
export function typeOfRow(row: ShowStatRow): ObjectType {
  return row.type === 0 || row.type === 3 ? "frontend" : "backend";
}

/** The names that a type of object should show, with the file's own table as the reference. */
export function referenceNames(): { name: string; types: ObjectType[]; isCounter: boolean }[] {
  const text = fs.readFileSync(new URL("stat-names.tsv", root), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => {
      const [name = "", types = "", , index] = line.split("\t");
      return {
        name,
        types: types.split(" ").map((type) => (type === "fe" ? "frontend" : "backend")),
        isCounter: index !== "-",
      };
    });
}

/** The names that the code's tables give a type of object. */
export function codeNames(type: ObjectType): string[] {
  return [...counterStats, ...derivedStats]
    .filter(({ types }) => types.includes(type))
    .map(({ name }) => name);
}
