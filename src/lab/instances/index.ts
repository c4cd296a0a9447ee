export { Instance, type InstanceOptions, type ReloadResult, type WorkerView } from "./instance.ts";
export { Lab } from "./lab.ts";
export { Load, type LoadOptions, type LoadResult } from "./load.ts";
export { freePort } from "./ports.ts";
export type { LabRequest, LabResponse } from "./request.ts";
export { until } from "./waiting.ts";
export { installLab } from "./lua-lab.ts";
