import { writeToStderr } from "../../runtime/index.ts";
import { tellStarter, type StartReport } from "./messages.ts";

/**
 * What a process says while it starts: on stderr as ever, and kept for its
 * master, which shows it as the outcome of a reload, and for `show startup-logs`.
 */
export class StartLog {
  #text = "";
  #reported = false;

  /** For loggers: see `LogOptions.write`. */
  readonly write = (text: string): void => {
    writeToStderr(text);
    if (!this.#reported) this.#text += text;
  };

  /** What was said until the start was over. */
  get text(): string {
    return this.#text;
  }

  /** Tells whoever has asked for it; resolves when that has been told. */
  async report(halua: StartReport["halua"]): Promise<void> {
    if (this.#reported) return;
    this.#reported = true;
    await tellStarter({ halua, log: this.#text });
  }
}
