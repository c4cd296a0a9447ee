import type { Seen } from "./runner.ts";

/** How many lines of stderr a failure shows. */
const tail = 6;

/** Where what was seen differs from the recording: the lines from the first difference to the last, `-` recorded, `+` seen. */
export function explain(expected: string, seen: Seen): string {
  const [before, after] = [expected.split("\n"), seen.text.split("\n")];
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  const shorter = Math.min(before.length, after.length) - start;
  while (end < shorter && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const context = before.slice(Math.max(0, start - 2), start).map((line) => `  ${line}`);
  const gone = before.slice(start, before.length - end).map((line) => `- ${line}`);
  const come = after.slice(start, after.length - end).map((line) => `+ ${line}`);
  const last = seen.stderr.trimEnd().split("\n").slice(-tail);
  return [...context, ...interleave(gone, come), "stderr ends:", ...last.map((line) => `  ${line}`)].join(
    "\n",
  );
}

/** Lines that stand at the same place, next to each other. */
function interleave(gone: readonly string[], come: readonly string[]): string[] {
  const out: string[] = [];
  for (let i = 0; i < Math.max(gone.length, come.length); i++) {
    const [left, right] = [gone[i], come[i]];
    if (left?.slice(2) === right?.slice(2)) {
      if (left !== undefined) out.push(`  ${left.slice(2)}`);
      continue;
    }
    if (left !== undefined) out.push(left);
    if (right !== undefined) out.push(right);
  }
  return out;
}
