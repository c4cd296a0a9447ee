import { chmodSync, renameSync, unlinkSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { HaluaError } from "../../errors.ts";
import type { Master } from "./master.ts";
import { MasterSession } from "./master-session.ts";

/** The master's command socket: `-S PATH[,mode 600]`. */
export class MasterSocket {
  readonly #path: string;
  readonly #server: Server;

  private constructor(path: string, server: Server) {
    this.#path = path;
    this.#server = server;
  }

  /** Opens it, in the place of one that may be there. `text` is the option's: a path and words of a `bind` line. Rejects with E_SOCKET. */
  static async open(text: string, master: Master): Promise<MasterSocket> {
    const [address = "", ...words] = text.split(",");
    const path = address.replace(/^unix@/, "");
    if (!path.startsWith("/") && !path.startsWith(".")) {
      throw new HaluaError("E_SOCKET", `the master's socket (-S) can only be a path, not '${address}'`);
    }
    const mode = modeOf(words);
    const server = createServer({ allowHalfOpen: true }, (socket) =>
      new MasterSession(socket, master).begin(),
    );
    const temporary = `${path}.${process.pid}.tmp`;
    await new Promise<void>((resolve, reject) => {
      server.once("error", (error: NodeJS.ErrnoException) =>
        reject(
          new HaluaError("E_SOCKET", `cannot open '${path}' (${error.code ?? error.message})`, {
            cause: error,
          }),
        ),
      );
      server.listen({ path: temporary, exclusive: true }, resolve);
    });
    chmodSync(temporary, mode);
    renameSync(temporary, path);
    return new MasterSocket(path, server);
  }

  close(): void {
    this.#server.close();
    try {
      unlinkSync(this.#path);
    } catch {
      // Somebody else has removed it.
    }
  }
}

function modeOf(words: readonly string[]): number {
  const at = words.indexOf("mode");
  const text = /^mode (\d+)$/.exec(words.find((word) => word.startsWith("mode ")) ?? "")?.[1];
  return Number.parseInt(text ?? (at < 0 ? undefined : words[at + 1]) ?? "600", 8);
}
