/**
 * What stands behind an AppletTCP: the other side of a TCP service or of a
 * command of the command socket. Byte strings throughout.
 */
export interface AppletStream {
  /** Resolves with the next line and its LF; at the end with what is left, "" when nothing is. */
  getline(): Promise<string>;
  /**
   * Resolves with `size` bytes (-1: all there will be), or what is left at the
   * end. After `timeoutMs` with undefined.
   */
  receive(size: number, timeoutMs: number | undefined): Promise<string | undefined>;
  /** What has come; undefined while nothing has, "" at the end. */
  tryReceive(): string | undefined;
  /** Resolves once the text is on its way: at once, or when there is room for it. */
  send(text: string): Promise<void> | undefined;
}
