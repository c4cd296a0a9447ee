import type { HttpClientConfig } from "../config/types.ts";
import type { NetworkSettings } from "../runtime/index.ts";

/** The system's certificates, which are the default. */
const systemAuthorities = "@system-ca";

/** What `httpclient.*` lines of a configuration set; a runtime's settings take it over as it is. */
export function networkSettings(config: HttpClientConfig): Partial<NetworkSettings> {
  const { retries, connectTimeout, caFile, verify, resolversDisabled, resolversPrefer } = config;
  return {
    httpResolves: !resolversDisabled,
    ...(retries !== undefined && { httpRetries: retries }),
    ...(connectTimeout !== undefined && { httpConnectTimeout: connectTimeout }),
    ...(verify && { httpVerify: verify }),
    ...(caFile !== undefined && caFile !== systemAuthorities && { httpCaFile: caFile }),
    ...(resolversPrefer && { httpPrefers: resolversPrefer }),
  };
}
