/** How HAProxy's command line cuts what comes (cli.c). */

/** A command has at most so many words. */
export const mostWords = 64;

/** The longest line that is taken. */
export const longestLine = 16_384;

/** A payload's end mark has at most so many bytes. */
const longestMark = 64;

/** A line's commands, cut at each `;` that no backslash precedes. */
export function splitCommands(line: string): string[] {
  const commands: string[] = [];
  let start = 0;
  for (let i = 0; i < line.length; i++) {
    if (line[i] === "\\") i++;
    else if (line[i] === ";") {
      commands.push(line.slice(start, i));
      start = i + 1;
    }
  }
  commands.push(line.slice(start));
  return commands;
}

/**
 * A command's words, cut at blanks that no backslash precedes. Of two
 * backslashes one stays, a single one goes; quotes are ordinary characters.
 */
export function splitWords(command: string): string[] {
  const found = command.match(/(?:\\[^]?|[^ \t\\])+/g) ?? [];
  return found.map((word) => word.replace(/\\(\\?)/g, "$1"));
}

/** Takes the mark of a payload (`<<`, `<<EOF`) off a line's end; undefined where there is none. */
export function takePayloadMark(line: string): { line: string; mark: string } | undefined {
  const found = /(^|[ \t])<<([^ \t]*)$/.exec(line);
  if (!found) return undefined;
  const mark = found[2] ?? "";
  return mark.length > longestMark ? undefined : { line: line.slice(0, found.index), mark };
}

/** The number at the start of a text, as C's atoi reads it: 0 where there is none. */
export const leadingNumber = (text: string): number => Number.parseInt(text, 10) || 0;
