import { freePort, Lab } from "../../../../src/lab/instances/index.ts";

/** Starts an instance, tells where it is, and waits to be killed. */
async function main(): Promise<void> {
  const lab = new Lab();
  const port = await freePort();
  const config = `frontend x\n  mode http\n  bind 127.0.0.1:${port}\n  timeout client 1s\n`;
  const instance = await lab.start({ config });
  const { pid } = await instance.worker();
  process.stdout.write(JSON.stringify({ port, pids: [instance.pid, pid], folder: instance.folder }));
  setInterval(() => undefined, 2 ** 30);
}

void main();
