import type { Fields } from "./plain.ts";

/** Why a test failed, as Mocha's reporters show it: with a difference, and places in Lua. */
export class TestFailure extends Error {
  override readonly name: string;
  readonly expected: string | undefined;
  readonly actual: string | undefined;
  readonly showDiff: boolean;

  constructor(
    message: string,
    options: {
      /** `file:line`, innermost first. */
      readonly places?: readonly string[];
      readonly expected?: string | undefined;
      readonly actual?: string | undefined;
      readonly isAssertion?: boolean;
    } = {},
  ) {
    super(message);
    const { places = [], expected, actual, isAssertion = true } = options;
    this.name = isAssertion ? "AssertionError" : "Error";
    this.expected = expected;
    this.actual = actual;
    this.showDiff = expected !== undefined && actual !== undefined;
    this.stack = [`${this.name}: ${message}`, ...places.map((place) => `    at ${place}`)].join("\n");
  }

  /** From the table that lua/halua/test/failures.lua makes. */
  static from(fields: Fields): TestFailure {
    return new TestFailure(fields.text("message") ?? "a failure without a message", {
      places: fields.texts("places"),
      expected: fields.text("expected"),
      actual: fields.text("actual"),
      isAssertion: fields.value("assertion") === true,
    });
  }
}
