/** How bad a finding is: with an error the script does not do what it says; a warning is advice. */
export type Severity = "error" | "warning";

/** What kind of finding it is. */
export type Rule =
  "syntax" | "load" | "unknown-item" | "arguments" | "context" | "blocking" | "global-write" | "not-judged";

/** One thing that `halua check` has to say. Lines and columns count from 1; columns are bytes. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: Severity;
  readonly rule: Rule;
  readonly message: string;
}

/** What a rule says, before it is known which file it is in. */
export type Remark = Omit<Finding, "file">;

/** `file:line: severity: message`, as compilers print it. */
export function formatFinding({ file, line, severity, message }: Finding): string {
  return `${file}:${line}: ${severity}: ${message}`;
}

/** In the order of the file; of what says the same twice in one place, one. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const unique = new Map<string, Finding>();
  for (const each of findings) {
    const key = [each.line, each.column, each.rule, each.message].join("\n");
    if (!unique.has(key)) unique.set(key, each);
  }
  return [...unique.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}
