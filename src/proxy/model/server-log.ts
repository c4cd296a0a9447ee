import { adminFlags, anyDrain, type OperationalState, type Server } from "./types.ts";

/** What HAProxy logs when a server's state changes (server.c). */

/** A server whose state is changing. */
export interface ChangingServer extends Server {
  readonly settings: { readonly hostname?: string };
  readonly status: { readonly nextState: OperationalState; readonly nextAdmin: number };
}

function title(server: ChangingServer): string {
  return `${server.backup ? "Backup " : ""}Server ${server.proxy.name}/${server.name}`;
}

function via(server: ChangingServer): string {
  const { tracked } = server;
  return tracked === undefined ? "" : ` via ${tracked.proxy.name}/${tracked.name}`;
}

/** How many servers the backend still has, and what became of the connections. */
function rest(server: ChangingServer, requeued: number): string {
  const { proxy, status } = server;
  const { activeServers: active, backupServers: backup } = proxy;
  const onBackup = backup > 0 && active === 0 ? " Running on backup." : "";
  const { currentSessions, queued } = server;
  return status.nextState === "STOPPED"
    ? `. ${active} active and ${backup} backup servers left.${onBackup} ${currentSessions} sessions active, ${requeued} requeued, ${queued} remaining in queue`
    : `. ${active} active and ${backup} backup servers online.${onBackup} ${requeued} sessions requeued, ${queued} total in queue`;
}

/** `verb` is `is UP` and the like; `cause` comes with its comma, or is "". */
export function operationalChange(
  server: ChangingServer,
  verb: string,
  cause: string,
  requeued: number,
): string {
  return `${title(server)} ${verb}${cause}${via(server)}${rest(server, requeued)}.`;
}

/** `requeued` is undefined where the server was down already. */
export function downForMaintenance(server: ChangingServer, requeued: number | undefined): string {
  const forced = (server.status.nextAdmin & adminFlags.FMAINT) !== 0;
  const through = forced ? "" : via(server);
  return requeued === undefined
    ? `${title(server)} was DOWN and now enters maintenance${through}.`
    : `${title(server)} is going DOWN for maintenance${through}${rest(server, requeued)}.`;
}

function upOrDown(server: ChangingServer): string {
  return server.status.nextState === "STOPPED" ? "DOWN" : "UP";
}

export function maintenanceLeft(server: ChangingServer, before: number, now: number): string | undefined {
  const ready = now & anyDrain ? "DRAIN" : "READY";
  const left = before & ~now;
  // HAProxy writes one line, the last that applies.
  if (left & adminFlags.IMAINT)
    return `${title(server)} is ${upOrDown(server)}/${ready} (leaving maintenance).`;
  if (left & adminFlags.RMAINT) {
    return `${title(server)} ('${server.settings.hostname ?? ""}') is ${upOrDown(server)}/${ready} (resolves again).`;
  }
  if (left & adminFlags.FMAINT)
    return `${title(server)} is ${upOrDown(server)}/${ready} (leaving forced maintenance).`;
  return undefined;
}

export function maintenanceRemains(server: ChangingServer, before: number, now: number): string | undefined {
  const left = before & ~now;
  if (left & adminFlags.FMAINT) {
    return `${title(server)} is leaving forced maintenance but remains in maintenance${via(server)}.`;
  }
  if (left & adminFlags.RMAINT) {
    return `${title(server)} ('${server.settings.hostname ?? ""}') resolves again but remains in maintenance${via(server)}.`;
  }
  if (left & adminFlags.IMAINT) return `${title(server)} remains in forced maintenance.`;
  return undefined;
}

export function drainEntered(server: ChangingServer, requeued: number): string {
  const forced = (server.status.nextAdmin & adminFlags.FDRAIN) !== 0;
  return `${title(server)} enters drain state${forced ? "" : via(server)}${rest(server, requeued)}.`;
}

export function drainLeft(server: ChangingServer, before: number): string {
  return before & adminFlags.FDRAIN
    ? `${title(server)} is ${upOrDown(server)} (leaving forced drain).`
    : `${title(server)} is ${upOrDown(server)} (leaving drain)${via(server)}.`;
}

export function drainRemains(server: ChangingServer): string {
  return server.status.nextAdmin & adminFlags.FDRAIN
    ? `${title(server)} remains in forced drain mode.`
    : `${title(server)} remains in drain mode${via(server)}.`;
}
