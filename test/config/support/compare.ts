/** One configuration put before halua and before the real program, in a form that can be compared. */
import { createEnvironment, parseConfig } from "../../../src/config/index.ts";
import { judge, type Judgement, type Oracle } from "./oracle.ts";

/** The variables both sides see. */
const VARIABLES = { HOME: "/", SOME: "some value", EMPTY: "" };

/** What PCRE says of an unclosed parenthesis, the only regular expression fault among the cases. */
function pcreFault(pattern: string): string | undefined {
  try {
    new RegExp(pattern);
    return undefined;
  } catch {
    return `regex '${pattern}' is invalid (error=missing closing parenthesis, erroffset=${pattern.length})`;
  }
}

export function halua(oracle: Oracle, text: string): Judgement {
  const result = parseConfig([{ name: "t.cfg", text }], {
    catalog: oracle.catalog,
    environment: createEnvironment({ ...VARIABLES, PATH: process.env.PATH }),
    checkRegex: pcreFault,
  });
  const messages = result.diagnostics
    .filter((each) => each.level !== "diag")
    .map((each) => {
      const context = each.phase === "reading" ? "config : " : "";
      return `${each.level.charAt(0).toUpperCase()} ${context}${each.text}`.trimEnd();
    });
  return { accepted: result.config !== undefined, messages };
}

/**
 * Messages without what differs between versions on purpose: older ones say
 * `config :` in front of what they find after reading, and close with one
 * line more.
 */
function comparable({ accepted, messages }: Judgement): Judgement {
  return {
    accepted,
    messages: messages
      .map((message) => message.replace(/^([AWN]) config : /, "$1 "))
      .filter((message) => !message.endsWith("Fatal errors found in configuration.")),
  };
}

/** Both sides of a case, comparable. */
export function bothSides(
  oracle: Oracle,
  text: string,
): { readonly ours: Judgement; readonly theirs: Judgement } {
  return { ours: comparable(halua(oracle, text)), theirs: comparable(judge(oracle, text)) };
}
