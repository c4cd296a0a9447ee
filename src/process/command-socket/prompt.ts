const promptUsage = `Usage: prompt [help | n | i | p | timed]*
  n      one line, then the connection closes
  i      line after line, without a prompt
  p      line after line, with a prompt
  timed  shows the uptime in the prompt, or no longer
Without any of them it turns the prompt on and off.`;

/** How a connection to a command line talks: one line (`n`), line after line (`i`), or with a prompt (`p`). */
export class Prompt {
  #mode: "n" | "i" | "p";
  #timed = false;
  readonly #quiet: "n" | "i";

  /** `quiet` is the mode without a prompt. */
  constructor(quiet: "n" | "i") {
    this.#quiet = quiet;
    this.#mode = quiet;
  }

  /** Line follows line. */
  get interactive(): boolean {
    return this.#mode !== "n";
  }

  /** There is a prompt. */
  get shown(): boolean {
    return this.#mode === "p";
  }

  /** `prompt` alone switches; words say what is wanted. How it is used, where they are none of those. */
  set(words: readonly string[]): string | undefined {
    if (words.some((word) => !["n", "i", "p", "timed"].includes(word))) return promptUsage;
    const timed = words.includes("timed");
    if (timed) this.#timed = !this.#timed;
    const wanted = words.findLast((word): word is "n" | "i" | "p" => word !== "timed");
    this.#mode = wanted ?? (timed || !this.shown ? "p" : this.#quiet);
    return undefined;
  }

  /** The prompt, with what stands before its `>`, and the uptime where it is wanted. */
  text(name: string, upSeconds: number): string {
    if (!this.#timed) return `${name}> `;
    const two = (n: number): string => String(Math.floor(n)).padStart(2, "0");
    const [days, hours, minutes] = [upSeconds / 86_400, (upSeconds / 3600) % 24, (upSeconds / 60) % 60];
    const clock = [Math.floor(days), two(hours), two(minutes), two(upSeconds % 60)].join(":");
    return `[${clock}]${name === "" ? "" : " "}${name}> `;
  }
}
