/** `option forwarded`, the header of RFC 7239. Source: configuration manual 4.2; texts of http_ext.c. */
import type { ForwardedDraft, ForwardedPart } from "../drafts/proxy.ts";
import type { Line } from "../line.ts";
import { currentProxy, warnIfNot, type State } from "../state.ts";
import { noModifier, option } from "./option-kit.ts";

const PARTS: readonly ForwardedPart[] = ["host", "by", "by_port", "for", "for_port"];

function forwarded(line: Line, state: State): void {
  const proxy = currentProxy(state);
  if (line.modifier === "default") noModifier(line);
  if (line.modifier === "no") {
    proxy.forwardedText = undefined;
    return;
  }
  if (warnIfNot("back", line, state, "option forwarded")) return;
  const { location } = line;
  if (line.word(2) === "") {
    proxy.forwardedText = { proto: true, parts: { for: "original" }, location };
    return;
  }
  const draft: ForwardedDraft = { proto: false, parts: {}, location };
  for (let i = 2; i < line.words.length; i++) {
    const word = line.word(i);
    const part = PARTS.find((each) => word === each || word === `${each}-expr`);
    if (word === "proto") draft.proto = true;
    else if (part === undefined) {
      line.fail(
        "'option forwarded' only supports optional values: 'proto', 'host', 'host-expr', 'by', 'by-expr', " +
          "'by_port', 'by_port-expr', 'for', 'for-expr', 'for_port' and 'for_port-expr'.",
      );
    } else if (word === part) draft.parts[part] = "original";
    else {
      const expression = line.word(++i);
      if (expression === "") line.failTight(`'${word}' expects <expr> as argument.`);
      draft.parts[part] = { expression };
    }
  }
  for (const node of ["by", "for"] as const) {
    if (draft.parts[node] !== undefined || draft.parts[`${node}_port`] === undefined) continue;
    draft.parts[`${node}_port`] = undefined;
    // HAProxy has forgotten by then that the word was another.
    line.warn(
      `'option forwarded' : '${node}_port-expr' will be ignored because both '${node}' and '${node}-expr' are unset`,
    );
  }
  proxy.forwardedText = draft;
}

export const FORWARDED_OPTION = option(
  "forwarded",
  "2.8",
  "[proto] [{host|host-expr}] [{by|by-expr}] [{by_port|by_port-expr}] [{for|for-expr}] [{for_port|for_port-expr}] [<expressions:expr>...]",
  "Adds the header Forwarded (RFC 7239): how, by whom and for whom requests came. Each `-expr` takes an expression.",
  forwarded,
);
