import assert from "node:assert/strict";
import { administer } from "../../../src/proxy/stats-page/admin.ts";
import { renderPage, type PageContents } from "../../../src/proxy/stats-page/html.ts";
import { parseStatsQuery, type StatsQuery } from "../../../src/proxy/stats-page/query.ts";
import { statLines } from "../../../src/proxy/model/index.ts";
import { declareProxies } from "../support/declare.ts";

/** What recordings of HAProxy do not tell of the statistics page: see test/proxy/rules/support/stats-scene.ts for the rest. */

describe("what is asked of the statistics page", () => {
  const plain: StatsQuery = {
    format: "html",
    hidesDown: false,
    hidesMaintenance: false,
    norefresh: false,
    status: undefined,
    scope: "",
  };
  const cases: readonly (readonly [string, Partial<StatsQuery>])[] = [
    ["", {}],
    ["x;csv", { format: "csv" }],
    [";csv;typed", { format: "typed" }],
    [";json;csv", { format: "json" }],
    [";up;norefresh;no-maint", { hidesDown: true, norefresh: true, hidesMaintenance: true }],
    [";st=DONE", { status: "DONE" }],
    [";st=nons", { status: "UNKN" }],
    [";st=DO", {}],
    ["?scope=app;csv", { scope: "app", format: "csv" }],
    ["?scope=<script>", {}],
    [`?scope=${"a".repeat(30)}`, { scope: "a".repeat(20) }],
  ];
  for (const [text, expected] of cases) {
    it(`reads "${text}"`, () => assert.deepEqual(parseStatsQuery(text), { ...plain, ...expected }));
  }
});

describe("changes by the statistics page", () => {
  const proxies = declareProxies([
    { name: "app", servers: ["a b", "c"] },
    { name: "other", servers: ["a b"] },
  ]);
  const state = (): readonly string[] =>
    proxies.all.flatMap(({ servers }) => servers.map((server) => String(server.stats().get("status"))));

  it("read names that a browser has encoded", () => {
    assert.equal(administer("s=a+b&s=%63&action=maint&b=app", proxies, undefined), "DONE");
    assert.deepEqual(state(), ["MAINT", "MAINT", "no check"]);
    assert.equal(administer("s=a%20b&action=ready&b=app", proxies, undefined), "DONE");
    assert.deepEqual(state(), ["no check", "MAINT", "no check"]);
  });

  it("take the last backend and action for all servers", () => {
    assert.equal(administer("b=other&action=drain&s=a+b&action=ready&b=app&s=c", proxies, undefined), "DONE");
    assert.deepEqual(state(), ["no check", "no check", "no check"]);
  });

  it("do nothing where a name cannot be decoded, or is too long", () => {
    assert.equal(administer("s=%zz&action=maint&b=app", proxies, undefined), "NONE");
    assert.equal(administer(`s=${"c".repeat(3000)}&action=maint&b=app`, proxies, undefined), "ERRP");
    assert.deepEqual(state(), ["no check", "no check", "no check"]);
  });

  it("do not tell which proxies there are that the page does not show", () => {
    const inScope = ({ name }: { readonly name: string }): boolean => name === "app";
    assert.equal(administer("s=c&action=maint&b=other", proxies, inScope), "DENY");
    assert.equal(administer("s=c&action=maint&b=nobody", proxies, inScope), "DENY");
    assert.equal(administer("s=c&action=drain&b=app", proxies, inScope), "DONE");
  });
});

describe("the statistics page in HTML", () => {
  const [proxy] = declareProxies([{ name: "app<&>", servers: ['"one"'] }]).all;
  const contents: PageContents = {
    uri: "/st",
    query: parseStatsQuery(""),
    isAdmin: false,
    refresh: 5,
    showLegends: true,
    proxies: [{ proxy: proxy!, lines: statLines(proxy!) }],
    version: true,
    node: "",
    description: "a <b>",
    figures: { Name: "HAProxy", Version: "3.5", Pid: 7, node: "host", CumReq: 1_234_567 },
  };

  it("writes what is not its own as text", () => {
    const page = renderPage(contents);
    assert.ok(page.startsWith("<!DOCTYPE html>"));
    assert.ok(!page.includes("app<&>") && page.includes("app&#60;&#38;&#62;"));
    assert.ok(!page.includes('"one"') && page.includes("&#34;one&#34;"));
    assert.ok(page.includes("a &#60;b&#62;"));
    assert.match(page, /statistics on host/);
    assert.ok(!page.includes('<form method="post"'));
  });

  it("closes every element that it opens", () => {
    const page = renderPage({ ...contents, isAdmin: true, query: parseStatsQuery(";st=DONE;up?scope=a") });
    const open: string[] = [];
    const empty = new Set(["meta", "input"]);
    for (const [, slash, name = ""] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)/g)) {
      if (empty.has(name)) continue;
      if (slash === "") open.push(name);
      else assert.equal(open.pop(), name);
    }
    assert.deepEqual(open, []);
  });

  it("offers to change servers to whom it may, and tells how the last change ended", () => {
    const page = renderPage({ ...contents, isAdmin: true, query: parseStatsQuery(";st=PART;up") });
    assert.match(page, /<form method="post" action="\/st;up">/);
    assert.match(page, /<input type="checkbox" name="s" value="&#34;one&#34;"/);
    assert.match(page, /<input type="hidden" name="b" value="#2">/);
    assert.match(page, /Done for some of the servers only/);
    assert.match(page, /href="\/st">show servers that are down/);
    assert.match(page, /href="\/st;up;norefresh">do not refresh/);
  });
});
