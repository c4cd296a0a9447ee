import assert from "node:assert/strict";
import { parse } from "./support/parse.ts";

/** Texts and order as HAProxy 3.5-dev5 has them. */
describe("mailers", () => {
  const sections = "mailers one\n mailer a 127.0.0.1:25\n mailer b mail.test:26\n timeout mail 20s\n";

  it("has servers, a timeout, and proxies that name them", () => {
    const { config, messages } = parse(
      `${sections}defaults\n email-alert from f@x\n email-alert to t@x\n` +
        "backend b\n email-alert mailers one\n email-alert level notice\n email-alert myhostname me\n",
    );
    assert.deepEqual(messages, []);
    const section = config?.mailers[0];
    assert.ok(section);
    assert.deepEqual(
      section.servers.map(({ name, address }) => [name, address.text]),
      [
        ["a", "127.0.0.1:25"],
        ["b", "mail.test:26"],
      ],
    );
    assert.equal(section.timeout, 20_000);
    assert.deepEqual(config.proxies[0]?.emailAlert, {
      from: "f@x",
      to: "t@x",
      mailers: "one",
      level: "notice",
      hostname: "me",
    });
  });

  it("counts an alert that lacks something for nothing, and a section that nobody names", () => {
    const { config, messages } = parse(`${sections}mailers two\nbackend b\n email-alert level info\n`);
    assert.deepEqual(messages, [
      "warning 'email-alert' will be ignored for backend 'b' (the presence any of 'email-alert from', " +
        "'email-alert level' 'email-alert mailers', 'email-alert myhostname', or 'email-alert to' requires each of " +
        "'email-alert from', 'email-alert mailers' and 'email-alert to' to be present).",
      "warning Removing incomplete section 'mailers two'.",
      "warning Removing incomplete section 'mailers one'.",
    ]);
    assert.deepEqual([config?.mailers, config?.proxies[0]?.emailAlert], [[], undefined]);
  });

  it("refuses what it cannot use", () => {
    const refusal = (text: string): string | undefined => parse(text).messages[0];
    const named = "backend b\n email-alert from f\n email-alert to t\n email-alert mailers nope\n";
    assert.equal(refusal(named), "alert Proxy 'b': unable to find mailers 'nope'.");
    const at = (line: string): string | undefined =>
      refusal(`mailers m\n ${line}\n`)?.replace("alert parsing ", "");
    assert.equal(at("mailer x"), "[t.cfg:2] : 'mailer' expects <name> and <addr>[:<port>] as arguments.");
    assert.equal(
      at("mailer x! 1.2.3.4:5"),
      "[t.cfg:2] : character '!' is not permitted in server name 'x!'.",
    );
    assert.equal(at("mailer x 1.2.3.4"), "[t.cfg:2] : 'mailer x' : missing port specification in '1.2.3.4'");
    assert.equal(at("timeout"), "[t.cfg:2] : 'timeout' expects 'mail' and <time> as arguments.");
    assert.equal(at("timeout x"), "[t.cfg:2] : 'timeout' expects 'mail' and <time> as arguments got 'x'.");
    assert.equal(at("timeout mail"), "[t.cfg:2] : 'timeout mail' expects <time> as argument.");
    assert.equal(at("timeout mail 5x"), "[t.cfg:2]: unexpected character 'x' in argument to <timeout mail>.");
    assert.match(
      at("timeout mail 999d") ?? "",
      /timer overflow in argument <999d> to <timeout mail>, maximum/,
    );
    assert.equal(
      refusal("mailers m\nmailers m\n"),
      "alert Parsing [t.cfg:2]: mailers section 'm' has the same name as another mailers section declared at t.cfg:1.",
    );
  });
});
