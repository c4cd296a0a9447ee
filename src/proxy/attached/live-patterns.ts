import type { LiveOwner } from "./live-server.ts";

/** What became of a change: done, or no such map or ACL there. */
export type PatternOutcome = "done" | "unknown";

/** A word as HAProxy's command line takes it: blanks, semicolons and backslashes get one before them. */
export function escapeWord(text: string): string {
  return text.replace(/[ \t;\\]/g, "\\$&");
}

/** Changes maps and ACLs of a live HAProxy, as `core.set_map` and its kin do inside one. */
export class LivePatterns {
  readonly #owner: Pick<LiveOwner, "change">;

  constructor(owner: Pick<LiveOwner, "change">) {
    this.#owner = owner;
  }

  /** Sets the value of a key, or adds both. */
  async setMap(name: string, key: string, value: string): Promise<PatternOutcome> {
    const words = [name, key, value].map(escapeWord).join(" ");
    const said = await this.#change(`set map ${words}`, [name, key, value]);
    // HAProxy says so of a key that is not there.
    if (!said.includes("not found")) return outcome(said);
    return outcome(await this.#change(`add map ${words}`, [name, key, value]));
  }

  async deleteMap(name: string, key: string): Promise<PatternOutcome> {
    return this.#delete("map", name, key);
  }

  async deleteAcl(name: string, key: string): Promise<PatternOutcome> {
    return this.#delete("acl", name, key);
  }

  /** Adds a pattern unless it is there. */
  async addAcl(name: string, pattern: string): Promise<PatternOutcome> {
    const listed = await this.#change(`show acl ${escapeWord(name)}`, [name]);
    if (outcome(listed) === "unknown") return "unknown";
    const isThere = listed.split("\n").some((line) => line.replace(/^0x[0-9a-f]+ /, "") === pattern);
    if (isThere) return "done";
    return outcome(await this.#change(`add acl ${escapeWord(name)} ${escapeWord(pattern)}`, [name, pattern]));
  }

  async #delete(kind: "map" | "acl", name: string, key: string): Promise<PatternOutcome> {
    return outcome(await this.#change(`del ${kind} ${escapeWord(name)} ${escapeWord(key)}`, [name, key]));
  }

  /** Sends a command, unless a word of it cannot be sent: HAProxy's Lua ignores what is not valid. */
  async #change(command: string, words: readonly string[]): Promise<string> {
    const cannotBeSent = words.some((word) => word === "" || /[\n\r\0]/.test(word));
    return cannotBeSent ? "" : this.#owner.change(command);
  }
}

function outcome(said: string): PatternOutcome {
  return /^Unknown (map|ACL) identifier/.test(said) ? "unknown" : "done";
}
