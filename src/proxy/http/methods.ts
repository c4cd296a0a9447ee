/** The methods HAProxy knows by name (http_known_methods); it treats all others alike. Methods are case-sensitive. */
export const knownMethods = ["OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "CONNECT"] as const;

export type KnownMethod = (typeof knownMethods)[number];

const known: ReadonlySet<string> = new Set(knownMethods);

export function isKnownMethod(method: string): method is KnownMethod {
  return known.has(method);
}
