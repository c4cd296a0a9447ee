import { EventEmitter } from "eventemitter3";
import { HaluaError } from "../errors.ts";
import { systemTime, type Time, type Timer } from "../time.ts";
import type { CountedObject } from "./counted-object.ts";
import { diagnose, type Finding } from "./diagnose.ts";
import type { MapEvents } from "./events.ts";
import { layouts } from "./layout.ts";
import { MapReader } from "./map-reader.ts";
import { Member, type LossReason } from "./member.ts";
import { Metrics, type HeldSlot } from "./metrics.ts";
import { maskOf, sumByGuid, viewObjects, type ObjectView, type StatRow } from "./object-view.ts";
import { processExists, viewSlot, type Liveness, type SlotView } from "./slots.ts";
import type { Snapshot } from "./snapshot.ts";
import type { ObjectType } from "./stat-names.ts";
import { HEARTBEAT_PERIOD_MS } from "./ticks.ts";
import { Watcher } from "./watcher.ts";

/**
 * How a map is used. A `member` takes a slot, counts and moves the clock. An
 * observer (`observe`) only reads a live map. `snapshot` reads a copied file:
 * its own clock judges, and no process is asked whether it lives.
 */
export type Access = "member" | "observe" | "snapshot";

/** The versions a new map can be made in. */
export type MapVersion = "1.1" | "1.2" | "1.3";

/** Options of {@link SharedMap.open}. */
export interface OpenOptions {
  /** `observe` by default. */
  access?: Access;
  /** For a member: make the file when it is not there. */
  create?: boolean;
  /** The version to make it in; the newest that a released HAProxy writes (1.2) by default. */
  version?: MapVersion;
  /** For a member: how many objects the map may hold; 2000 for each thread group seen by default, as in HAProxy. */
  maxObjects?: number;
  /** Take a path that ends in a symbolic link; by default only for access `snapshot`. */
  allowSymlink?: boolean;
  /** Take a file that belongs to another user; by default only for access `snapshot`. */
  allowForeignOwner?: boolean;
  /** The clocks and timers to live by. */
  time?: Time;
  /** The process id to write into the slot; this process's by default. */
  pid?: number;
  /** Whether a process exists; asked of the machine by default. */
  isAlive?: Liveness;
  /** How often `watch()` looks, in ms; 1000 by default. */
  refreshMs?: number;
  /** Told what a log should say, one line each. */
  log?: (level: "warning" | "notice", message: string) => void;
}

/** What {@link SharedMap.stats} is asked for. */
export interface StatsQuery {
  /** Only the objects that this slot uses: what its process counts for itself. */
  slot?: number;
  guids?: readonly string[];
}

/**
 * HAProxy's shared statistics file, open: its slots, its clock, its objects and
 * their figures; for a member also a slot of its own and objects to count on.
 *
 * Reading looks at the file anew with each call. Every error is a `HaluaError`
 * whose one-line message names the file; a file that was cut short or replaced
 * by something else makes a read throw, and a later one succeed once it is well.
 */
export class SharedMap extends EventEmitter<MapEvents> {
  readonly path: string;
  readonly access: Access;
  /** Scripts' own figures, in a file beside this one; made when the first one is. */
  readonly metrics: Metrics;
  readonly #time: Time;
  readonly #isAlive: Liveness | undefined;
  readonly #refreshMs: number;
  readonly #log: ((level: "warning" | "notice", message: string) => void) | undefined;
  readonly #reader: MapReader;
  readonly #member: Member | undefined;
  readonly #pid: number;
  readonly #watcher: Watcher;
  #version: string;
  #heartbeatTimer: Timer | undefined;
  #watchTimer: Timer | undefined;
  #watchProblem: string | undefined;
  #clockSeen: { ns: bigint; atMs: number } | undefined;
  #isClosed = false;

