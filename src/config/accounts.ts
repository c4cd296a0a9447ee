/** The system's users and groups, as `user`, `group` and their kin look them up. */
import type { FileSystem } from "./files.ts";

/** The number of a user or group, or undefined when the system does not know the name. */
export function accountId(files: FileSystem, kind: "user" | "group", name: string): number | undefined {
  const table = files.read(kind === "user" ? "/etc/passwd" : "/etc/group");
  if ("error" in table) return undefined;
  for (const line of table.text.split("\n")) {
    const [found, , id = ""] = line.split(":");
    if (found === name && name !== "") return Number(id);
  }
  return undefined;
}
