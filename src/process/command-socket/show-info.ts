import { taggedJson } from "../../proxy/model/index.ts";
import type { Command, CommandAnswer } from "./command.ts";
import { infoFields, type InfoField } from "./info-fields.ts";

/** `show info`: the figures of the process, plain, typed or JSON. */

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
  usage: "show info [json|typed]*                 : report information about the running process",
  run: async ({ runtime, proxies }, words): Promise<CommandAnswer> => {
    await proxies.refresh();
    const values = runtime.info();
    const figures = infoFields.flatMap((field) => {
      const value = values[field.name];
      return value === undefined ? [] : { ...field, value };
    });
    const format = words.slice(2).findLast((word) => word === "typed" || word === "json");
    return { text: (format === "typed" ? typed : format === "json" ? json : plain)(figures) };
  },
};
