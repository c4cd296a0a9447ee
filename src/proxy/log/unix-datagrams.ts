import { createRequire } from "node:module";

/** What of the package unix-dgram is used here: Node itself has no such sockets. */
export interface UnixDatagrams {
  on(event: "error", listener: (error: Error) => void): void;
  send(bytes: Buffer, offset: number, length: number, path: string, sent: (error?: Error) => void): void;
  close(): void;
}

let loaded: { createSocket(type: "unix_dgram"): UnixDatagrams } | undefined;

/** A socket for datagrams to paths. What cannot be sent is lost. The add-on is loaded by the first that needs it. */
export function unixDatagrams(): UnixDatagrams {
  loaded ??= createRequire(import.meta.url)("unix-dgram") as NonNullable<typeof loaded>;
  const socket = loaded.createSocket("unix_dgram");
  socket.on("error", () => undefined);
  return socket;
}
