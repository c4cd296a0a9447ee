/** Guids: names of proxies, listeners and servers that are unique in a configuration. */
import type { Cursor } from "../cursor.ts";
import { Refused } from "../diagnostics.ts";
import type { State } from "../state.ts";

const MAX_LENGTH = 127;

/** Takes the guid at the cursor for `owner`, whose description others' errors show. */
export function takeGuid(cursor: Cursor, state: State, owner: string): string {
  const guid = cursor.next();
  if (guid === "") throw new Refused("'guid' : expects an argument");
  const fault = guidFault(guid) ?? duplicateOf(guid, state);
  if (fault !== undefined) throw new Refused(`'guid': ${fault}`);
  state.guids.set(guid, owner);
  return guid;
}

/** What is wrong with a guid, in HAProxy's words (guid.c). */
export function guidFault(guid: string): string | undefined {
  if (guid.length > MAX_LENGTH) return "invalid length";
  const wrong = /[^A-Za-z0-9._:-]/.exec(guid);
  return wrong ? `invalid character '${wrong[0]}'` : undefined;
}

export function duplicateOf(guid: string, state: State): string | undefined {
  const owner = state.guids.get(guid);
  return owner === undefined ? undefined : `duplicate entry with ${owner}`;
}
