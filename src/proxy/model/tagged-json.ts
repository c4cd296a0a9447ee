/** The tags of typed output and what they are called in JSON (management manual, "typed output"). */

const origins: Record<string, string> = {
  M: "Metric",
  S: "Status",
  K: "Key",
  C: "Config",
  P: "Product",
};

const natures: Record<string, string> = {
  G: "Gauge",
  L: "Limit",
  m: "Min",
  M: "Max",
  R: "Rate",
  C: "Counter",
  D: "Duration",
  A: "Age",
  T: "Time",
  N: "Name",
  O: "Output",
  a: "Avg",
};

const scopes: Record<string, string> = { C: "Cluster", P: "Process", S: "Service", s: "System" };

/** A tagged value in the form that `json` has. */
export function taggedJson(
  name: string,
  position: number,
  tags: string,
  type: string,
  value: string | number | bigint,
): Record<string, unknown> {
  return {
    field: { pos: position, name },
    processNum: 1,
    tags: {
      origin: origins[tags.charAt(0)] ?? "Unknown",
      nature: natures[tags.charAt(1)] ?? "Unknown",
      scope: scopes[tags.charAt(2)] ?? "Unknown",
    },
    // Beyond 2^53 JSON readers lose digits; HAProxy writes such a value as a string too.
    value: { type, value: typeof value === "bigint" ? value.toString() : value },
  };
}
