import { watch } from "node:fs";

/**
 * Gives undefined at once, and then, whenever it is asked again, the name of a
 * script or configuration below `folder` that has changed since.
 */
export async function* changes(folder: string): AsyncGenerator<string | undefined> {
  const seen: { changed?: string | undefined; wake: () => void } = { wake: () => undefined };
  const watcher = watch(folder, { recursive: true }, (_event, name) => {
    if (name === null || !/\.(lua|cfg)$/.test(name)) return;
    seen.changed = name;
    seen.wake();
  });
  try {
    yield undefined;
    for (;;) {
      if (seen.changed === undefined) await new Promise<void>((resolve) => (seen.wake = resolve));
      const { changed } = seen;
      seen.changed = undefined;
      yield changed;
    }
  } finally {
    watcher.close();
  }
}
