/** Fetches of variables, of named ACLs and of the unique id. */
import { boolean, text, textOf, type Sample } from "../sample.ts";
import type { FetchContext } from "../views.ts";
import { argumentText, textFetch, type Fetch } from "./fetch.ts";

/** A variable; the text behind its name where it is not set, but its scope is there. */
const variable: Fetch = (args) => {
  const name = argumentText(args, 0) ?? "";
  const scope = name.slice(0, name.indexOf("."));
  const otherwise = args[1] && text(args[1].text);
  return {
    one: (context) =>
      context.variable(name) ?? (otherwise && context.variablesOf(scope) ? otherwise : undefined),
  };
};

const SCOPES = ["sess", "txn", "req", "res", "proc"];

function scopeHere({ stream, session }: FetchContext): string {
  if (stream) return "txn";
  return session ? "sess" : "proc";
}

/** Texts as in C, in quotes; bytes in hexadecimal. */
function shown(sample: Sample): string {
  switch (sample.type) {
    case "str":
    case "meth":
      return `"${sample.value.replace(/[^ !#-[\]-~]/g, escaped)}"`;
    case "bin":
      return Buffer.from(sample.value, "latin1").toString("hex");
    case "bool":
      return sample.value === 0 ? "false" : "true";
    default:
      return textOf(sample) ?? "";
  }
}

function escaped(char: string): string {
  if (char === '"' || char === "\\") return `\\${char}`;
  return `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

const dump: Fetch = (args) => {
  const scope = argumentText(args, 0);
  const prefix = argumentText(args, 1) ?? "";
  const delimiter = argumentText(args, 2) ?? ", ";
  return {
    one: (context) => {
      const scopes = scope === "" ? SCOPES : [scope ?? scopeHere(context)];
      const found = scopes.flatMap((each) =>
        [...(context.variablesOf(each) ?? [])]
          .filter(([name]) => name.startsWith(prefix))
          .map(([name, value]) => `${each}.${name}=${shown(value)}`),
      );
      return text(found.join(delimiter));
    },
  };
};

const acl: Fetch = (args) => ({
  one: (context) => {
    const holds = context.aclsHold(args);
    return holds === "missing" ? undefined : boolean(holds);
  },
});

export const VARIABLE_FETCHES: readonly (readonly [string, Fetch])[] = [
  ["var", variable],
  ["dump_all_vars", dump],
  ["acl", acl],
  ["unique-id", textFetch((context) => context.uniqueId())],
];
