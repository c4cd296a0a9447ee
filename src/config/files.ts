/** The files a configuration is read from, and the machine's file system behind them. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { getSystemErrorMap } from "node:util";

/** What the parser does to the machine, so that tests can put something else in its place. */
export interface FileSystem {
  /** The bytes of a file as a byte string, or the system's word for why not (`No such file or directory`). */
  read(path: string): { readonly text: string } | { readonly error: string };
  exists(path: string): boolean;
  isDirectory(path: string): boolean;
  /** Names of the entries of a directory. */
  list(path: string): readonly string[];
  /** The working directory. */
  directory(): string;
  /** Makes a directory the working one. @returns the system's word for why not */
  enter(path: string): string | undefined;
}

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
  directory() {
    return Buffer.from(process.cwd()).toString("latin1");
  },
  enter(path) {
    try {
      process.chdir(bytes(path).toString());
      return undefined;
    } catch (error) {
      return systemError(error);
    }
  },
};

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

/** A file as the line names it, in the directory that `ca-base` or `crt-base` gives for it. */
export function inBase(base: string | undefined, path: string): string {
  return path.startsWith("/") || base === undefined ? path : `${base}/${path}`;
}
