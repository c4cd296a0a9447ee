import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEnvironment, parseConfig } from "../../src/config/index.ts";
import type { OfferedCertificate } from "../../src/config/types.ts";
import { TEST_CATALOG } from "./support/catalog.ts";

describe("certificates of 'bind' lines", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "halua-config-"));
    for (const name of ["a", "b", "pair.rsa", "pair.ecdsa"]) writeFileSync(join(folder, name), "");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function read(parameters: string): { offered: readonly OfferedCertificate[]; alerts: readonly string[] } {
    const text = `global\n crt-base ${folder}\ndefaults\n mode http\n timeout client 1s\nfrontend f\n bind :1 ssl ${parameters}\n`;
    const { config, diagnostics } = parseConfig([{ name: "c", text }], {
      catalog: TEST_CATALOG,
      environment: createEnvironment({}),
    });
    return {
      offered: config?.proxies[0]?.binds[0]?.tls?.certificates ?? [],
      alerts: diagnostics.filter(({ level }) => level === "alert").map((each) => each.text),
    };
  }

  const at = (name: string): string => join(folder, name);

  function listed(text: string): ReturnType<typeof read> {
    writeFileSync(at("list"), text);
    return read(`crt-list ${at("list")}`);
  }

  it("are folders, without what belongs to their files", () => {
    mkdirSync(at("d"));
    mkdirSync(at("d/folder"));
    for (const name of ["z", "m", "m.key", "m.ocsp", "m.issuer", "m.sctl", ".hidden"])
      writeFileSync(at(`d/${name}`), "");
    assert.deepEqual(read("crt d").offered, [
      { path: at("d/m"), isDefault: true },
      { path: at("d/z"), isDefault: false },
    ]);
  });

  it("are bundles, all of which stand first", () => {
    assert.deepEqual(read("crt pair crt a").offered, [
      { path: at("pair.rsa"), isDefault: true },
      { path: at("pair.ecdsa"), isDefault: true },
      { path: at("a"), isDefault: false },
    ]);
  });

  it("are lists, with settings and hosts", () => {
    const { offered } = listed(
      "#x\n\na\nb [alpn h2,http/1.1 verify optional] one *.two !three # hosts\npair *\n",
    );
    assert.deepEqual(offered, [
      { path: at("a"), isDefault: true },
      {
        path: at("b"),
        isDefault: false,
        settings: { alpn: ["h2", "http/1.1"], verify: "optional" },
        names: ["one", "*.two", "!three", "#", "hosts"],
      },
      { path: at("pair.rsa"), isDefault: true, names: ["*"] },
      { path: at("pair.ecdsa"), isDefault: true, names: ["*"] },
    ]);
  });

  for (const [text, fault] of [
    ["a [foo]\n", "parsing [LIST:1]: unknown ssl keyword foo"],
    ["a\na [alpn]\n", "parsing [LIST:2]: ssl args out of '[]' for alpn"],
    ["a [[ ]\n", "parsing [LIST:1]: too many '['"],
    ["a ]\n", "parsing [LIST:1]: missing '['"],
    ["[alpn h2] a\n", "parsing [LIST:1]: file must start with a cert"],
    ["a", "parsing [LIST:1]: Missing LF on last line, file might have been truncated at position 2."],
    ["z\n", "unable to stat SSL certificate from file 'FOLDER/z' : No such file or directory."],
    ["a [ktls on]\n", "parsing [LIST:1]: HAProxy's 'crt-list' option 'ktls' is not supported by halua"],
  ] as const) {
    it(`are refused: ${JSON.stringify(text)}`, () => {
      const { alerts } = listed(text);
      const told = fault.replace("LIST", at("list")).replace("FOLDER", folder);
      assert.ok(alerts[0]?.includes(`'crt-list' : ${told}`), alerts[0]);
    });
  }

  it("may be none where clients must name a host", () => {
    mkdirSync(at("d"));
    assert.deepEqual(read("crt d strict-sni").alerts, []);
    assert.match(read("crt d").alerts[0] ?? "", /no SSL certificate specified/);
  });
});
