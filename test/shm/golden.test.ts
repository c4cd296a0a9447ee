import assert from "node:assert/strict";
import fs from "node:fs";
import { SharedMap, type StatRow } from "../../src/shm/index.ts";
import { layoutTables } from "../../src/shm/layout-tables.ts";
import { codeNames, recordings, referenceNames, typeOfRow, type Recording } from "./support/golden.ts";

/** Opens a recording, reads it, closes it. */
function read<T>(file: string, body: (map: SharedMap) => T): T {
  const map = SharedMap.open(file, { access: "snapshot" });
  try {
    return body(map);
  } finally {
    map.close();
  }
}

function rowsOfLiveSlot({ map, pid }: Recording): StatRow[] {
  return read(map, (open) => {
    const live = open.slots().filter((slot) => slot.state === "alive");
    assert.deepEqual(
      live.map((slot) => slot.pid),
      [pid],
    );
    return open.stats({ slot: live[0]!.slot });
  });
}

describe("recordings of real HAProxy", () => {
  it("are there for each layout", () => {
    const versions = layoutTables.map(({ version }) => version);
    assert.deepEqual(
      recordings()
        .map(({ version }) => version)
        .sort(),
      versions,
    );
  });

  for (const recording of recordings()) {
    describe(`version ${recording.version}`, () => {
      it("names its version", () => {
        assert.equal(
          read(recording.map, ({ version }) => version),
          recording.version,
        );
      });

      it("equals show stat in every figure of the live process", () => {
        const rows = rowsOfLiveSlot(recording);
        let compared = 0;
        for (const printed of recording.rows) {
          const name = `${printed.pxname ?? ""}/${printed.svname ?? ""}`;
          const guid = [...recording.names].find(([, shown]) => shown === name)?.[0];
          if (guid === undefined) continue;
          const type = typeOfRow(printed);
          const row = rows.find((each) => each.guid === guid && each.type === type);
          assert.ok(row, `${guid} as ${type} is in the map`);
          for (const { name: stat } of referenceNames()) {
            if (!(stat in printed)) continue;
            assert.equal(row.stats[stat], printed[stat], `${guid} ${type} ${stat}`);
            compared++;
          }
        }
        assert.ok(compared > 200, `compared ${compared} figures`);
      });

      it("sums what the live process does not use only where a live slot does", () => {
        read(recording.map, (map) => {
          const bySlot = map.stats({ slot: map.slots()[0]!.slot });
          assert.deepEqual(map.stats(), bySlot, "one live slot: its view is the whole view");
          const guids = ["srv-1", "fe-main"];
          const some = map.stats({ guids }).map(({ guid, type }) => `${guid} ${type}`);
          assert.deepEqual(some, ["fe-main frontend", "fe-main backend", "srv-1 backend"]);
        });
      });

      it("has the layout of the field table", () => {
        const table = layoutTables.find(({ version }) => version === recording.version)!;
        const structs = {
          shm_stats_file_hdr: table.header,
          shm_stats_file_object: table.object,
          fe_counters_shared_tg: table.frontend,
          be_counters_shared_tg: table.backend,
        };
        const lines = fs.readFileSync(new URL("layout.tsv", recording.folder), "utf8").trimEnd();
        const fields = lines.split("\n").map((line) => line.split("\t"));
        for (const [struct = "", field = "", offset, size] of fields) {
          const found = structs[struct as keyof typeof structs];
          if (field === "sizeof") assert.equal(found.size, Number(size), struct);
          else assert.deepEqual(found.fields[field], [Number(offset), Number(size)], `${struct} ${field}`);
        }
        const inCode = Object.values(structs).map(({ fields: all }) => Object.keys(all).length + 1);
        assert.equal(
          inCode.reduce((a, b) => a + b),
          fields.length,
        );
      });
    });
  }

  it("show the names of show stat and no others", () => {
    for (const type of ["frontend", "backend"] as const) {
      const reference = referenceNames().filter(({ types }) => types.includes(type));
      assert.deepEqual(codeNames(type).sort(), reference.map(({ name }) => name).sort());
    }
  });

  it("of 3.4 and 3.5 hold the backends that a reload doubled, with what was lost", () => {
    const doubled = recordings().map(({ version, map }) =>
      read(map, (open) => [
        version,
        open
          .diagnose()
          .filter(({ kind }) => kind === "doubled-object")
          .map(({ data }) => [data.guid, data.tgid, (data.lost as { stot: number }).stot]),
      ]),
    );
    assert.deepEqual(doubled, [
      ["1.1", []],
      [
        "1.2",
        [
          ["be-main", 1, 11],
          ["be-main", 2, 9],
          ["be-tcp", 1, 1],
          ["be-tcp", 2, 2],
        ],
      ],
      [
        "1.3",
        [
          ["be-main", 1, 9],
          ["be-main", 2, 11],
          ["be-tcp", 1, 2],
          ["be-tcp", 2, 1],
        ],
      ],
    ]);
  });

  it("are shown after a stop by their own clock: no process is asked", () => {
    for (const { mapAfterStop, pid } of recordings()) {
      const slots = read(mapAfterStop, (map) => map.slots());
      assert.deepEqual(
        slots.map((slot) => [slot.pid, slot.state]),
        [[pid, "alive"]],
      );
    }
  });

  it("show a live map's slot as a ghost when its process is gone", () => {
    for (const { map, pid } of recordings()) {
      const asked: number[] = [];
      const observer = SharedMap.open(map, {
        allowForeignOwner: true,
        isAlive: (each) => {
          asked.push(each);
          return false;
        },
      });
      assert.deepEqual(
        observer.slots().map(({ state }) => state),
        ["ghost"],
      );
      assert.deepEqual(asked, [pid]);
      const kinds = new Set(observer.diagnose().map(({ kind }) => kind));
      assert.ok(kinds.has("ghost") && kinds.has("still-clock"));
      observer.close();
    }
  });
});
