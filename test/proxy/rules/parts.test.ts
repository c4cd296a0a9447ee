import assert from "node:assert/strict";
import { Headers } from "../../../src/proxy/http/headers.ts";
import { cacheabilityOf } from "../../../src/proxy/rules/cacheability.ts";
import { networkTest } from "../../../src/proxy/rules/networks.ts";
import { expand } from "../../../src/proxy/rules/regex-replacement.ts";
import { Transaction } from "../../../src/proxy/stream/transaction.ts";

describe("a replacement", () => {
  const subject = "abc-def";
  const spans = [[0, 7], [0, 3], undefined, [4, 7]] as const;
  const written = (template: string): string | undefined => expand(template, subject, [...spans]);

  it("takes groups, bytes and plain text", () => {
    assert.equal(written("<\\3-\\1>\\2\\0\\9"), "<def-abc>abc-def");
    assert.equal(written("\\x41\\x7a\\\\\\a%"), "Az\\a%");
  });

  it("reads digits that are none as HAProxy does", () => {
    assert.equal(written("\\xg0"), "\u0000");
  });

  it("cannot end in the middle", () => {
    assert.equal(written("a\\"), undefined);
    assert.equal(written("\\x4"), undefined);
    assert.equal(written("\\x"), undefined);
  });
});

describe("a network of exceptions", () => {
  const cases: readonly (readonly [network: string, address: string, inside: boolean])[] = [
    ["10.0.0.0/8", "10.200.3.4", true],
    ["10.0.0.0/8", "11.0.0.0", false],
    ["10.0.0.0/255.0.255.0", "10.9.0.7", true],
    ["10.0.0.0/255.0.255.0", "10.9.1.7", false],
    ["127/8", "127.5.5.5", true],
    ["192.0.2.1", "192.0.2.1", true],
    ["192.0.2.1", "192.0.2.2", false],
    ["2001:db8::/32", "2001:db8:1::5", true],
    ["2001:db8::/32", "2001:db9::5", false],
    ["::1", "::1", true],
    ["0.0.0.0/0", "::1", false],
    ["::/0", "127.0.0.1", false],
  ];
  for (const [network, address, inside] of cases) {
    it(`${network} ${inside ? "has" : "has not"} ${address}`, () => {
      assert.equal(networkTest(network)(address), inside);
    });
  }
});

describe("whether caches may keep a response", () => {
  const judge = (
    headers: readonly (readonly [string, string])[],
    { method = "GET", status = 200 } = {},
  ): string => {
    const request = { method, uri: "/", version: "HTTP/1.1", headers: new Headers() };
    const http = new Transaction(request, { kind: "none" });
    http.response = { version: "HTTP/1.1", status, reason: "", headers: Headers.from(headers) };
    const { response, cookies } = cacheabilityOf(http);
    return `${response ? "yes" : "no"}, cookies ${cookies ? "yes" : "no"}`;
  };
  const cases: readonly (readonly [string, readonly (readonly [string, string])[], object?])[] = [
    ["no, cookies yes", []],
    ["yes, cookies yes", [["etag", '"x"']]],
    ["yes, cookies yes", [["cache-control", "max-age=60"]]],
    ["no, cookies no", [["cache-control", "max-age=0"]]],
    ["yes, cookies yes", [["cache-control", "max-age=0, s-maxage=60"]]],
    ["no, cookies no", [["cache-control", "s-maxage=0, max-age=60"]]],
    ["no, cookies no", [["cache-control", "max-age=60, private"]]],
    ["no, cookies no", [["cache-control", 'max-age=60, no-cache="x"']]],
    ["yes, cookies no", [["cache-control", 'max-age=60, no-cache="set-cookie"']]],
    [
      "no, cookies no",
      [
        ["pragma", "no-cache"],
        ["expires", "tomorrow"],
      ],
    ],
    ["no, cookies no", [["expires", "tomorrow"]], { method: "POST" }],
    ["no, cookies no", [["expires", "tomorrow"]], { status: 302 }],
    [
      "yes, cookies yes",
      [
        ["cache-control", "public"],
        ["expires", "tomorrow"],
      ],
      { status: 302 },
    ],
  ];
  for (const [expected, headers, what] of cases) {
    it(`${expected}: ${JSON.stringify([headers, what])}`, () => {
      assert.equal(judge(headers, what), expected);
    });
  }
});
