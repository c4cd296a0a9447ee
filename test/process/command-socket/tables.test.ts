import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEnvironment, parseConfig } from "../../../src/config/index.ts";
import { CommandSocket } from "../../../src/process/command-socket/index.ts";
import { buildModel } from "../../../src/proxy/model/build-model.ts";
import { sampleCatalog } from "../../../src/samples/index.ts";
import { systemTime } from "../../../src/time.ts";
import { load } from "../../support/script.ts";
import { readCommands, steady, talk } from "./table-commands.ts";

const here = (name: string): URL => new URL(name, import.meta.url);

/** Commands with what HAProxy 3.5 answers; recorded by record-tables.ts beside this file. */
const recorded = JSON.parse(readFileSync(here("tables.json"), "utf8")) as [
  level: string,
  command: string,
  answer: string,
][];

describe("commands about stick tables", () => {
  const folder = mkdtempSync(join(tmpdir(), "ct"));
  after(() => rmSync(folder, { recursive: true }));

  it("answer what HAProxy answers", async () => {
    const { runtime } = load("", { time: systemTime });
    const { config } = parseConfig([{ name: "t.cfg", text: readFileSync(here("tables.cfg"), "utf8") }], {
      catalog: sampleCatalog,
      environment: createEnvironment({}),
    });
    assert.ok(config);
    const proxies = buildModel(config, { time: systemTime });
    const sockets = new Map<string, CommandSocket>();
    try {
      for (const level of ["user", "operator", "admin"] as const) {
        sockets.set(level, await CommandSocket.open(join(folder, level), { runtime, proxies }, { level }));
      }
      const rows: [string, string, string][] = [];
      for (const { level, command } of readCommands()) {
        rows.push([level, command, steady(await talk(join(folder, level), `${command}\n`))]);
      }
      assert.deepEqual(rows, recorded);
    } finally {
      for (const socket of sockets.values()) await socket.close();
      runtime.close();
    }
  });

  it("find an entry by the pointer that they show", async () => {
    const { runtime } = load("", { time: systemTime });
    const { config } = parseConfig([{ name: "t.cfg", text: readFileSync(here("tables.cfg"), "utf8") }], {
      catalog: sampleCatalog,
      environment: createEnvironment({}),
    });
    assert.ok(config);
    const file = join(folder, "p");
    const proxies = buildModel(config, { time: systemTime });
    const socket = await CommandSocket.open(file, { runtime, proxies }, { level: "admin" });
    try {
      await talk(file, "set table txt key a data.gpc0 1;set table txt key b data.gpc0 2\n");
      const pointer = /^(0x[0-9a-f]+): key=b /m.exec(await talk(file, "show table txt\n"))?.[1] ?? "";
      assert.match(await talk(file, `show table txt ptr ${pointer}\n`), /key=b .* gpc0=2 /);
      await talk(file, `set table txt ptr ${pointer} data.gpc0 9\n`);
      assert.match(await talk(file, "show table txt key b\n"), /gpc0=9 /);
      await talk(file, `clear table txt ptr ${pointer}\n`);
      assert.match(await talk(file, "show table\n"), /table: txt, .* used:1$/m);
    } finally {
      await socket.close();
      runtime.close();
    }
  });
});
