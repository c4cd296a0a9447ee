/** The words of a command, with the shell's quotes and backslashes. */
export function splitArguments(text: string): string[] {
  const words: string[] = [];
  const pattern = /(?:[^\s"'\\]|\\[^]|"(?:[^"\\]|\\[^])*"|'[^']*')+/g;
  for (const [word] of text.matchAll(pattern)) {
    words.push(
      word.replace(
        /\\([^])|"((?:[^"\\]|\\[^])*)"|'([^']*)'/g,
        (_all, escaped, double, single) =>
          [escaped, (double as string | undefined)?.replace(/\\(["\\$`])/g, "$1"), single].find(
            (part): part is string => typeof part === "string",
          ) ?? "",
      ),
    );
  }
  return words;
}
