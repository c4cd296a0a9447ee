import assert from "node:assert/strict";
import { answering, Origin, response, Scene } from "./support/scene.ts";

/** What happened to one request: which server, what it saw of the cookies, what the client got. */
interface Seen {
  readonly server: string | undefined;
  readonly cookies: readonly string[];
  readonly set: readonly string[];
  readonly letters: string;
}

describe("keeping clients with their servers", () => {
  const opened: (Origin | Scene)[] = [];
  afterEach(() => opened.splice(0).forEach((one) => one.close()));

  /** A backend whose servers all lead to one origin, which notes heads and answers with `head`. */
  async function scene(
    lines: string,
    servers: readonly string[],
    head = "HTTP/1.1 200 OK",
  ): Promise<[Scene, string[]]> {
    const heads: string[] = [];
    const origin = await new Origin(
      answering((seen) => {
        heads.push(seen);
        return response("x", head);
      }),
    ).listen();
    const listed = servers.map((parameters, i) => ` server s${i + 1} 127.0.0.1:${origin.port} ${parameters}`);
    const made = new Scene(
      `defaults\n mode http\nbackend be\n balance roundrobin\n ${lines}\n${listed.join("\n")}\n`,
    );
    opened.push(origin, made);
    return [made, heads];
  }

  /** Sends a request with these cookie headers through the backend, responses' rules and all. */
  async function send(
    [made, heads]: readonly [Scene, string[]],
    cookies: readonly string[],
    given: { readonly method?: string; readonly headers?: readonly (readonly [string, string])[] } = {},
  ): Promise<Seen> {
    const headers = [...(given.headers ?? []), ...cookies.map((cookie) => ["cookie", cookie] as const)];
    const stream = made.request({ method: given.method ?? "GET", headers });
    assert.equal(await made.backend.exchange(stream), "answered");
    made.backend.responded(stream);
    stream.end();
    const { headers: answered } = stream.http?.response ?? {};
    const line = /^cookie: (.*)$/gm;
    return {
      server: stream.server?.name,
      cookies: [...(heads.at(-1) ?? "").matchAll(line)].map(([, value = ""]) => value.trimEnd()),
      set: answered?.all("set-cookie") ?? [],
      letters: stream.cookieState + stream.cookieAction,
    };
  }

  const two = ["cookie a", "cookie b"];

  // What HAProxy 3.5-dev5 did with the same requests.
  const INSERT: readonly (readonly [cookies: string[], server: string, set: string[], letters: string])[] = [
    [[], "s1", ["SRV=a; path=/"], "NI"],
    [["SRV=a"], "s1", [], "VN"],
    [["x=1; SRV=b; y=2"], "s2", [], "VN"],
    [["SRV=zzz"], "s2", ["SRV=b; path=/"], "II"],
    [["SRV="], "s1", ["SRV=a; path=/"], "II"],
    [["SRV=b"], "s2", [], "VN"],
  ];
  it("by a cookie that is added", async () => {
    const made = await scene("cookie SRV insert", two);
    for (const [cookies, server, set, letters] of INSERT) {
      assert.deepEqual(await send(made, cookies), { server, cookies, set, letters });
    }
  });

  const INDIRECT: readonly (readonly [cookies: string[], passed: string[], letters: string])[] = [
    [["SRV=a"], [], "VU"],
    [["SRV=b; z=1"], ["z=1"], "DI"],
    // A date far in the future is none.
    [["a=1; SRV=a|ZZZZZ; $Path=/; b=2"], ["a=1; b=2"], "EI"],
    [["SRV=a;q=1", "u=2"], ["q=1", "u=2"], "VU"],
    [["SRV=q; SRV=a"], [], "VU"],
    [["SRV=a|AAAAB|AAAAB"], [], "OI"],
    [["SRV=a|AAAAB"], [], "EI"],
    [["a; SRV=a ; b"], ["a; b"], "VU"],
  ];
  for (const [cookies, passed, letters] of INDIRECT) {
    it(`without showing it to servers: ${cookies.join(" and ")}`, async () => {
      const made = await scene("cookie SRV insert indirect maxidle 10m maxlife 1h", [
        "cookie a",
        "cookie b disabled",
      ]);
      const seen = await send(made, cookies);
      assert.equal(seen.server, "s1");
      assert.deepEqual(seen.cookies, passed);
      assert.equal(seen.letters, letters);
      assert.match(seen.set[0] ?? "", /^SRV=a\|[A-Za-z0-9+/]{5}\|[A-Za-z0-9+/]{5}; path=\/$/);
    });
  }

  it("by a cookie with all it can have", async () => {
    const made = await scene(
      'cookie SRV insert nocache httponly secure domain x.y attr "SameSite=Lax"',
      ["cookie a"],
      "HTTP/1.1 200 OK\r\ncache-control: max-age=10",
    );
    const { set } = await send(made, []);
    assert.deepEqual(set, ["SRV=a; path=/; domain=x.y; HttpOnly; Secure; SameSite=Lax"]);
  });

  it("by taking a cookie away that leads to a server without one", async () => {
    const made = await scene("cookie SRV insert", [""]);
    const { set, letters } = await send(made, ["SRV=gone"]);
    assert.deepEqual(set, ["SRV=; Expires=Thu, 01-Jan-1970 00:00:01 GMT; path=/"]);
    assert.equal(letters, "II");
  });

  it("by a cookie for POST only", async () => {
    const made = await scene("cookie SRV insert postonly", two);
    assert.deepEqual((await send(made, [])).set, []);
    assert.deepEqual((await send(made, [], { method: "POST" })).set, ["SRV=b; path=/"]);
  });

  const own = "HTTP/1.1 200 OK\r\nset-cookie: SRV=app; path=/";

  it("by rewriting the server's own cookie", async () => {
    const made = await scene("cookie SRV rewrite", ["cookie a"], own);
    assert.deepEqual(await send(made, []), {
      server: "s1",
      cookies: [],
      set: ["SRV=a; path=/"],
      letters: "NR",
    });
  });

  it("by a prefix to the server's own cookie", async () => {
    const made = await scene("cookie SRV prefix", two, own);
    assert.deepEqual((await send(made, [])).set, ["SRV=a~app; path=/"]);
    const seen = await send(made, ["q=1; SRV=b~app; z=1"]);
    assert.deepEqual([seen.server, seen.cookies, seen.letters], ["s2", ["q=1; SRV=app; z=1"], "VR"]);
  });

  it("and leaves the server's own cookie where that is asked for", async () => {
    const made = await scene("cookie SRV insert preserve indirect", ["cookie a"], own);
    assert.deepEqual(await send(made, []), {
      server: "s1",
      cookies: [],
      set: ["SRV=app; path=/"],
      letters: "NP",
    });
  });

  it("removes it otherwise", async () => {
    const made = await scene("cookie SRV insert", ["cookie a"], own);
    assert.deepEqual(await send(made, ["SRV=a"]), {
      server: "s1",
      cookies: ["SRV=a"],
      set: [],
      letters: "VD",
    });
  });

  it("by a cookie made of a server's address", () => {
    const made = new Scene(
      "defaults\n mode http\nbackend be\n cookie SRV insert dynamic\n dynamic-cookie-key secret\n server s1 127.0.0.1:19101\n",
    );
    opened.push(made);
    const [server] = made.backend.servers;
    assert.ok(server);
    assert.equal(made.backend.persistence.cookieOf(server), "83df126e6bbe4352");
  });

  it("even if they are down, with option persist or force-persist", async () => {
    const down = ["cookie a", "cookie b"];
    const lines = ["option persist", "force-persist if { always_true }"];
    for (const line of lines) {
      const made = await scene(`cookie SRV insert\n ${line}`, down);
      made[0].proxy.model.servers[1]?.setState("maint");
      const seen = await send(made, ["SRV=b"]);
      assert.deepEqual([line, seen.server, seen.letters], [line, "s2", "DN"]);
    }
  });

  it("unless ignore-persist says otherwise", async () => {
    const made = await scene("cookie SRV insert\n ignore-persist if { always_true }", two);
    const seen = await send(made, ["SRV=b"]);
    assert.deepEqual([seen.server, seen.set, seen.letters], ["s1", [], "UN"]);
  });

  it("by use-server, by name or by what a name is made of", async () => {
    const made = await scene(
      "use-server s3 if { path / }\n use-server %[req.hdr(x-srv)] if { always_true }",
      ["", "", ""],
    );
    made[0].proxy.model.servers[2]?.setState("maint");
    const to = async (name: string): Promise<string | undefined> =>
      (await send(made, [], { headers: [["x-srv", name]] })).server;
    // The first rule's server is down, so the next rule counts.
    assert.equal(await to("s2"), "s2");
    assert.equal(await to("s2"), "s2");
    assert.equal(await to("nobody"), "s1");
    made[0].proxy.model.servers[2]?.setState("ready");
    assert.equal(await to("s2"), "s3");
  });

  it("by what a stick table remembers of requests", async () => {
    const made = await scene("stick-table type string size 100\n stick on req.hdr(x-key)", ["", ""]);
    const servers: (string | undefined)[] = [];
    for (const key of ["a", "b", "a", "b", "c", "a"]) {
      servers.push((await send(made, [], { headers: [["x-key", key]] })).server);
    }
    assert.deepEqual(servers, ["s1", "s2", "s1", "s2", "s1", "s1"]);
    const entry = made[0].proxy.model.stickTable?.find("b");
    assert.ok(entry);
    assert.equal(entry.get("server_id"), 2);
    assert.equal(entry.get("server_key"), "s2");
  });

  it("by what a stick table remembers of responses", async () => {
    const made = await scene(
      "stick-table type string size 100\n stick match req.hdr(x-key)\n stick store-response res.hdr(x-token)",
      ["", ""],
      "HTTP/1.1 200 OK\r\nx-token: t1",
    );
    assert.equal((await send(made, [])).server, "s1");
    assert.equal((await send(made, [], { headers: [["x-key", "t1"]] })).server, "s1");
    assert.equal((await send(made, [], { headers: [["x-key", "other"]] })).server, "s2");
  });

  it("sends clients to a server with redir themselves", async () => {
    const [made] = await scene("", ["redir http://other.example"]);
    const result = await made.backend.exchange(made.request({ uri: "/path?q=1" }));
    assert.ok(typeof result === "object" && "head" in result);
    assert.equal(result.head.status, 302);
    assert.equal(result.head.headers.get("location"), "http://other.example/path?q=1");
    assert.equal(made.stat("stot", "s1"), 1);
  });
});
