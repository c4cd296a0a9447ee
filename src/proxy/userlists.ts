import { createHash } from "node:crypto";
import type { User, Userlist } from "../config/types.ts";
import { hasHash } from "./password-hash.ts";

/** A user, and the password that was right last, as a digest: hashing it again takes milliseconds. */
interface KnownUser {
  readonly user: User;
  lastRight: string | undefined;
}

/** The `userlist` sections: who may be let in, and to what groups they belong (auth.c). */
export class Userlists {
  readonly #lists: ReadonlyMap<string, ReadonlyMap<string, KnownUser>>;

  constructor(lists: readonly Userlist[]) {
    this.#lists = new Map(
      lists.map(({ name, users }) => [
        name,
        new Map(users.map((user): [string, KnownUser] => [user.name, { user, lastRight: undefined }])),
      ]),
    );
  }

  /** Whether a list has the user with that password; both are byte strings. */
  check(list: string, user: string, password: string): boolean {
    const known = this.#lists.get(list)?.get(user);
    if (known?.user.password === undefined) return false;
    if (known.user.insecure) return known.user.password === password;
    const digest = createHash("sha256").update(password, "latin1").digest("hex");
    if (known.lastRight === digest) return true;
    if (!hasHash(password, known.user.password)) return false;
    known.lastRight = digest;
    return true;
  }

  /** The groups of a user; undefined for one that the list has not. */
  groups(list: string, user: string): readonly string[] | undefined {
    return this.#lists.get(list)?.get(user)?.user.groups;
  }
}
