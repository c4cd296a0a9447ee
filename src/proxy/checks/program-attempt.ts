import { spawn, type ChildProcess } from "node:child_process";
import type { ExternalCheck, ProxyConfig } from "../../config/types.ts";
import type { ServerTraffic } from "../backend/server-traffic.ts";
import type { ServerAddress } from "../model/server-changes.ts";
import type { CheckOutcome } from "./check-outcome.ts";
import type { Attempt, AttemptEvents } from "./server-check.ts";

/** Where a command is looked for if nothing is said (DEF_CHECK_PATH). */
const usualPath = "";

const unused = "NOT_USED";

/** What an {@link ProgramAttempt} runs, and for whom. */
export interface ProgramCheck {
  readonly server: ServerTraffic;
  readonly proxy: ProxyConfig;
  readonly check: ExternalCheck;
  /** `external-check preserve-env`: the program gets what this process has in its environment, too. */
  readonly preservesEnvironment: boolean;
  /** The first address that the proxy itself listens at. */
  readonly listener: ServerAddress | undefined;
}

/** One run of a program that checks a server: its exit status 0 says that all is well (`option external-check`). */
export class ProgramAttempt implements Attempt {
  readonly #check: ProgramCheck;
  readonly #events: AttemptEvents;
  #child: ChildProcess | undefined;
  #concluded = false;

  constructor(check: ProgramCheck, events: AttemptEvents) {
    this.#check = check;
    this.#events = events;
  }

  start(): void {
    this.#events.connecting();
    const { args, env } = describe(this.#check);
    const stdio = ["ignore", "inherit", "inherit"] as const;
    const child = spawn(this.#check.check.command ?? "", args, { env, stdio: [...stdio] });
    this.#child = child;
    child.on("error", (error: NodeJS.ErrnoException) => {
      // HAProxy's own child, which cannot become the program, ends so.
      if (child.pid === undefined) this.#conclude({ status: "PROCERR", info: "", code: 255 });
      else this.#conclude({ status: "SOCKERR", info: error.message });
    });
    child.on("exit", (code) => {
      this.#child = undefined;
      this.#conclude({ status: code === 0 ? "PROCOK" : "PROCERR", info: "", code: code ?? -1 });
    });
  }

  timedOut(): void {
    this.#conclude({ status: "PROCTOUT", info: "", code: 0 });
  }

  close(): void {
    this.#concluded = true;
    this.#child?.kill("SIGTERM");
    this.#child = undefined;
  }

  #conclude(outcome: CheckOutcome): void {
    if (this.#concluded) return;
    this.close();
    this.#events.conclude(outcome);
  }
}

/** The address and the port that programs are told. */
function place(address: ServerAddress | undefined): readonly [host: string, port: string] {
  if (address === undefined) return [unused, unused];
  if (address.family === "unix") return [address.path, unused];
  return address.family === "none" ? ["", ""] : [address.host, String(address.port)];
}

/** The program's arguments and environment: whom it is to check, and for which proxy. */
function describe({ server, proxy, check, preservesEnvironment, listener }: ProgramCheck): {
  args: string[];
  env: NodeJS.ProcessEnv;
} {
  const { model, config } = server;
  const [proxyAddress, proxyPort] = place(listener);
  const [address, port] = place(model.target);
  const told = (text: string): string => (text === unused ? "" : text);
  const env = {
    PATH: check.path ?? usualPath,
    HAPROXY_PROXY_NAME: proxy.name,
    HAPROXY_PROXY_ID: String(proxy.id),
    HAPROXY_PROXY_ADDR: told(proxyAddress),
    HAPROXY_PROXY_PORT: told(proxyPort),
    HAPROXY_SERVER_NAME: server.name,
    HAPROXY_SERVER_ID: String(server.puid),
    HAPROXY_SERVER_ADDR: told(address),
    HAPROXY_SERVER_PORT: told(port),
    HAPROXY_SERVER_MAXCONN: String(model.maxconn),
    HAPROXY_SERVER_CURCONN: String(server.sessions),
    HAPROXY_SERVER_SSL: config.tls ? "1" : "0",
    HAPROXY_SERVER_PROTO: proxy.mode === "http" ? (config.proto ?? "h1") : proxy.mode,
  };
  return {
    args: [proxyAddress, proxyPort, address, port],
    env: preservesEnvironment ? { ...process.env, ...env } : env,
  };
}
