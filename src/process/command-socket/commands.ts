import type { Runtime } from "../../runtime/index.ts";
import { absentCommands } from "./absent.ts";
import type { Command } from "./command.ts";
import { clearCounters } from "./counters.ts";
import { dynamicServerCommands } from "./dynamic-servers.ts";
import { frontendCommands } from "./frontends.ts";
import { luaCommands } from "./lua-commands.ts";
import { modeCommands } from "./modes.ts";
import { patternCommands } from "./pattern-commands.ts";
import { processCommands } from "./process-commands.ts";
import { processLimitCommands } from "./process-limits.ts";
import { setFrontendMaxconn } from "./frontend-limit.ts";
import { serverCommands } from "./servers.ts";
import { sessionCommands } from "./sessions.ts";
import { setVariable } from "./set-variable.ts";
import { settingCommands } from "./settings.ts";
import { showInfo } from "./show-info.ts";
import { showServersConn, showServersState } from "./show-servers.ts";
import { showSlots } from "./show-slots.ts";
import { showStat } from "./show-stat.ts";
import { tableCommands } from "./tables.ts";
import { wait } from "./wait.ts";

const ownCommands: readonly Command[] = [
  showStat,
  showInfo,
  showSlots,
  ...serverCommands,
  showServersState,
  showServersConn,
  ...dynamicServerCommands,
  ...frontendCommands,
  ...patternCommands,
  ...tableCommands,
  ...settingCommands,
  ...processCommands,
  ...modeCommands,
  ...sessionCommands,
  ...processLimitCommands,
  setFrontendMaxconn,
  clearCounters,
  wait,
  setVariable,
  ...absentCommands,
];

/** Every command there is now: halua's, and what scripts have registered. */
export function allCommands(runtime: Runtime): readonly Command[] {
  return [...ownCommands, ...luaCommands(runtime)];
}

/** HAProxy's list of a command's words has room for five and wants an end: one of five is never found (cli.c). */
const mostCommandWords = 4;

/** The command that a line calls: the first whose words it starts with. */
export function findCommand(commands: readonly Command[], line: readonly string[]): Command | undefined {
  return commands.find(
    ({ words }) => words.length <= mostCommandWords && words.every((word, i) => word === line[i]),
  );
}
