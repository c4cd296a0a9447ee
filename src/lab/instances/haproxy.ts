import { spawnSync } from "node:child_process";
import { Several } from "../../lua/index.ts";

/** The first HAProxy with a shared statistics file. */
const least = { major: 3, minor: 3 };

/** For Lua: the path of the HAProxy that HAPROXY_PROGRAM names; or nil, and why it cannot be used. */
export function haproxyWithMap(): Several {
  const program = process.env.HAPROXY_PROGRAM;
  if (program === undefined || program === "")
    return new Several(undefined, "HAPROXY_PROGRAM names no HAProxy");
  const asked = spawnSync(program, ["-v"], { encoding: "latin1" });
  const [, major, minor] = /^HAProxy version (\d+)\.(\d+)/.exec(asked.error ? "" : asked.stdout) ?? [];
  if (major === undefined) return new Several(undefined, `${program} is no HAProxy`);
  const isNew = Number(major) * 1000 + Number(minor) >= least.major * 1000 + least.minor;
  if (!isNew) return new Several(undefined, `HAProxy ${major}.${minor ?? ""} has no shm-stats-file`);
  return new Several(program);
}
