import type { Command } from "./command.ts";

/** What is known here of a command. */
type Listed = Pick<Command, "words" | "usage">;

/** `help`, and what is said of an unknown command: what it may have meant (cli.c, cli_gen_usage_msg). */

/** Words of a command that count for likeness. */
const likenessWords = 5;
/** How many likely commands are named. */
const mostMatches = 10;

const always = [
  "help [<command>]                        : list matching or all commands",
  "prompt [help | n | i | p | timed ]*     : toggle interactive mode with prompt",
  "quit                                    : disconnect",
];

/** What HAProxy says to `words`, which call no command; or to `help ...`. */
export function usage(commands: readonly Listed[], line: readonly string[]): string {
  const isHelp = line[0] === "help";
  const words = isHelp ? line.slice(1) : line;
  const length = Math.max(0, ...commands.map((command) => matching(command.words, words)));
  const candidates = commands.filter(
    (command) => command.usage !== undefined && matching(command.words, words) >= length,
  );
  const likely = words[length] === undefined ? [] : mostLikely(candidates, words.slice(length), length);
  const shown = (likely.length > 0 ? likely : candidates).map((command) => command.usage ?? "").sort(byBytes);
  return [head(isHelp, words, length), ...[...shown, ...always].map((text) => `  ${text}`)].join("\n");
}

function head(isHelp: boolean, words: readonly string[], length: number): string {
  if (isHelp) return "The following commands are valid at this level:";
  const unknown = `Unknown command: '${words[0] ?? ""}'`;
  return length === 0 && words.length === 0
    ? `${unknown}. Please enter one of the following commands only:`
    : `${unknown}, but maybe one of the following ones is a better match:`;
}

/** How many words agree from the start. */
function matching(command: readonly string[], words: readonly string[]): number {
  const differing = command.findIndex((word, i) => word !== words[i]);
  return differing < 0 ? command.length : differing;
}

function mostLikely(commands: readonly Listed[], words: readonly string[], from: number): Listed[] {
  const wanted = words.slice(0, likenessWords - from);
  const print = fingerprint(wanted);
  const matches = commands
    .map((command) => {
      const rest = command.words.slice(from);
      const letters = [...wanted, ...rest].join("").length;
      return { command, distance: distance(print, fingerprint(rest)), letters };
    })
    .filter(({ distance: far, letters }) => far < Math.floor((5 * letters) / 2))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, mostMatches);
  const nearest = matches[0]?.distance ?? 0;
  return matches
    .filter(({ distance: far }) => far <= Math.floor((5 * nearest) / 2))
    .map(({ command }) => command);
}

/**
 * What words look like: the letters in them (each once) and how often one kind
 * of character follows another; kinds are the letters without case, a digit,
 * anything else, which also stands before the first and after the last.
 */
function fingerprint(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) {
    let from = ".";
    for (const character of word.toLowerCase()) {
      const to = /[a-z]/.test(character) ? character : /[0-9]/.test(character) ? "0" : ".";
      counts.set(to, 1);
      counts.set(from + to, (counts.get(from + to) ?? 0) + 1);
      from = to;
    }
    counts.set(`${from}.`, (counts.get(`${from}.`) ?? 0) + 1);
  }
  return counts;
}

function distance(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): number {
  const keys = new Set([...left.keys(), ...right.keys()]);
  return [...keys].reduce((sum, key) => sum + Math.abs((left.get(key) ?? 0) - (right.get(key) ?? 0)), 0);
}

/** As strcmp orders, not as languages do. */
function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
