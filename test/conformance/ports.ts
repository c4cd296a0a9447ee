import { readFileSync } from "node:fs";

/** Loopback ports for a case, and who listens already, as the kernel tells. */

export const portNames = ["P1", "P2", "P3", "P4"] as const;

/** Below the range that the kernel hands out itself. */
const range = { low: 21_000, high: 31_900 };

/** `0A` in /proc/net/tcp: the socket listens. */
const listening = "0A";

/** The local ports of TCP sockets. */
export function usedPorts(onlyListening: boolean): Set<number> {
  const ports = new Set<number>();
  for (const table of ["tcp", "tcp6"]) {
    for (const line of readTable(table).split("\n").slice(1)) {
      const [, local = "", , state = ""] = line.trim().split(/\s+/);
      if (local === "" || (onlyListening && state !== listening)) continue;
      ports.add(Number.parseInt(local.slice(local.lastIndexOf(":") + 1), 16));
    }
  }
  return ports;
}

function readTable(name: string): string {
  try {
    return readFileSync(`/proc/net/${name}`, "latin1");
  } catch {
    // Without IPv6 there is no tcp6.
    return "";
  }
}

/** Ports that nobody uses now; cases that run at the same time never get the same, by their `lane` of `lanes`. */
export function freePorts(lane: number, lanes: number): number[] {
  const size = Math.floor((range.high - range.low) / lanes);
  const low = range.low + lane * size;
  const used = usedPorts(false);
  const ports = new Set<number>();
  while (ports.size < portNames.length) {
    const port = low + Math.floor(Math.random() * size);
    if (!used.has(port)) ports.add(port);
  }
  return [...ports];
}

/** What a configuration will listen on: the ports among `env`'s, and whether the command socket is there. */
export function wantedBy(
  configuration: string,
  env: Readonly<Record<string, string>>,
): { ports: Set<number>; socket: boolean } {
  const ports = new Set<number>();
  let socket = false;
  for (const line of configuration.split("\n")) {
    const [code = ""] = line.split("#");
    if (!/^(?:bind|stats\s+socket)\b/.test(code.trim())) continue;
    for (const name of portNames) if (code.includes(`\${${name}}`)) ports.add(Number(env[name]));
    if (code.includes("${SOCK}")) socket = true;
  }
  return { ports, socket };
}
