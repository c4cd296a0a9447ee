import assert from "node:assert/strict";
import { defaultParserSettings } from "../../../src/proxy/http/h1-parser.ts";
import {
  differencesOf,
  haproxyOrSkip,
  haproxyVersion,
  requestDifferences,
  showsDifference,
  unsafeDifferences,
} from "./support/differences.ts";
import { acceptUnsafeOption, Oracle } from "./support/oracle.ts";
import { recordedStreams } from "./support/recorded.ts";
import { streams } from "./support/streams.ts";
import { shown, verdictOf } from "./support/verdict.ts";

describe("requests as HAProxy reads them", () => {
  const recorded = recordedStreams();

  it("has a recording of each stream", () => {
    assert.deepEqual(
      recorded.filter(({ acceptUnsafe }) => !acceptUnsafe).map(({ stream }) => stream),
      streams,
    );
  });

  for (const acceptUnsafe of [false, true]) {
    it(acceptUnsafe ? "lets violations through when told to" : "takes and refuses what it does", () => {
      for (const { stream, verdict } of recorded.filter((one) => one.acceptUnsafe === acceptUnsafe)) {
        const ours = verdictOf([Buffer.from(stream, "latin1")], { ...defaultParserSettings, acceptUnsafe });
        assert.deepEqual(shown(ours), verdict, JSON.stringify(stream));
      }
    });
  }

  it("gives the same however the bytes are cut", () => {
    for (const { stream, acceptUnsafe, verdict } of recorded) {
      const pieces = Array.from(stream, (character) => Buffer.from(character, "latin1"));
      const settings = { ...defaultParserSettings, acceptUnsafe };
      assert.deepEqual(shown(verdictOf(pieces, settings)), verdict, JSON.stringify(stream));
    }
  });

  describe("beside a real HAProxy", () => {
    let program = "";

    before(function () {
      program = haproxyOrSkip(this);
    });

    for (const acceptUnsafe of [false, true]) {
      it(acceptUnsafe ? "lets the same violations through" : "agrees on each stream", async () => {
        const known = differencesOf(haproxyVersion(program), [
          ...requestDifferences,
          ...(acceptUnsafe ? unsafeDifferences : []),
        ]);
        const oracle = new Oracle();
        await oracle.start(program, acceptUnsafe ? acceptUnsafeOption : "");
        try {
          for (const stream of streams) {
            if (showsDifference(stream, known)) continue;
            const bytes = Buffer.from(stream, "latin1");
            const ours = verdictOf([bytes], { ...defaultParserSettings, acceptUnsafe });
            const theirs = await oracle.ask(bytes, ours);
            assert.ok(theirs !== "hang", `HAProxy hangs on ${JSON.stringify(stream)}`);
            assert.deepEqual(shown(ours), shown(theirs), JSON.stringify(stream));
          }
        } finally {
          await oracle.stop();
        }
      });
    }
  });
});
