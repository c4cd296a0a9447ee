/** Gives binds and servers that use TLS what they left to the global section. */
import type { State } from "../state.ts";

export function applyTlsDefaults({ global, proxies }: State): void {
  const defaults = global.tlsDefaults;
  const withDefaults = <T extends { readonly tls?: object }>(each: T, side: keyof typeof defaults): T =>
    each.tls ? { ...each, tls: { ...defaults[side], ...each.tls } } : each;
  global.stats.sockets = global.stats.sockets.map((each) => withDefaults(each, "bind"));
  for (const proxy of proxies) {
    proxy.binds = proxy.binds.map((each) => withDefaults(each, "bind"));
    proxy.servers = proxy.servers.map((each) => withDefaults(each, "server"));
  }
}
