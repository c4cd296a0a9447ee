import type { LogOutputs } from "../../proxy/log/log-senders.ts";
import { levelNames } from "../../runtime/index.ts";

/** A line that a script or its host has written. */
export interface LogLine {
  /** syslog's name, or `alert`, `warning`, `notice` of the host's own lines. */
  readonly level: string;
  readonly text: string;
}

const lineForm = /^\[(\w+)\] +(?:\d{3}\/\d{6} )?\(\d+\) : (.*)$/s;

/** The levels at which a line makes a test fail. */
const severe: ReadonlySet<string> = new Set(["emerg", "alert", "crit", "err", "warning"]);

/** What the scripts of a host have said, in order. */
export class HostLog {
  readonly lines: LogLine[] = [];
  #judged = 0;

  /** Takes whole lines as {@link Logger} writes them. */
  readonly write = (text: string): void => {
    for (const line of text.split(/\n(?=\[|$)/)) {
      if (line.trim() === "") continue;
      const [, level = "alert", said = line] = lineForm.exec(line) ?? [];
      this.lines.push({ level: level.toLowerCase(), text: said.trimEnd() });
    }
  };

  /** Takes the lines that go to the loggers of proxies. */
  readonly outputs: LogOutputs = {
    to: () => ({ send: (level, text) => this.#logged(levelNames[level] ?? "debug", text) }),
    close: () => undefined,
  };

  #logged(level: string, text: string): void {
    this.lines.push({ level, text });
  }

  /** Lines at warning or above that have come since the last time. */
  takeSevere(): LogLine[] {
    const fresh = this.lines.slice(this.#judged);
    this.#judged = this.lines.length;
    return fresh.filter(({ level }) => severe.has(level));
  }
}
