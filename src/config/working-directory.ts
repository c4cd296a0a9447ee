/**
 * `default-path`: the directory that relative paths start from while files are
 * read. The process really goes there, as scripts that a configuration loads
 * open files of their own. Source: configuration manual 3.1 (default-path).
 */
import type { FileSystem } from "./files.ts";
import type { Location } from "./location.ts";

/** What relative paths are relative to. */
export type DefaultPath =
  | { readonly mode: "current" | "config" | "parent" }
  | { readonly mode: "origin"; readonly directory: string };

/** From this line on, relative paths started from this directory. */
export interface DirectoryChange {
  readonly location: Location;
  readonly directory: string;
}

export class WorkingDirectory {
  /** Where the process stands; empty before the first `default-path`. */
  readonly changes: DirectoryChange[] = [];
  private readonly initial: string;
  private mode: DefaultPath = { mode: "current" };

  constructor(private readonly files: FileSystem) {
    this.initial = files.directory();
  }

  /** Sets the mode and goes where it says. @returns HAProxy's text when that fails */
  set(mode: DefaultPath, location: Location): string | undefined {
    this.mode = mode;
    return this.apply(location);
  }

  /** Goes where the mode says for a line; at the start of every file too. @returns HAProxy's text when that fails */
  apply(location: Location): string | undefined {
    if (this.mode.mode === "current" && this.changes.length === 0) return undefined;
    const target = this.target(location.file);
    this.leave();
    if (target !== "" && this.files.enter(target) !== undefined) {
      return `Impossible to get back to directory '${this.initial}': No such file or directory`;
    }
    this.changes.push({ location, directory: this.files.directory() });
    return undefined;
  }

  /** Goes back to where the process started. */
  leave(): void {
    this.files.enter(this.initial);
  }

  /** The path to keep for a file that is opened later, when the process has gone back. */
  lasting(path: string): string {
    const directory = this.changes.at(-1)?.directory;
    return directory === undefined || !isRelative(path) ? path : `${directory}/${path}`;
  }

  /** What is in front of the last slash, as HAProxy takes it: nothing without one. */
  private target(file: string): string {
    const folder = file.slice(0, Math.max(0, file.lastIndexOf("/")));
    switch (this.mode.mode) {
      case "current":
        return "";
      case "config":
        return folder;
      case "parent":
        return folder === "" ? ".." : `${folder}/..`;
      case "origin":
        return this.mode.directory;
    }
  }
}

/** Paths that HAProxy gives a meaning of its own start with `@`. */
const isRelative = (path: string): boolean => path !== "" && !path.startsWith("/") && !path.startsWith("@");

/**
 * The path of a file that a line names, for what keeps names as they are
 * written: pattern files, whose names are also what commands call them.
 */
export function pathAt(
  config: { readonly files: readonly string[]; readonly directories: readonly DirectoryChange[] },
  path: string,
  location: Location,
): string {
  if (!isRelative(path)) return path;
  const order = ({ file, line }: Location): readonly [number, number] => [config.files.indexOf(file), line];
  const [file, line] = order(location);
  const change = config.directories.findLast((each) => {
    const [changeFile, changeLine] = order(each.location);
    return changeFile < file || (changeFile === file && changeLine <= line);
  });
  return change ? `${change.directory}/${path}` : path;
}
