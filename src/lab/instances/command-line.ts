import { createConnection } from "node:net";

/** Sends a line to a command socket of HAProxy or halua; resolves with the whole answer. Rejects where nobody answers. */
export async function askSocket(path: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = createConnection({ path }, () => socket.end(`${line}\n`, "latin1"));
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => (answer += text));
    socket.once("error", reject);
    socket.once("end", () => resolve(answer));
  });
}
