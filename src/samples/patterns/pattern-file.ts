/** One pattern of a file. */
export interface FileLine {
  readonly key: string;
  /** What stands after the key in a map; undefined in an ACL's file. */
  readonly value: string | undefined;
  /** From 1. */
  readonly line: number;
}

/** A line that is a comment only when it starts so: ` #x` is a pattern. */
const comment = "#";

/**
 * The entries of a map file: a key, blanks, and a value to the end of the
 * line. Blanks around are dropped, those inside the value kept; a key alone
 * has the value "". Empty lines and lines that start with `#` do not count.
 */
export function parseMapFile(text: string): FileLine[] {
  return parseLines(text, (content, line) => {
    const [, key = "", value = ""] = /^([^ \t]*)[ \t]*(.*?)[ \t]*$/s.exec(content) ?? [];
    return { key, value, line };
  });
}

/**
 * The patterns of an ACL file: one a line, blanks before it dropped, all others
 * part of it. Empty lines and lines that start with `#` do not count.
 */
export function parsePatternFile(text: string): FileLine[] {
  return parseLines(text, (key, line) => ({ key, value: undefined, line }));
}

function parseLines(text: string, parse: (content: string, line: number) => FileLine): FileLine[] {
  const lines: FileLine[] = [];
  for (const [i, whole] of text.split("\n").entries()) {
    if (whole.startsWith(comment)) continue;
    const content = ended(whole).replace(/^[ \t]+/, "");
    if (content !== "") lines.push(parse(content, i + 1));
  }
  return lines;
}

/** A line ends at a carriage return too, and at a NUL. */
function ended(line: string): string {
  const end = line.search(/[\r\0]/);
  return end < 0 ? line : line.slice(0, end);
}
