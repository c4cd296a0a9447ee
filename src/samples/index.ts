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
export { CONSTANT_FETCHES } from "./fetches/constants.ts";
export { RegularExpression } from "./regex.ts";
export { cast, type Sample, type TargetType } from "./sample.ts";
