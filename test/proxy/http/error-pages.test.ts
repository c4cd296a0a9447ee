import assert from "node:assert/strict";
import { errorPage } from "../../../src/proxy/http/error-pages.ts";
import { reasonOf } from "../../../src/proxy/http/status.ts";
import { haproxyOrSkip, haproxyVersion } from "./support/differences.ts";
import { livePages, pageCases, pageText } from "./support/pages.ts";
import { recordedPages } from "./support/recorded.ts";

describe("error pages", () => {
  it("are HAProxy's, byte for byte", () => {
    const recorded = recordedPages();
    assert.equal(recorded.length, pageCases.length);
    recorded.forEach(({ status, text }, i) => {
      assert.equal(pageText(pageCases[i]!), text, `page ${status}`);
    });
  });

  it("are a real HAProxy's", async function () {
    const program = haproxyOrSkip(this);
    const version = haproxyVersion(program);
    const cases = pageCases.filter(({ status, isRefused }) => {
      // Before 3.5, pages for what could not be read are sent as they were written, in capitals and all.
      if (isRefused) return version >= 3.005;
      // Older versions have no pages for these, or other ones.
      return version >= 3.003 || ![405, 414, 422, 431, 501].includes(status);
    });
    const texts = await livePages(program, cases);
    cases.forEach((one, i) => assert.equal(pageText(one), texts[i], `page ${one.status}`));
  });

  it("are those of 500 for other statuses", () => {
    assert.equal(errorPage(418).head.status, 500);
  });
});

describe("reasons", () => {
  it("are HAProxy's, by class where a status has none", () => {
    const cases: [number, string][] = [
      [200, "OK"],
      [413, "Request Entity Too Large"],
      [502, "Bad Gateway or Proxy Error"],
      [199, "Informational"],
      [299, "Success"],
      [399, "Redirection"],
      [498, "Client Error"],
      [599, "Server Error"],
      [600, "Other"],
      [2, "Other"],
    ];
    for (const [status, reason] of cases) assert.equal(reasonOf(status), reason);
  });
});
