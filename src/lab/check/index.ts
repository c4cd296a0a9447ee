/** `halua check`: what can be said of a script before it runs. */
export { checkScripts } from "./check.ts";
export { formatFinding, type Finding, type Rule, type Severity } from "./finding.ts";
