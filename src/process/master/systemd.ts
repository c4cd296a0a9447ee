import { spawn } from "node:child_process";

/**
 * Tells systemd about a change of state, where it has asked for that. Node
 * cannot send to datagram sockets with a path, so systemd's own program does.
 */
export function notifySystemd(state: "READY=1" | "RELOADING=1" | "STOPPING=1"): void {
  if (process.env.NOTIFY_SOCKET === undefined) return;
  const words = state === "RELOADING=1" ? ["--reloading"] : [state];
  const child = spawn("systemd-notify", [`--pid=${process.pid}`, ...words], { stdio: "ignore" });
  child.on("error", () => undefined);
  child.unref();
}
