/** Samples: what is taken from traffic, converted and compared. */
export {
  CONVERTERS,
  FETCHES,
  luaName,
  sampleCatalog,
  type ConverterEntry,
  type FetchEntry,
} from "./catalog/index.ts";
export { compileConverters, type ConverterCall } from "./converters/chain.ts";
export type { ConversionContext } from "./converters/index.ts";
export { EMPTY_ENVIRONMENT, type SampleEnvironment } from "./environment.ts";
export { CONSTANT_FETCHES } from "./fetches/constants.ts";
export { COMPUTED_FETCHES, type Fetch, type PreparedFetch } from "./fetches/index.ts";
export { forwardedName, forwardedPort, isForwardedHost, readForwarded } from "./forwarded.ts";
export { KeyFiles } from "./key-files.ts";
export { renderSampleManual } from "./manual.ts";
export { replaceGroups } from "./patterns/outputs.ts";
export { RegularExpression } from "./regex.ts";
export { cast, type Sample, type TargetType } from "./sample.ts";
export { decodeVarint } from "./varint.ts";
export type { FetchContext } from "./views.ts";
