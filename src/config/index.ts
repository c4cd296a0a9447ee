/**
 * The room that reads haproxy.cfg: text to words, words to a typed
 * configuration. Start at {@link parseConfigFiles} and {@link Config}; what a
 * caller must bring is {@link SampleCatalog} and {@link LuaHooks}.
 */
export { ACL_KEYWORDS, PREDEFINED_ACLS, type KeywordMatch } from "./acl-keywords.ts";
export type { Acl, AclExpression, Condition, ConditionTerm } from "./acl.ts";
export type {
  Action,
  HttpReply,
  NumberOrExpression,
  Redirect,
  ReplyBody,
  Rule,
  Ruleset,
  Variable,
  VariableGuard,
} from "./actions.ts";
export { parseAddress, type Address, type AddressRules, type Endpoint, type Port } from "./address.ts";
export {
  ArgumentRefused,
  parseArguments,
  type Argument,
  type ArgumentShape,
  type ArgumentType,
} from "./arguments.ts";
export {
  checkCondition,
  evaluateCondition,
  HALUA_ENABLED,
  HALUA_FEATURES,
  type ConditionContext,
} from "./conditions.ts";
export { formatDiagnostic, formatDiagnostics, Refused, type Diagnostic, type Level } from "./diagnostics.ts";
export { createEnvironment, processEnvironment, type Environment } from "./environment.ts";
export { parseExpression, type SampleCall, type SampleExpression } from "./expressions.ts";
export { expandFiles, REAL_FILES, type FileSystem } from "./files.ts";
export { NO_LUA, type LuaAction, type LuaHooks } from "./hooks.ts";
export { LOG_FORMAT_TEXTS } from "./keywords/logs.ts";
export { KEYWORDS } from "./keywords/table.ts";
export type { Keyword, Place, Support } from "./keywords/keyword.ts";
export type { Location } from "./location.ts";
export {
  LOG_ALIASES,
  parseLogFormat,
  type LogAlias,
  type LogFormat,
  type LogFormatFlag,
  type LogFormatPart,
} from "./log-format.ts";
export {
  LOG_FACILITIES,
  LOG_LEVELS,
  parseLogTarget,
  type LogDestination,
  type LogLevel,
  type LogTarget,
  type LogTransportFormat,
} from "./log-target.ts";
export { renderConfigurationManual } from "./manual.ts";
export { nearestWord } from "./nearest.ts";
export {
  parseConfig,
  parseConfigFiles,
  type ParseOptions,
  type ParseResult,
  type SourceText,
} from "./parse.ts";
export type { RegexCheck } from "./patterns.ts";
export {
  castBetween,
  EMPTY_CATALOG,
  SAMPLE_PLACES,
  SAMPLE_SOURCES,
  validPlaces,
  type ConverterDeclaration,
  type FetchDeclaration,
  type SampleCatalog,
  type SamplePlace,
  type SampleSource,
  type SampleType,
} from "./samples.ts";
export type * from "./types.ts";
export { isFault, parseSize, parseTime } from "./units.ts";
export { parseVariable } from "./variables.ts";
export { compareVersion, HAPROXY_BRANCH, HAPROXY_VERSION } from "./version.ts";
export { pathAt, type DefaultPath, type DirectoryChange } from "./working-directory.ts";
export { isWordError, quoteWord, splitWords, type WordError, type WordList } from "./words.ts";
