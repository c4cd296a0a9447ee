import assert from "node:assert/strict";
import { answering, Origin, response, Scene } from "./support/scene.ts";

describe("an exchange with a server", () => {
  const opened: (Origin | Scene)[] = [];
  afterEach(() => opened.splice(0).forEach((one) => one.close()));

  async function origin(...given: ConstructorParameters<typeof Origin>): Promise<Origin> {
    const server = await new Origin(...given).listen();
    opened.push(server);
    return server;
  }

  function scene(servers: string, lines = ""): Scene {
    const made = new Scene(
      `defaults\n mode http\n timeout connect 1s\n timeout server 1s\n timeout client 1s\nbackend be\n balance roundrobin\n ${lines}\n${servers}\n`,
    );
    opened.push(made);
    return made;
  }

  it("sends the request and brings the answer back", async () => {
    const seen: string[] = [];
    const { port } = await origin(
      answering((head) => {
        seen.push(head);
        return response("hello");
      }),
    );
    const made = scene(` server s1 127.0.0.1:${port}`);
    const stream = made.request({ uri: "/a?b=c", body: "some body" });
    assert.equal(await made.answer(stream), "hello");
    assert.deepEqual(seen, ["GET /a?b=c HTTP/1.1\r\nhost: example\r\ncontent-length: 9"]);
    assert.equal(stream.http?.response?.status, 200);
    assert.deepEqual(stream.http.responseFraming, { kind: "length", length: 5 });
    assert.equal(made.stat("stot", "s1"), 1);
    assert.equal(made.stat("lbtot", "s1"), 1);
    assert.equal(made.stat("scur", "s1"), 0);
    assert.equal(made.stat("hrsp_2xx", "s1"), 1);
  });
});
