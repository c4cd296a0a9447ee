import assert from "node:assert/strict";
import fc from "fast-check";
import { Channel } from "../../../src/proxy/stream/channel.ts";

const bytes = (text: string): Buffer => Buffer.from(text, "latin1");
const taken = (channel: Channel): string => Buffer.concat(channel.take() ?? []).toString("latin1");

describe("a consumer that looks before it takes", () => {
  it("is not woken by taking nothing", async () => {
    const channel = new Channel(false, 10);
    channel.forwardAll();
    let news = 0;
    channel.onceChanged(() => news++);
    assert.equal(channel.takeBytes(0).length, 0);
    await Promise.resolve();
    assert.equal(news, 0);
    channel.push(Buffer.from("abc"));
    assert.equal(channel.peekOutput().toString(), "abc");
    assert.equal(channel.takeBytes(2).toString(), "ab");
    assert.equal(channel.outputLength, 1);
  });
});

describe("a channel", () => {
  it("holds input until somebody lets it pass", () => {
    const channel = new Channel(false, 100);
    assert.equal(channel.push(bytes("hello")), true);
    assert.equal(channel.take(), undefined);
    assert.equal(channel.forward(2), 2);
    assert.equal(taken(channel), "he");
    assert.equal(channel.peek().toString(), "llo");
  });

  it("lets input pass as it comes once it forwards, and says when there is output", () => {
    const channel = new Channel(false, 100);
    const told: number[] = [];
    channel.onOutput = () => {
      told.push(channel.outputLength);
    };
    channel.push(bytes("a"));
    assert.equal(told.length, 0);
    channel.forwardAll();
    channel.push(bytes("b"));
    assert.equal(taken(channel), "ab");
    assert.equal(told.at(-1), 2);
  });

  it("makes the producer wait when it is full, and calls it back once there is room", async () => {
    const channel = new Channel(false, 4);
    let room = 0;
    channel.onRoom = () => room++;
    assert.equal(channel.push(bytes("abcd")), false);
    channel.forward(4);
    assert.equal(room, 0, "output that nobody has taken still takes room");
    taken(channel);
    assert.equal(room, 0, "what was taken goes out before more comes");
    await Promise.resolve();
    assert.equal(room, 1);
    assert.equal(channel.push(bytes("e")), true);
  });

  it("changes its input in the middle", () => {
    const channel = new Channel(false, 100);
    channel.push(bytes("one "));
    channel.push(bytes("two three"));
    channel.replace(4, 3, bytes("2"));
    assert.equal(channel.peek().toString(), "one 2 three");
    assert.equal(channel.inputLength, 11);
  });

  it("puts what is sent in front of the input", () => {
    const channel = new Channel(true, 100);
    channel.push(bytes("rest"));
    channel.send(bytes("first "));
    channel.forwardAll();
    assert.equal(taken(channel), "first rest");
  });

  it("asks its filter at each arrival how much may pass", () => {
    const channel = new Channel(true, 100);
    // Whole lines only.
    channel.filter = (passing) => passing.peek().lastIndexOf(10) + 1;
    channel.forwardAll();
    channel.push(bytes("a\nb"));
    assert.equal(taken(channel), "a\n");
    channel.push(bytes("c\n"));
    assert.equal(taken(channel), "bc\n");
    assert.equal(channel.inputLength, 0);
  });

  it("wakes who waits for news once, for input, for its end, and for the consumer's leaving", () => {
    const channel = new Channel(false, 100);
    const news: string[] = [];
    channel.onceChanged(() => news.push("input"));
    channel.push(bytes("a"));
    channel.push(bytes("b"));
    channel.onceChanged(() => news.push("end"));
    channel.endInput();
    channel.onceChanged(() => news.push("closed"));
    channel.closeOutput();
    const forgotten = channel.onceChanged(() => news.push("forgotten"));
    forgotten.cancel();
    channel.refilter();
    assert.deepEqual(news, ["input", "end", "closed"]);
  });

  it("is drained when all has come and been taken", () => {
    const channel = new Channel(false, 100);
    channel.forwardAll();
    channel.push(bytes("a"));
    channel.completeMessage();
    assert.equal(channel.isDrained, false);
    taken(channel);
    assert.equal(channel.isDrained, true);
  });

  it("drops what comes when nobody takes it any more", () => {
    const channel = new Channel(false, 2);
    channel.push(bytes("ab"));
    let room = 0;
    channel.onRoom = () => room++;
    channel.closeOutput();
    assert.equal(room, 1);
    assert.equal(channel.push(bytes("cdef")), true);
    assert.equal(channel.received, 2);
  });

  it("passes every byte once, in order, however it is pushed, forwarded and taken", () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("push" as const), text: fc.string({ maxLength: 9 }) }),
      fc.record({ kind: fc.constant("forward" as const), count: fc.nat(12) }),
      fc.record({ kind: fc.constant("take" as const) }),
      fc.record({ kind: fc.constant("untake" as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const channel = new Channel(false, 16);
        let sent = "";
        let got = "";
        for (const one of steps) {
          if (one.kind === "push") {
            const data = Buffer.from(one.text, "utf8");
            sent += data.toString("latin1");
            channel.push(data);
          } else if (one.kind === "forward") channel.forward(one.count);
          else if (one.kind === "take") got += taken(channel);
          else {
            const output = channel.take();
            if (output) channel.untake(output);
          }
        }
        channel.forwardAll();
        got += taken(channel);
        assert.equal(got, sent);
        assert.equal(channel.inputLength + channel.outputLength, 0);
      }),
    );
  });
});
