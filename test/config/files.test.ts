import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createEnvironment,
  expandFiles,
  parseConfigFiles,
  pathAt,
  REAL_FILES,
} from "../../src/config/index.ts";
import { formatDiagnostics } from "../../src/config/diagnostics.ts";
import { TEST_CATALOG } from "./support/catalog.ts";

describe("the files of a configuration", () => {
  let directory: string;
  const at = (name: string): string => join(directory, name);
  const read = (...names: string[]): ReturnType<typeof parseConfigFiles> =>
    parseConfigFiles(names.map(at), { catalog: TEST_CATALOG, environment: createEnvironment({}) });

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "halua-config-"));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it("takes a directory's *.cfg files in their order", () => {
    mkdirSync(at("d"));
    mkdirSync(at("d/z.cfg"));
    for (const name of ["b.cfg", "a.cfg", "B.cfg", ".hidden.cfg", "a.cfg.old"])
      writeFileSync(at(`d/${name}`), "");
    writeFileSync(at("one"), "");
    assert.deepEqual(expandFiles([at("one"), at("d")], REAL_FILES), {
      paths: [at("one"), at("d/B.cfg"), at("d/a.cfg"), at("d/b.cfg")],
    });
  });

  it("says which file there is not", () => {
    const result = read("nowhere.cfg");
    assert.equal(result.config, undefined);
    assert.match(
      formatDiagnostics(result.diagnostics, 7, false),
      /^\[ALERT\] {4}\(7\) : (config : )?Cannot open configuration file\/directory .*nowhere\.cfg : No such file or directory\n/,
    );
  });

  it("reads several files as one configuration, whose sections end with their file", () => {
    writeFileSync(at("a.cfg"), "global\n maxconn 100\n");
    writeFileSync(
      at("b.cfg"),
      "defaults\n mode http\n timeout client 1s\n timeout server 1s\n timeout connect 1s\n",
    );
    writeFileSync(at("c.cfg"), "frontend f\n bind :8081\n");
    const { config, diagnostics } = read("a.cfg", "b.cfg", "c.cfg");
    assert.deepEqual(
      diagnostics.filter((each) => each.level === "alert"),
      [],
    );
    assert.equal(config?.global.maxconn, 100);
    assert.equal(config.proxies[0]?.mode, "http");
    writeFileSync(at("d.cfg"), " maxconn 3\n");
    const loose = read("a.cfg", "d.cfg");
    assert.equal(loose.config, undefined);
    assert.match(loose.diagnostics[0]?.text ?? "", /unknown keyword 'maxconn' out of section/);
  });

  it("starts relative paths where default-path says, line by line", () => {
    mkdirSync(at("d"));
    writeFileSync(at("d/page"), "HTTP/1.0 503 No\r\n\r\n");
    const before = process.cwd();
    writeFileSync(
      at("d/a.cfg"),
      "frontend f\n bind :8081\n timeout client 1s\nglobal\n default-path config\n" +
        "frontend g\n bind :8082\n timeout client 1s\n errorfile 503 page\n acl a path -f page\n",
    );
    const { config, diagnostics } = read("d/a.cfg");
    assert.ok(config, diagnostics[0]?.text);
    assert.equal(process.cwd(), before);
    const [, proxy] = config.proxies;
    const directory = realpathSync(at("d"));
    assert.deepEqual(proxy?.errors.get(503), { kind: "file", path: `${directory}/page` });
    const file = at("d/a.cfg");
    assert.equal(pathAt(config, "page", { file, line: 10 }), `${directory}/page`);
    assert.equal(pathAt(config, "page", { file, line: 3 }), "page");
    assert.equal(pathAt(config, "/page", { file, line: 10 }), "/page");
    assert.equal(config.global.defaultPath.mode, "config");

    writeFileSync(at("o.cfg"), "global\n default-path origin /nowhere/at/all\n");
    assert.equal(
      read("o.cfg").diagnostics[0]?.text,
      `parsing [${at("o.cfg")}:2] : couldn't set 'default-path' to origin '/nowhere/at/all': ` +
        `Impossible to get back to directory '${before}': No such file or directory.`,
    );
  });

  it("names every file that has faults", () => {
    writeFileSync(at("a.cfg"), "global\n nonsense\n");
    writeFileSync(at("b.cfg"), "frontend f\n nonsense\n");
    const texts = read("a.cfg", "b.cfg").diagnostics.map((each) => each.text);
    const named = texts.filter((text) => text.startsWith("Error(s) found in configuration file"));
    assert.equal(named.length, 2);
    assert.equal(texts.at(-1), "Fatal errors found in configuration.");
  });
});
