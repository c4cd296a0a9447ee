/** Checks by programs: `external-check` lines, and the option that has them made. Source: configuration manual 4.2; texts of extcheck.c and cfgparse-global.c. */
import { createRuleset } from "../health/ruleset.ts";
import type { Line } from "../line.ts";
import { checksBeingRead, currentProxy, type State } from "../state.ts";
import { flag, linesOf, PROXY_SECTIONS } from "./build.ts";
import { option, plain } from "./option-kit.ts";

const global = linesOf(["global"]);
const proxy = linesOf(PROXY_SECTIONS);

function allow(line: Line, state: State): void {
  line.atMost(1);
  const word = line.word(1);
  if (word !== "" && word !== "preserve-env") {
    line.fail(`'external-check' only supports 'preserve-env' as an argument, found '${word}'.`);
  }
  state.global.externalCheck = word === "" ? "own-env" : "preserve-env";
}

function externalCheck(line: Line, state: State): void {
  const [what, value] = [line.word(1), line.word(2)];
  if (what === "") line.fail("missing argument after 'external-check'.\n");
  if (what !== "command" && what !== "path") {
    line.fail(`'external-check' only supports 'command' and 'path'. but got '${what}'.`);
  }
  line.atMost(2);
  if (value === "") line.fail(`missing argument after '${what}'.`);
  const draft = currentProxy(state);
  draft.externalCheck = { ...draft.externalCheck, [what]: value };
}

export const EXTERNAL_CHECK_KEYWORDS = [
  global("external-check", "1.6", "[preserve-env]", "Lets checks run programs.", allow),
  global(
    "insecure-fork-wanted",
    "2.2",
    "",
    "Lets checks run programs without a warning. Scripts always may.",
    flag((state) => void (state.global.forks = true)),
  ),
  proxy(
    "external-check",
    "1.6",
    "{command <file:path>|path <directories:string>}",
    "The program that checks a server, and the PATH that it gets.",
    externalCheck,
  ),
];

export const EXTERNAL_CHECK_OPTION = option(
  "external-check",
  "1.6",
  "",
  "Checks servers by running the program of `external-check command`.",
  plain((line, state) => {
    line.atMost(0, 1);
    checksBeingRead(state).active = createRuleset("external");
  }),
);
