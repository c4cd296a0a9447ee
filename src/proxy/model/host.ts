import type { LogLevel } from "../../config/types.ts";
import type { Time } from "../../time.ts";
import type { ServerEvent } from "./types.ts";

/** What declared proxies need of the program they live in. */
export interface ModelHost {
  readonly time: Time;
  /** While the program starts, HAProxy keeps most state changes to itself. */
  starting: boolean;
  /** A line of HAProxy's, for stderr and the logs of the proxy it is about; there it is a `notice` unless it says otherwise. */
  warning(text: string, proxy: string, level?: LogLevel): void;
  /** The same for what is worse; an `alert` in logs, where its words may be others. */
  alert(text: string, proxy: string, logged?: { readonly level: LogLevel; readonly text: string }): void;
  event(event: ServerEvent): void;
}
