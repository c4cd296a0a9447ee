import { portNames } from "./ports.ts";

/** Puts placeholders for what differs from run to run: ports, paths, pids, times, addresses, versions. */
export function normalise(text: string, env: Readonly<Record<string, string>>): string {
  let out = text;
  out = replaceAll(out, env.SOCK, "<SOCK>");
  out = replaceAll(out, env.CASE, "<CASE>");
  for (const name of portNames) {
    out = out.replace(new RegExp(`(?<![0-9])${env[name] ?? "-"}(?![0-9])`, "g"), `<${name}>`);
  }
  return out
    .replace(/^(\[[A-Z]+\] *)\(\d+\) : /gm, "$1(PID) : ")
    .replace(/^(\[[a-z]+\]) \d{3}\/\d{6} \(\d+\) : /gm, "$1 DAY/TIME (PID) : ")
    .replace(/\b(table|function|thread|userdata|file|object)(: | \()0x[0-9A-Fa-f]+/g, "$1$2ADDR")
    .replace(/\b(HAProxy version|haproxy version is) \S+/g, "$1 VERSION")
    .replace(/[^\x20-\x7e\n\t]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

function replaceAll(text: string, what: string | undefined, by: string): string {
  return what === undefined ? text : text.replaceAll(what, by);
}
