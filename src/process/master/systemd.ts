import { unixDatagrams } from "../../proxy/log/unix-datagrams.ts";

/**
 * Tells systemd about a change of state, where it has asked for that (`-Ws`,
 * NOTIFY_SOCKET, sd_notify(3)): one datagram, a field a line.
 */
export function notifySystemd(...fields: readonly string[]): void {
  const { NOTIFY_SOCKET: path } = process.env;
  if (path === undefined || path === "") return;
  const socket = unixDatagrams();
  const bytes = Buffer.from(`${fields.join("\n")}\n`);
  socket.send(bytes, 0, bytes.length, path, () => socket.close());
}
