import type { Socket } from "node:net";
import type { Time } from "../../time.ts";

/** How long a connection whose client still sends may take to end, once its answer is out. */
const lingerMs = 1000;

/**
 * Ends a connection whose client may still send: what comes is read and dropped.
 * Closing with unread bytes would reset the connection, and the answer might be lost.
 */
export function closeLingering(socket: Socket, time: Time): void {
  socket.resume();
  const timer = time.after(lingerMs, () => socket.destroy(), { background: true });
  socket.once("close", () => timer.cancel());
}
