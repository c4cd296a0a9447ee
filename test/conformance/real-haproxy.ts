import { spawnSync } from "node:child_process";

/** A HAProxy on this machine, to which the recordings can be held. */
export interface RealHaproxy {
  readonly path: string;
  /** As the `versions` files name it: `2.6.12`, `3.5-dev5`. */
  readonly version: string;
}

/** The HAProxy at `path`, or undefined when there is none that says its version. */
export function findHaproxy(path: string): RealHaproxy | undefined {
  if (path === "") return undefined;
  const { stdout, error } = spawnSync(path, ["-v"], { encoding: "utf8" });
  if (error) return undefined;
  const version = /^HAProxy version ([0-9.]+(?:-dev[0-9]+)?)/.exec(stdout)?.[1];
  return version === undefined ? undefined : { path, version };
}

/** Settings in the cases that a HAProxy does not know, by the first release that does. */
const newSettings: readonly [setting: RegExp, since: readonly [major: number, minor: number]][] = [
  [/\btune\.lua\.bool-sample-conversion [a-z0-9.-]+/g, [3, 2]],
];

/** A case's file without what `version` does not know. Lines stay where they are: messages count them. */
export function withoutNewSettings(text: string, version: string): string {
  const [major = 0, minor = 0] = version.split(/[.-]/).map(Number);
  return newSettings
    .filter(([, since]) => major < since[0] || (major === since[0] && minor < since[1]))
    .reduce((rest, [setting]) => rest.replaceAll(setting, ""), text);
}
