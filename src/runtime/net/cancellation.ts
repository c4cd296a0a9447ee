/**
 * Ends something that is under way. What an AbortSignal is for, at the cost of
 * one small object: each connection and request of a script has one.
 */
export class Cancellation {
  #cancelled = false;
  /** What to do when it comes; one listener, whoever carries the work on at the time. */
  onCancel: (() => void) | undefined;

  get cancelled(): boolean {
    return this.#cancelled;
  }

  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    this.onCancel?.();
  }
}
