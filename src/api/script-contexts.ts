import type { Stream } from "../proxy/stream/stream.ts";
import { RunMemory, type Runtime } from "../runtime/index.ts";

/** What a stream keeps for scripts: a memory in each Lua state whose functions it has called (hlua_stream_ctx_prepare). */
class StreamScripts {
  readonly memories = new Map<Runtime, RunMemory>();
}

/** The memory that actions, fetches and converters of a stream share; undefined where none has run yet. */
export function findMemory({ scripts }: Stream, runtime: Runtime): RunMemory | undefined {
  return scripts instanceof StreamScripts ? scripts.memories.get(runtime) : undefined;
}

/** The same, made where there is none. */
export function memoryOf(stream: Stream, runtime: Runtime): RunMemory {
  const scripts = stream.scripts instanceof StreamScripts ? stream.scripts : new StreamScripts();
  stream.scripts = scripts;
  let memory = scripts.memories.get(runtime);
  if (!memory) scripts.memories.set(runtime, (memory = new RunMemory()));
  return memory;
}
