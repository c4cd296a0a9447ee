import { taggedJson } from "../../proxy/model/index.ts";
import { noDescriptions } from "./absent.ts";
import { message, type Command, type CommandAnswer } from "./command.ts";
import { infoFields, type InfoField } from "./info-fields.ts";

/** `show info`: the figures of the process, plain, typed or JSON. */

/** What `float` shows with a fraction in HAProxy (stats.c). Here it is a whole number all the same. */
const fractional = new Set([
  ...["Uptime_sec", "Start_time_sec", "ConnRate", "SessRate", "SslRate", "SslFrontendKeyRate"],
  ...["SslFrontendSessionReuse_pct", "SslBackendKeyRate", "CompressBpsIn", "CompressBpsOut"],
]);

type Figure = InfoField & { readonly value: string | number };

function typed(figures: readonly Figure[]): string {
  return figures
    .map(({ position, name, tags, type, value }) => `${position}.${name}.1:${tags}:${type}:${value}\n`)
    .join("");
}

function json(figures: readonly Figure[]): string {
  return (
    JSON.stringify(
      figures.map(({ name, position, tags, type, value }) => taggedJson(name, position, tags, type, value)),
    ) + "\n"
  );
}

function plain(figures: readonly Figure[]): string {
  return figures.map(({ name, value }) => `${name}: ${value}\n`).join("");
}

export const showInfo: Command = {
  words: ["show", "info"],
  usage: "show info [float|json|typed]*           : report information about the running process",
  run: async ({ runtime, proxies }, words): Promise<CommandAnswer> => {
    const options = words.slice(2);
    if (options.includes("desc")) return message(noDescriptions, "err");
    await proxies.refresh();
    const values = runtime.info();
    const figures = infoFields.flatMap((field) => {
      const value = values[field.name];
      if (value === undefined) return [];
      const isFloat = options.includes("float") && fractional.has(field.name);
      return { ...field, value, ...(isFloat && { type: "flt" }) };
    });
    const format = options.findLast((word) => word === "typed" || word === "json");
    return { text: (format === "typed" ? typed : format === "json" ? json : plain)(figures) };
  },
};
