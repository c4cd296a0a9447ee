/** Bytes handed out to scripts since the process began, and when to look at what they come to. */
export const account = {
  used: 0,
  /** The sum at which `over` is called: the lower of the two below. */
  check: Infinity,
  /** The sum at which to look at a state's limit; see ./memory.ts. */
  limit: Infinity,
  /** The sum at which a collection is due; see ./pace.ts. */
  due: Infinity,
  over: (): void => undefined,
};

/** Counts an allocation; raises "not enough memory" when it passes a limit. */
export function allocate(bytes: number): void {
  if ((account.used += bytes) > account.check) account.over();
}

export function setChecks(limit: number, due: number): void {
  account.limit = limit;
  account.due = due;
  account.check = Math.min(limit, due);
}