  /**
   * Opens the map at `path`.
   *
   * Throws E_MAP_OPEN (no such file, no permission), E_MAP_UNSAFE (a symbolic
   * link, a file of another user, not a regular file), E_MAP_FORMAT,
   * E_MAP_VERSION or E_MAP_SHORT (not a map, or not one halua knows).
   */
  static open(path: string, options: OpenOptions = {}): SharedMap {
    return new SharedMap(path, options);
  }

  private constructor(path: string, options: OpenOptions) {
    super();
    this.path = path;
    this.access = options.access ?? "observe";
    this.#time = options.time ?? systemTime;
    this.#isAlive = this.access === "snapshot" ? undefined : (options.isAlive ?? processExists);
    this.#refreshMs = options.refreshMs ?? 1_000;
    this.#log = options.log;
    this.#pid = options.pid ?? process.pid;
    this.#watcher = new Watcher({
      slotUp: (event) => this.emit("slot-up", event),
      slotDown: (event) => this.emit("slot-down", event),
      slotExpired: (event) => this.emit("slot-expired", event),
      mapReset: (event) => this.emit("map-reset", event),
      objectAdded: (event) => this.emit("object-added", event),
    });
    // A copy is not shared with anybody, so nobody can feed us anything through it later.
    const isCopy = this.access === "snapshot";
    const rules = {
      allowSymlink: options.allowSymlink ?? isCopy,
      allowForeignOwner: options.allowForeignOwner ?? isCopy,
    };
    this.#member = this.access === "member" ? this.#join(path, options, rules) : undefined;
    try {
      this.#reader = new MapReader(path, rules, {
        mapLost: (reason, message) => this.#onMapLost(reason, message),
      });
      this.#version = this.#reader.snapshot(true).layout.version;
    } catch (error) {
      this.#member?.release();
      throw error;
    }
    this.metrics = new Metrics({
      mapPath: path,
      rules,
      access: this.access,
      time: this.#time,
      pid: this.#pid,
      member: this.#member,
      slots: () => this.#heldSlots(),
      warn: (message) => this.#warn(message),
    });
  }

  #join(
    path: string,
    options: OpenOptions,
    rules: { allowSymlink: boolean; allowForeignOwner: boolean },
  ): Member {
    const since = (): number => this.#time.wallMs() / 1000;
    return new Member(
      {
        path,
        rules,
        create: options.create ?? false,
        version: options.version ?? DEFAULT_VERSION,
        maxObjects: options.maxObjects,
        time: this.#time,
        pid: this.#pid,
      },
      {
        warning: (message) => this.#warn(message),
        notice: (message) => this.#log?.("notice", message),
        mapReset: (objects) => this.emit("map-reset", { objects, since: since() }),
        mapLost: (reason, message) => this.emit("map-lost", { reason, message }),
        slotLost: (slot, claimed) =>
          this.emit("slot-lost", { slot, claimed, pid: this.#pid, since: since() }),
      },
    );
  }

  /** The version of the file, for example `1.2`. */
  get version(): string {
    return this.#version;
  }

  /** The slot this member holds; undefined for an observer, and while all slots are taken or the file is lost. */
  get mySlot(): number | undefined {
    return this.#member?.slot;
  }

  /**
   * The shared clock in milliseconds, as HAProxy's tick: cut to 32 bits, never 0.
   * An observer sees it as it was last moved: HAProxy moves it at least each second.
   */
  nowMs(): number {
    if (!this.#member) return this.#look(true).nowMs;
    return Number(BigInt.asUintN(32, this.nowNs() / 1_000_000n)) || 1;
  }

  /** The shared clock in nanoseconds; see {@link nowMs}. */
  nowNs(): bigint {
    if (!this.#member) return this.#look(true).nowNs;
    this.#member.check();
    return this.#member.nowNs();
  }

  /** Every slot that is not free, in id order. */
  slots(): SlotView[] {
    return this.#viewSlots(this.#look(true));
  }

  /** One slot, free or not. Throws E_USAGE outside 0..63. */
  slot(id: number): SlotView {
    this.#checkSlot(id);
    const snapshot = this.#look(true);
    return viewSlot(snapshot.slot(id), snapshot, this.#isAlive, this.mySlot);
  }

  /** Every object that the map has in use, those without a live user included. */
  objects(): ObjectView[] {
    const snapshot = this.#look(false);
    return viewObjects(snapshot, this.#live(snapshot));
  }

  /** The objects no live slot uses: figures that a reload or a crash left behind. */
  orphans(): ObjectView[] {
    return this.objects().filter(({ slots }) => slots.length === 0);
  }

  /**
   * Figures by guid and type, summed over thread groups. With `slot`, of exactly
   * the objects whose users have that slot's bit: what that process's `show
   * stat` prints (and, for a pure frontend, the backend half that it owns but
   * does not print). Without, of every object with a live user, once.
   *
   * Throws E_USAGE for a slot outside 0..63.
   */
  stats(query: StatsQuery = {}): StatRow[] {
    const { slot, guids } = query;
    if (slot !== undefined) this.#checkSlot(slot);
    const snapshot = this.#look(false);
    const bit = slot === undefined ? undefined : maskOf([slot]);
    const wanted = guids && new Set(guids);
    const objects = viewObjects(snapshot, this.#live(snapshot)).filter(
      ({ guid, users, slots }) =>
        (bit === undefined ? slots.length > 0 : (users & bit) !== 0n) &&
        (wanted === undefined || wanted.has(guid)),
    );
    return sumByGuid(snapshot, objects);
  }

  /** What is wrong with the map, errors first. A clock is known to stand still once two looks are 2.5 s apart. */
  diagnose(): Finding[] {
    const snapshot = this.#look(false);
    return diagnose(snapshot, {
      path: this.path,
      mode: this.access === "snapshot" ? undefined : this.#reader.mode(),
      slots: this.#viewSlots(snapshot),
      stillMs: this.access === "observe" ? this.stillMs() : undefined,
    });
  }

  /** For how many milliseconds of our own clock the shared clock has not been seen to move. */
  stillMs(): number {
    this.#look(true);
    return this.#time.monotonicMs() - (this.#clockSeen?.atMs ?? this.#time.monotonicMs());
  }

  /** For a member: one heartbeat now. False when none was given: the slot was lost, or there is none. Throws E_MAP_ACCESS for an observer. */
  heartbeat(): boolean {
    const given = this.#needMember("give a heartbeat").heartbeat();
    this.metrics.beat();
    return given;
  }

  /**
   * For a member: a heartbeat each second until `stopHeartbeat()`, which keeps
   * no process alive. `before` is asked first; false withholds that heartbeat,
   * an error of its own too (and is logged), so that an unhealthy process's slot
   * expires. Throws E_MAP_ACCESS for an observer.
   */
  startHeartbeat(options: { before?: () => boolean } = {}): void {
    const member = this.#needMember("give heartbeats");
    this.stopHeartbeat();
    const beat = (): void => {
      this.#heartbeatTimer = this.#time.after(HEARTBEAT_PERIOD_MS, beat, { background: true });
      if (this.#mayBeat(options.before)) this.heartbeat();
      else member.moveClock();
    };
    this.#heartbeatTimer = this.#time.after(HEARTBEAT_PERIOD_MS, beat, { background: true });
  }

  stopHeartbeat(): void {
    this.#heartbeatTimer?.cancel();
    this.#heartbeatTimer = undefined;
  }

  /** Starts emitting events about other processes, looking each `refreshMs`. What is there now is no event. */
  watch(): void {
    if (this.#watchTimer || this.#isClosed) return;
    const look = (): void => {
      this.#watchTimer = this.#time.after(this.#refreshMs, look, { background: true });
      this.#watchOnce();
    };
    look();
  }

  unwatch(): void {
    this.#watchTimer?.cancel();
    this.#watchTimer = undefined;
  }

  /**
   * For a member: its object of that guid, type and thread group (1 by default),
   * adopted if one is in use, else made. The same key gives the same object.
   *
   * Throws E_USAGE for a key no file can hold, E_MAP_FULL, E_MAP_FORMAT, and
   * E_MAP_ACCESS for an observer.
   */
  object(key: { guid: string; type: ObjectType; tgid?: number }): CountedObject {
    const { guid, type, tgid = 1 } = key;
    return this.#needMember("count").object({ guid, type, tgid });
  }

  /** Gives a member's slot and objects back. Synchronous, safe in an exit or signal handler, harmless when repeated. */
  release(): void {
    this.stopHeartbeat();
    this.metrics.release();
    this.#member?.release();
  }

  /** Releases, stops watching and closes the file. Reading afterwards throws E_MAP_ACCESS. */
  close(): void {
    if (this.#isClosed) return;
    this.release();
    this.unwatch();
    this.#isClosed = true;
    this.#reader.close();
  }

  #look(headerOnly: boolean): Snapshot {
    if (this.#isClosed)
      throw new HaluaError("E_MAP_ACCESS", `${this.path}: this map was closed; open it again`);
    const snapshot = this.#reader.snapshot(headerOnly);
    this.#version = snapshot.layout.version;
    const ns = snapshot.nowNs;
    if (this.#clockSeen?.ns !== ns) this.#clockSeen = { ns, atMs: this.#time.monotonicMs() };
    return snapshot;
  }

  #viewSlots(snapshot: Snapshot): SlotView[] {
    const mine = this.mySlot;
    return snapshot.occupiedSlots().map((raw) => viewSlot(raw, snapshot, this.#isAlive, mine));
  }

  #heldSlots(): HeldSlot[] {
    const snapshot = this.#look(true);
    return snapshot
      .occupiedSlots()
      .map((raw) => ({ ...raw, state: viewSlot(raw, snapshot, this.#isAlive, this.mySlot).state }));
  }

  #live(snapshot: Snapshot): bigint {
    const alive = this.#viewSlots(snapshot).filter(({ state }) => state === "alive");
    return maskOf(alive.map(({ slot }) => slot));
  }

  #checkSlot(id: number): void {
    if (Number.isInteger(id) && id >= 0 && id < SLOT_COUNT) return;
    throw new HaluaError("E_USAGE", `${this.path}: there is no slot ${id}; slots are 0 to ${SLOT_COUNT - 1}`);
  }

  #needMember(what: string): Member {
    if (this.#member) return this.#member;
    throw new HaluaError(
      "E_MAP_ACCESS",
      `${this.path}: only a member may ${what}, this map is open for access "${this.access}"; open it with access "member"`,
    );
  }

  #mayBeat(before: (() => boolean) | undefined): boolean {
    if (!before) return true;
    try {
      return before();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#warn(`${this.path}: heartbeat withheld: ${reason}`);
      return false;
    }
  }

  #watchOnce(): void {
    try {
      const wantsObjects = this.listenerCount("object-added") > 0;
      const snapshot = this.#look(!wantsObjects);
      const slots = this.#viewSlots(snapshot);
      this.#watcher.look({ slots, snapshot, wallMs: this.#time.wallMs() }, wantsObjects);
      this.#watchProblem = undefined;
    } catch (error) {
      if (!(error instanceof HaluaError)) throw error;
      if (error.message !== this.#watchProblem) this.#warn(error.message);
      this.#watchProblem = error.message;
    }
  }

  #onMapLost(reason: LossReason, message: string): void {
    if (reason === "replaced") this.#watcher.restart(this.#time.wallMs());
    // A member's own look at its file says so too, and more.
    if (this.#member) return;
    this.#warn(message);
    this.emit("map-lost", { reason, message });
  }

  #warn(message: string): void {
    this.#log?.("warning", message);
    this.emit("warning", message);
  }
}

const DEFAULT_VERSION: MapVersion = "1.2";

/** Every known version has the same number of slots, as `users` has a bit for each. */
const SLOT_COUNT = Math.max(...layouts.map(({ slotCount }) => slotCount));
