/** What every check needs: the configuration, a voice, and look-ups. */
import { Refused } from "../diagnostics.ts";
import type { ProxyDraft } from "../drafts/proxy.ts";
import type { Location } from "../location.ts";
import { parseLogFormat, type LogFormat, type LogFormatOptions } from "../log-format.ts";
import { hasBack, type State } from "../state.ts";

export class Checker {
  /** No check has found an error so far. */
  good = true;

  constructor(readonly state: State) {}

  alert(text: string): void {
    this.good = false;
    this.state.diagnostics.add("alert", text);
  }

  warn(text: string): void {
    this.state.diagnostics.add("warning", text);
  }

  /** The proxy of this name that has servers. */
  backend(name: string): ProxyDraft | undefined {
    return this.state.proxies.find((each) => each.name === name && hasBack(each));
  }

  /** Parses a format now that all is known; `describe` words a fault. */
  format(
    text: string,
    places: number,
    location: Location,
    describe: (error: string, location: Location) => string,
    options: Pick<LogFormatOptions, "use" | "mergeSpaces"> = {},
  ): LogFormat | undefined {
    try {
      return parseLogFormat(text, { catalog: this.state.catalog, places, ...options });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.alert(describe(error.text, location));
      return undefined;
    }
  }
}
