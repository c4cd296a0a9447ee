/** The files a configuration is read from, and the machine's file system behind them. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { getSystemErrorMap } from "node:util";
import type { FileSystem } from "./state.ts";

/** A path is a byte string; Node takes it as bytes. */
const bytes = (path: string): Buffer => Buffer.from(path, "latin1");

/** The system's words for an error: `No such file or directory`. */
export function systemError(error: unknown): string {
  const errno = error instanceof Error && "errno" in error ? Number(error.errno) : 0;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known: Readonly<Record<string, string>> = {
    ENOENT: "No such file or directory",
    EACCES: "Permission denied",
    EISDIR: "Is a directory",
    ENOTDIR: "Not a directory",
    ELOOP: "Too many levels of symbolic links",
  };
  return known[code] ?? getSystemErrorMap().get(errno)?.[1] ?? String(error);
}

/** The real file system. */
export const REAL_FILES: FileSystem = {
  read(path) {
    try {
      return { text: readFileSync(bytes(path)).toString("latin1") };
    } catch (error) {
      return { error: systemError(error) };
    }
  },
  exists(path) {
    return statSync(bytes(path), { throwIfNoEntry: false }) !== undefined;
  },
  isDirectory(path) {
    return statSync(bytes(path), { throwIfNoEntry: false })?.isDirectory() ?? false;
  },
  list(path) {
    return readdirSync(bytes(path), { encoding: "latin1" });
  },
};

/** A file that the command line names does not exist, or cannot be opened. */
export interface FileFault {
  readonly text: string;
}

/**
 * The files behind `-f` arguments: a directory stands for its `*.cfg` files in
 * the order of the C locale, except hidden ones.
 * Source: management manual 3 ("-f"), haproxy.c (cfgfiles_expand_directories).
 */
export function expandFiles(
  paths: readonly string[],
  files: FileSystem,
): { readonly paths: readonly string[] } | { readonly error: string } {
  const result: string[] = [];
  for (const path of paths) {
    if (!files.exists(path)) {
      return { error: `Cannot open configuration file/directory ${path} : No such file or directory` };
    }
    if (!files.isDirectory(path)) {
      result.push(path);
      continue;
    }
    const names = files
      .list(path)
      .filter((name) => name.endsWith(".cfg") && !name.startsWith("."))
      .sort((a, b) => (a < b ? -1 : 1));
    for (const name of names) {
      const full = `${path}/${name}`;
      if (!files.isDirectory(full)) result.push(full);
    }
  }
  return { paths: result };
}
