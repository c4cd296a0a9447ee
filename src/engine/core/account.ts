/** Bytes handed out to scripts since the process began, and when to look at a state's limit. */
export const account = {
  used: 0,
  /** The sum at which `over` is called; ./memory.ts sets both. */
  check: Infinity,
  over: (): void => undefined,
};

/** Counts an allocation; raises "not enough memory" when it passes a limit. */
export function allocate(bytes: number): void {
  if ((account.used += bytes) > account.check) account.over();
}
