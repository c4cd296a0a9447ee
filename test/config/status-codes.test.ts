import assert from "node:assert/strict";
import { good } from "./support/parse.ts";

describe("http-err-codes and http-fail-codes", () => {
  const counted = (lines: string): { errors: number[]; failures: number[] } => {
    const { errors, failures } = good(`global\n${lines}\n`).global.countedStatuses;
    return { errors: [...errors].sort(), failures: [...failures].sort() };
  };
  const range = (low: number, high: number): number[] =>
    Array.from({ length: high - low + 1 }, (_, i) => low + i);

  it("say nothing by default but what HTTP says", () => {
    assert.deepEqual(counted(""), {
      errors: range(400, 499),
      failures: range(500, 599).filter((status) => status !== 501 && status !== 505),
    });
  });

  it("replace, add and take away", () => {
    const { errors, failures } = counted(
      " http-err-codes 220 +300-499 -300-399\n http-fail-codes 500-502 -501,502 +599,510-511",
    );
    assert.deepEqual(errors, [220, ...range(400, 499)]);
    assert.deepEqual(failures, [500, 510, 511, 599]);
  });

  it("leave the last range of a word that replaces", () => {
    assert.deepEqual(counted(" http-err-codes 404,410").errors, [410]);
  });
});
