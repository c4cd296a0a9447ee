import { textOf, type Sample } from "../../samples/sample.ts";
import { message, type Command, type Level } from "./command.ts";

/** Commands about the process: its environment, variables, sockets (cli.c, vars.c). */

const unitsMs: Record<string, number> = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** HAProxy's times in milliseconds; `bare` is the unit of a number without one. Undefined for what is none. */
export function delayMs(text: string, bare: "ms" | "s"): number | undefined {
  const parts = /^(\d+)(us|ms|s|m|h|d)?$/.exec(text);
  const unit = unitsMs[parts?.[2] ?? bare];
  return parts === null || unit === undefined ? undefined : Number(parts[1]) * unit;
}

const showEnv: Command = {
  words: ["show", "env"],
  level: "operator",
  usage: "show env [var]                          : dump environment variables known to the process",
  run: (_context, [, , name]) => {
    if (name !== undefined && process.env[name] === undefined) return message("Variable not found", "err");
    return { text: environmentText(name) };
  },
};

/** What `show env` says: of one variable or of all, as byte string. */
export function environmentText(name: string | undefined): string {
  const names = name === undefined ? Object.keys(process.env) : [name];
  if (name !== undefined && process.env[name] === undefined) return "Variable not found\n";
  const lines = names.map((each) => `${each}=${process.env[each] ?? ""}\n`);
  return Buffer.from(lines.join(""), "utf8").toString("latin1");
}

/** A sample's text as `get var` shows it: what cannot be printed is a dot. */
function printable(sample: Sample): string {
  const text = textOf(sample);
  return text === undefined ? "(undisplayable)" : `<${text.replace(/[^ -~]/g, ".")}>`;
}

/** What a variable that a script has set is as a sample. */
function sampleOf(value: string | number | bigint | boolean): Sample {
  if (typeof value === "string") return { type: "str", value };
  return typeof value === "boolean" ? { type: "bool", value: value ? 1 : 0 } : { type: "sint", value };
}

const getVar: Command = {
  words: ["get", "var"],
  level: "operator",
  usage: "get var <name>                          : retrieve contents of a process-wide variable",
  run: ({ runtime: { procVariables } }, [, , name]) => {
    if (name === undefined) return message("Missing process-wide variable identifier.", "err");
    const value = procVariables.get(name);
    if (value === undefined) return message("Variable not found.", "err");
    const sample = (procVariables.sample(name) as Sample | undefined) ?? sampleOf(value);
    return message(`${name}: type=${sample.type} value=${printable(sample)}`);
  },
};

/** A command that takes rights away from the connection; nobody gets more by it. The master has it too. */
export function lower(level: "user" | "operator"): LevelCommand {
  return {
    words: [level],
    ...(level === "operator" && { level }),
    usage: `${level.padEnd(40)}: lower the level of the current CLI session to ${level}`,
    run: (context) => {
      context.level = level;
      return undefined;
    },
  };
}

interface LevelCommand {
  readonly words: readonly string[];
  readonly level?: Level;
  readonly usage: string;
  readonly run: (context: { level: Level }) => undefined;
}

const levels: readonly Level[] = ["user", "operator", "admin"];

/** Whether a client of `level` may do what takes `needed`. */
export function allows(level: Level, needed: Level | undefined): boolean {
  return needed === undefined || levels.indexOf(level) >= levels.indexOf(needed);
}

export const processCommands: readonly Command[] = [
  showEnv,
  getVar,
  lower("user"),
  lower("operator"),
  {
    words: ["show", "cli", "level"],
    usage: "show cli level                          : display the level of the current CLI session",
    run: ({ level }) => message(level),
  },
  {
    words: ["show", "cli", "sockets"],
    level: "operator",
    usage: "show cli sockets                        : dump list of cli sockets",
    run: ({ sockets }) => ({
      text: [
        "# socket lvl processes",
        ...sockets.map(({ path, level }) => `unix@${path} ${level} all`),
        "",
      ].join("\n"),
    }),
  },
];
