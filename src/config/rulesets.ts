/** What is known of each list of rules: where its samples are taken, and how it reads. */
import type { Ruleset } from "./actions.ts";
import type { ProxyDraft } from "./drafts/proxy.ts";
import { placesOf, type Places } from "./samples.ts";
import { placesFor } from "./state.ts";

const FRONT: Readonly<Record<Ruleset, Places>> = {
  "tcp-request connection": placesOf("frontend tcp-request connection rule"),
  "tcp-request session": placesOf("frontend tcp-request session rule"),
  "tcp-request content": placesOf("frontend tcp-request content rule"),
  "tcp-response content": placesOf("frontend tcp-response content rule"),
  "http-request": placesOf("frontend http-request header rule"),
  "http-response": placesOf("frontend http-response header rule"),
  "http-after-response": placesOf("frontend http-response header rule"),
};

const BACK: Readonly<Record<Ruleset, Places>> = {
  "tcp-request connection": 0,
  "tcp-request session": 0,
  "tcp-request content": placesOf("backend tcp-request content rule"),
  "tcp-response content": placesOf("backend tcp-response content rule"),
  "http-request": placesOf("backend http-request header rule"),
  "http-response": placesOf("backend http-response header rule"),
  "http-after-response": placesOf("backend http-response header rule"),
};

/** Where the samples of a proxy's rules are taken. */
export function rulesetPlaces(proxy: ProxyDraft, ruleset: Ruleset): Places {
  return placesFor(proxy, FRONT[ruleset], BACK[ruleset]);
}
