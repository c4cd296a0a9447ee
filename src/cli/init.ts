import { Command } from "commander";
import { scaffold } from "../lab/test/scaffold.ts";
import { print } from "./output.ts";

const examples = `
Files that are there already stay as they are.

Examples:
  halua init              in this folder
  halua init greeter      in a new one; then: cd greeter && halua test`;

/** `halua init`: begins a project. */
export function initCommand(): Command {
  return new Command("init")
    .description("begin a project: a script, a configuration, a test, editor settings, a CI file")
    .argument("[folder]", "where", ".")
    .addHelpText("after", examples)
    .action((folder: string) => {
      const { written, kept } = scaffold(folder);
      for (const name of written) print(`wrote  ${name}`);
      for (const name of kept) print(`kept   ${name}`);
    });
}
