import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";

const handedOut = new Set<number>();

/** A TCP port of 127.0.0.1 that nobody listens on, and that this process has not handed out before. */
export async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    if (handedOut.has(port)) continue;
    handedOut.add(port);
    return port;
  }
}
