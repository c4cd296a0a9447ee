import type { Observe } from "../../config/types.ts";
import type { ObservedTrouble, TrafficObserver } from "../backend/server-traffic.ts";
import type { DeclaredServer } from "../model/declared-server.ts";
import { reportCheck } from "./check-report.ts";

const troubles: Readonly<Record<ObservedTrouble, string>> = {
  status: "Wrong http response",
  headers: "Invalid http response (headers)",
  timeout: "Read timeout (http)",
  "read error": "Read error (http)",
  "broken pipe": "Close from server (http)",
};

/** `observe`: counts errors that a server's traffic shows, and acts when they are many in a row (health_adjust). */
export class Observation implements TrafficObserver {
  readonly #server: DeclaredServer;
  readonly #observe: Observe;
  readonly #logs: boolean;
  /** The next check is to come sooner. */
  readonly #hurry: () => void;
  #errors = 0;

  constructor(server: DeclaredServer, observe: Observe, logs: boolean, hurry: () => void) {
    this.#server = server;
    this.#observe = observe;
    this.#logs = logs;
    this.#hurry = hurry;
  }

  connection(worked: boolean): void {
    if (!worked) this.#failed("L4 unsuccessful connection");
    else if (this.#observe.layer === "layer4") this.#errors = 0;
  }

  response(worked: boolean, what: ObservedTrouble | undefined): void {
    if (this.#observe.layer !== "layer7") return;
    if (worked) this.#errors = 0;
    else this.#failed(troubles[what ?? "status"]);
  }

  checkPassed(): void {
    this.#errors = 0;
  }

  #failed(what: string): void {
    const { check, counters } = this.#server;
    if (!check.enabled) return;
    this.#errors++;
    if (this.#errors < this.#observe.errorLimit) return;
    this.#act(`Detected ${this.#errors} consecutive errors, last one was: ${what}`);
    this.#errors = 0;
    counters.add("hanafail", 1);
    this.#hurry();
  }

  #act(info: string): void {
    const { check } = this.#server;
    switch (this.#observe.onError) {
      case "fastinter":
        return;
      case "sudden-death":
        // The next failed check is to be the last one.
        if (check.health > check.rise) check.health = check.rise + 1;
        break;
      case "mark-down":
        check.health = check.rise;
        break;
      case "fail-check":
        break;
    }
    reportCheck(this.#server, "check", { status: "HANA", info }, undefined, this.#logs);
  }
}
