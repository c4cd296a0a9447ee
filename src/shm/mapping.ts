import { createRequire } from "node:module";
import type mmapIo from "mmap-io";

// Its types describe an ES module, what it exports is the object itself.
type MmapIo = typeof mmapIo.default;

/**
 * mmap-io's compiled part, which is all that mapping takes. The package asks
 * node-pre-gyp where that part lies, and the 130 files of that tool take longer
 * to load than everything else of a map: so it is looked for at the place
 * where the package is built, and only elsewhere by the package itself.
 */
function load(): MmapIo {
  const require = createRequire(import.meta.url);
  const { platform, arch, versions } = process;
  const built = `mmap-io/build/binding/Release/node-v${versions.modules}-${platform}-${arch}/mmap_io.node`;
  try {
    return require(built) as MmapIo;
  } catch {
    return require("mmap-io") as MmapIo;
  }
}

export const mmap: MmapIo = load();
