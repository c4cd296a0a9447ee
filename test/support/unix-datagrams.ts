import { createRequire } from "node:module";

/** A socket that datagrams come to. */
export interface DatagramReceiver {
  bind(path: string): void;
  close(): void;
}

/** The add-on's own side that receives, of which the product has no use. */
export const { createSocket: receiveDatagrams } = createRequire(import.meta.url)("unix-dgram") as {
  createSocket: (this: void, type: "unix_dgram", received: (bytes: Buffer) => void) => DatagramReceiver;
};
