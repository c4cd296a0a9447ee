/**
 * Pattern references, maps and ACL patterns, as HAProxy has them: files and
 * lists that traffic is compared with and that change while it flows.
 */
export {
  formatAddress,
  numericName,
  parseIpv4,
  parseIpv6,
  readAddress,
  readIpv4,
  type Address,
  type Ipv4,
  type Ipv6,
} from "./addresses.ts";
export type { PatternEntry } from "./entry.ts";
export { PatternError } from "./errors.ts";
export type { PatternExpression, PatternMethod, PatternUse } from "./expression.ts";
export type { Sample } from "./indexes.ts";
export { readInt, type Int } from "./integers.ts";
export { mapConverter, type MapConverter } from "./map-converters.ts";
export { PatternMap, PatternMatcher, type MapMatch } from "./matcher.ts";
export { parseValue, sampleFromText, valueText, type MapValue, type OutputType } from "./outputs.ts";
export { PatternReference, type PatternEvent } from "./reference.ts";
export {
  PatternReferences,
  type AclPatterns,
  type ConverterMap,
  type PatternReferencesOptions,
  type UsePlace,
} from "./references.ts";
export {
  entryByHandle,
  entryHandle,
  explainLookup,
  listEntries,
  listReferences,
  type PatternKind,
} from "./report.ts";
