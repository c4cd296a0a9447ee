import { caseNames, readCase } from "./cases.ts";
import { findHaproxy, withoutNewSettings } from "./real-haproxy.ts";
import { runTogether } from "./together.ts";
import { explain } from "./explain.ts";
import { splitArguments } from "./shell-words.ts";

/**
 * Runs cases by hand:
 *
 *     node --import tsx test/conformance/run.ts [--program "haproxy"] [--show] [NAME...]
 *
 * A NAME may end in `*`; without any, all cases run. The program is the built
 * halua unless another command is given; of a HAProxy only the cases run that
 * its version was seen to pass. `--show` prints what was seen.
 */

const args = process.argv.slice(2);
let program = [process.execPath, new URL("../../dist/cli/main.js", import.meta.url).pathname];
let show = false;
const patterns: string[] = [];
for (let arg = args.shift(); arg !== undefined; arg = args.shift()) {
  if (arg === "--program") program = splitArguments(args.shift() ?? "");
  else if (arg === "--show") show = true;
  else patterns.push(arg);
}

function wanted(name: string): boolean {
  if (patterns.length === 0) return true;
  return patterns.some((pattern) =>
    pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}

const [command = ""] = program;
const real = program.length === 1 ? findHaproxy(command) : undefined;
const subject = real
  ? { program, edit: (text: string) => withoutNewSettings(text, real.version) }
  : { program };

let passed = 0;
const failed: string[] = [];
const cases = caseNames()
  .filter(wanted)
  .map(readCase)
  .filter(({ versions }) => !real || versions.get(real.version) === "ok");
for (const [one, running] of runTogether(subject, cases)) {
  const seen = await running;
  if (show) process.stdout.write(`== ${one.name}\n${seen.text}--- all of stderr\n${seen.stderr}`);
  if (seen.text === one.expected) {
    passed++;
    process.stdout.write(`ok ${one.name}\n`);
  } else {
    failed.push(one.name);
    process.stdout.write(`FAIL ${one.name}\n${explain(one.expected, seen)}\n`);
  }
}
process.stdout.write(
  `${passed} passed, ${failed.length} failed${failed.map((name) => `\n  ${name}`).join("")}\n`,
);
process.exitCode = failed.length > 0 ? 1 : 0;
