/** Samples: what is taken from traffic, converted and compared. */
export {
  CONVERTERS,
  FETCHES,
  luaName,
  sampleCatalog,
  type ConverterEntry,
  type FetchEntry,
} from "./catalog/index.ts";
export { RegularExpression } from "./regex.ts";
