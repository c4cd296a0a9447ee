import { Command } from "commander";
import { checkScripts, formatFinding } from "../lab/check/index.ts";
import { print, renderJson } from "./output.ts";

const examples = `
Examples:
  halua check health.lua                              what is wrong with a script, before it runs
  halua check --json *.lua                            for a machine`;

/** `halua check`: says what is wrong with scripts without running what they register. */
export function checkCommand(): Command {
  return new Command("check")
    .description("look for mistakes in Lua scripts without running what they register")
    .argument("<scripts...>", "the scripts, loaded in this order into one Lua state")
    .option("--json", "print JSON: [{file, line, column, severity, rule, message}]")
    .addHelpText("after", examples)
    .action((scripts: string[], { json }: { json?: boolean }) => {
      const findings = checkScripts(scripts);
      if (json) print(renderJson(findings));
      else for (const finding of findings) print(formatFinding(finding));
      if (findings.some(({ severity }) => severity === "error")) process.exitCode = 1;
    });
}
