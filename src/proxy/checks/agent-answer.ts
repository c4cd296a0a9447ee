/** What agents say of their servers (configuration manual, `agent-check`; tcpcheck_agent_expect_reply). */

/** A line of an agent; of several words of one kind the last one counts. */
export interface AgentAnswer {
  readonly admin?: "ready" | "drain" | "maint";
  /** As `set server weight` takes it. */
  readonly weight?: string;
  readonly maxconn?: string;
  /** `up`, `down`, `stopped` or `fail`, as it was written. */
  readonly health?: string;
  /** Why; "" without one. */
  readonly description: string;
  /** The first word that is none of these. */
  readonly unknown?: string;
}

const healths: ReadonlySet<string> = new Set(["up", "down", "stopped", "fail"]);

const isAdmin = (word: string): word is "ready" | "drain" | "maint" =>
  word === "ready" || word === "drain" || word === "maint";

/** Reads a line without its end. Words are separated by blanks and commas; a description follows a `#`. */
export function readAgentAnswer(line: string): AgentAnswer {
  let answer: AgentAnswer = { description: "" };
  let rest = line;
  for (;;) {
    rest = rest.replace(/^[ \t,]+/, "");
    if (rest === "") return answer;
    if (rest.startsWith("#")) return { ...answer, description: rest.slice(1).replace(/^[ \t]+/, "") };
    const [word = ""] = /^.[^ \t,]*/s.exec(rest) ?? [];
    rest = rest.slice(word.length);
    answer = { ...answer, ...meaningOf(word, answer) };
  }
}

function meaningOf(word: string, { unknown }: AgentAnswer): Partial<AgentAnswer> {
  const lower = word.toLowerCase();
  if (healths.has(lower)) return { health: word };
  if (isAdmin(lower)) return { admin: lower };
  if (/^[0-9].*%/.test(word)) return { weight: word };
  if (lower.startsWith("maxconn:")) return { maxconn: word.slice("maxconn:".length) };
  if (lower.startsWith("weight:")) return { weight: word.slice("weight:".length) };
  return { unknown: unknown ?? word };
}
