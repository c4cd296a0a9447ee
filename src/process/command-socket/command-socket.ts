import { chmodSync, lstatSync, renameSync, unlinkSync } from "node:fs";
import { createConnection, createServer, type ListenOptions, type Server } from "node:net";
import { HaluaError } from "../../errors.ts";
import { OpenCommandSockets, type CommandTargets, type Level, type SocketView } from "./command.ts";
import { CommandSession } from "./session.ts";

/** How many clients are served at once: HAProxy's `stats maxconn`. */
const defaultMaxconn = 10;

/** HAProxy's `stats timeout`. */
const defaultIdleMs = 10_000;

/** Settings of a {@link CommandSocket}. */
export interface CommandSocketOptions {
  /** The file's permissions. */
  readonly mode?: number;
  /** More clients than this wait until one leaves. */
  readonly maxconn?: number;
  readonly level?: Level;
  /** How long a client may say nothing, in milliseconds: HAProxy's `stats timeout`. */
  readonly idleMs?: number;
  /** Take the path from a living process too, as a reloaded HAProxy does; what that one has open stays open. */
  readonly takesOver?: boolean;
}

/**
 * A UNIX socket that speaks HAProxy's command line: `show stat`, `help`, what
 * scripts register with core.register_cli. Errors are E_SOCKET and name the path.
 */
export class CommandSocket {
  /** Its file; for one that is none, what stands for it in a configuration (`fd@3`). */
  readonly path: string;
  readonly level: Level;
  readonly #targets: CommandTargets;
  readonly #server: Server;
  readonly #sessions = new Map<CommandSession, () => void>();
  /** Connected, not served yet. */
  readonly #waiting: CommandSession[] = [];
  #served = 0;
  #last = 0;
  /** Tells the own file from one that took its place; undefined where there is no file. */
  #inode: number | undefined;

  private constructor(path: string, targets: CommandTargets, options: CommandSocketOptions) {
    const { maxconn = defaultMaxconn, level = "admin", idleMs = defaultIdleMs } = options;
    const limits = { level, idleMs };
    this.path = path;
    this.level = level;
    this.#targets = targets;
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
      const session = new CommandSession(
        targets.traffic?.gauges.nextId() ?? ++this.#last,
        socket,
        targets,
        () => this.#sessions.keys(),
        limits,
      );
      this.#sessions.set(session, () => socket.destroy());
      socket.once("close", () => {
        this.#sessions.delete(session);
        this.#admit(maxconn);
      });
      this.#waiting.push(session);
      this.#admit(maxconn);
    });
  }

  #admit(maxconn: number): void {
    while (this.#served < maxconn) {
      const session = this.#waiting.shift();
      if (!session) return;
      this.#served++;
      void session.serve().finally(() => {
        this.#served--;
        this.#admit(maxconn);
      });
    }
  }

  /** Opens the socket. A file left behind by a dead process is taken over, any other is not. */
  static async open(
    path: string,
    targets: CommandTargets,
    options: CommandSocketOptions = {},
  ): Promise<CommandSocket> {
    const made = new CommandSocket(path, targets, options);
    if (options.takesOver !== true) await removeDead(path);
    const bound = options.takesOver === true ? `${path}.${process.pid}.tmp` : path;
    // Nobody else may connect between the making of the file and its mode.
    const umask = process.umask(0o777 & ~(options.mode ?? 0o600));
    try {
      await listen(made.#server, { path: bound }, path);
    } finally {
      process.umask(umask);
    }
    chmodSync(bound, options.mode ?? 0o600);
    if (bound !== path) renameSync(bound, path);
    made.#inode = lstatSync(path).ino;
    made.#others().push(made);
    return made;
  }

  /** Opens it at a TCP address, or on a socket that is open already (`fd@3`). */
  static async openAt(
    target: { readonly fd: number } | { readonly host: string; readonly port: number },
    targets: CommandTargets,
    options: CommandSocketOptions = {},
  ): Promise<CommandSocket> {
    const shown = "fd" in target ? `fd@${target.fd}` : `${target.host}:${target.port}`;
    const made = new CommandSocket(shown, targets, options);
    await listen(made.#server, target, shown);
    return made;
  }

  /** Takes the file away at once, unless another process has put its own there; for the end of the process. */
  unlink(): void {
    if (this.#inode === undefined) return;
    try {
      if (lstatSync(this.path).ino === this.#inode) unlinkSync(this.path);
    } catch {
      // Somebody else has removed it.
    }
  }

  /** The open sockets of this runtime. */
  #others(): SocketView[] {
    const { services } = this.#targets.runtime;
    const known = services.find(OpenCommandSockets);
    if (known) return known.list;
    const made = new OpenCommandSockets();
    services.add(OpenCommandSockets, made);
    return made.list;
  }

  /** Ends all connections and removes the file. */
  async close(): Promise<void> {
    const others = this.#others();
    others.splice(others.indexOf(this), 1);
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const end of this.#sessions.values()) end();
    await closed;
    this.unlink();
  }
}

async function listen(
  server: Server,
  target: ListenOptions | { readonly fd: number },
  shown: string,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new HaluaError("E_SOCKET", `cannot open command socket '${shown}' (${error.code ?? error.message})`, {
          cause: error,
        }),
      ),
    );
    server.listen({ ...target, exclusive: true }, resolve);
  });
}

async function removeDead(path: string): Promise<void> {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isSocket()) {
    throw new HaluaError("E_SOCKET", `command socket '${path}' is a file of another kind: name another path`);
  }
  const alive = await new Promise<boolean>((resolve) => {
    const probe = createConnection({ path }, () => resolve(true));
    probe.once("error", () => resolve(false));
    probe.once("connect", () => probe.destroy());
  });
  if (alive) {
    throw new HaluaError(
      "E_SOCKET",
      `command socket '${path}' is in use by a running process: name another path`,
    );
  }
  unlinkSync(path);
}
