import assert from "node:assert/strict";
import { prepare } from "../../../src/process/worker.ts";
import { Side } from "./support/side.ts";

/** Files of replies are looked at while the configuration is read; the texts are HAProxy's. */
describe("an errorfile that is no response", () => {
  const side = new Side();
  after(() => side.close());

  const fault = "payload size does not match the announced content-length (3 != 9)";
  const cases: readonly (readonly [line: string, text: string])[] = [
    ["errorfile 404 FILE", `errorfile : 'FILE': ${fault}`],
    [
      "http-request return status 404 errorfile FILE",
      `error detected in frontend 'f' while parsing 'http-request return' rule : 'FILE': ${fault}.`,
    ],
  ];
  for (const [line, text] of cases) {
    it(`is refused by ${line}`, () => {
      const file = side.write("bad.http", "HTTP/1.1 404 No\r\nContent-Length: 9\r\n\r\nabc");
      const said: string[] = [];
      const configuration = side.write(
        "c.cfg",
        `frontend f\n mode http\n timeout client 1s\n bind unix@${side.folder}/f\n ${line.replace("FILE", file)}\n`,
      );
      assert.equal(prepare({ files: [configuration], write: (each) => void said.push(each) }), undefined);
      assert.ok(said.join("").includes(text.replace("FILE", file)), said.join(""));
    });
  }
});
