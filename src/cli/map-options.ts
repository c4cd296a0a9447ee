import { Option, type Command } from "commander";
import type { OpenOptions } from "../shm/index.ts";

/** What every command that opens a map can be told about it. */
export interface MapOptions {
  map?: string;
  allowSymlink?: boolean;
  allowForeignOwner?: boolean;
}

/** Adds `--map` and the two permissions for files that are refused by default. */
export function addMapOptions(command: Command, required: boolean): Command {
  const map = new Option("--map <file>", "HAProxy's shared statistics file (shm-stats-file)");
  if (required) map.makeOptionMandatory();
  return command
    .addOption(map)
    .option("--allow-symlink", "open the file through a symbolic link")
    .option("--allow-foreign-owner", "open a file that belongs to another user");
}

/** The part of these options that opening a map takes. */
export function permissions(options: MapOptions): OpenOptions {
  return {
    allowSymlink: options.allowSymlink ?? false,
    allowForeignOwner: options.allowForeignOwner ?? false,
  };
}
