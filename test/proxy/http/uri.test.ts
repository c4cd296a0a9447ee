import assert from "node:assert/strict";
import { Headers } from "../../../src/proxy/http/headers.ts";
import { followHost, pathOf, queryOf, setMethod, splitUri } from "../../../src/proxy/http/uri.ts";
import {
  differencesOf,
  haproxyOrSkip,
  haproxyVersion,
  requestDifferences,
  showsDifference,
} from "./support/differences.ts";
import { Oracle } from "./support/oracle.ts";
import { recordedTargets } from "./support/recorded.ts";
import { changed, changedBy, targetCases, targetRules } from "./support/targets.ts";

describe("request targets", () => {
  const parts: [
    uri: string,
    form: string,
    scheme: string | undefined,
    authority: string | undefined,
    path: string | undefined,
  ][] = [
    ["", "empty", undefined, undefined, undefined],
    ["*", "asterisk", undefined, undefined, undefined],
    ["/a?b#c", "path", undefined, undefined, "/a?b#c"],
    ["//h/x", "path", undefined, undefined, "//h/x"],
    ["http://h/x", "absolute", "http://", "h", "/x"],
    ["http://h", "absolute", "http://", "h", undefined],
    ["http://h?x", "absolute", "http://", "h", "?x"],
    ["http://h#x", "absolute", "http://", "h", "#x"],
    ["a+b-.1://u@v@h:80/x@y", "absolute", "a+b-.1://", "h:80", "/x@y"],
    ["http:///x", "absolute", "http://", "", "/x"],
    ["http:/h", "authority", undefined, "http:", undefined],
    ["1http://h/x", "authority", undefined, "1http:", undefined],
    ["h:80", "authority", undefined, "h:80", undefined],
    ["u@h:80", "authority", undefined, "h:80", undefined],
    ["?x", "authority", undefined, "", undefined],
  ];

  it("come apart into scheme, authority, path and query", () => {
    for (const [uri, form, scheme, authority, pathAndQuery] of parts) {
      const found = splitUri(uri);
      assert.deepEqual(
        [found.form, found.scheme, found.authority, found.pathAndQuery],
        [form, scheme, authority, pathAndQuery],
        uri,
      );
    }
    assert.equal(splitUri("http://a:b@h/").userinfo, "a:b@");
  });

  it("have a path and a query", () => {
    assert.equal(pathOf("http://h/a/b?c?d"), "/a/b");
    assert.equal(pathOf("http://h"), undefined);
    assert.equal(pathOf("h:80"), undefined);
    assert.equal(queryOf("/a?b?c"), "b?c");
    assert.equal(queryOf("/a?"), "");
    assert.equal(queryOf("/a"), undefined);
  });

  it("follow the host header only where they name one", () => {
    const head = { method: "GET", uri: "/x", version: "HTTP/1.1", headers: new Headers() };
    assert.ok(followHost(head, "new"));
    assert.equal(head.uri, "/x");
    head.uri = "?x";
    assert.ok(!followHost(head, "new"));
    setMethod(head, "POST");
    assert.equal(head.method, "POST");
  });

  it("are changed by rules as HAProxy's are", () => {
    const recorded = recordedTargets();
    assert.equal(recorded.length, targetCases.length);
    for (const { changed: expected, ...one } of recorded) {
      assert.deepEqual(changed(one), expected, JSON.stringify(one));
    }
  });

  it("are changed as by a real HAProxy", async function () {
    const program = haproxyOrSkip(this);
    const known = differencesOf(haproxyVersion(program), requestDifferences);
    const oracle = new Oracle();
    await oracle.start(program, targetRules);
    try {
      for (const one of targetCases) {
        if (showsDifference(`${one.line} HTTP/1.1\r\n`, known)) continue;
        assert.deepEqual(changed(one), await changedBy(oracle, one), JSON.stringify(one));
      }
    } finally {
      await oracle.stop();
    }
  });
});
