import { HaluaError } from "../errors.ts";
import type { Time } from "../time.ts";
import { CountedObject, type CountingHost } from "./counted-object.ts";
import { pass } from "./fault-points.ts";
import { findLayout, supportedVersions, type Layout } from "./layout.ts";
import { codeOf, MapFile, reasonOf, type FileRules } from "./map-file.ts";
import { Memory } from "./memory.ts";
import type { ObjectKey } from "./object-key.ts";
import { ObjectTable, type Asker } from "./object-table.ts";
import { newHeader } from "./new-header.ts";
import { SharedClock } from "./shared-clock.ts";
import { SlotClaim } from "./slot-claim.ts";
import { tickOfNs } from "./ticks.ts";

/** HAProxy's default number of objects a thread group. */
export const DEFAULT_MAX_OBJECTS = 2_000;

/**
 * For how long one look at file and slot is good, in ms. It takes some
 * microseconds, too much for each addition; and no look can close the gap to
 * the write that follows it.
 */
const CHECK_LASTS_MS = 1;

export interface MemberOptions {
  path: string;
  rules: FileRules;
  create: boolean;
  version: string;
  maxObjects: number | undefined;
  time: Time;
  pid: number;
}

/** How often a file that is not there is made before giving up. */
const CREATE_TRIES = 10;

/** The most objects a map may be allowed: what a 32-bit size can map, with room to grow. */
const MOST_OBJECTS = 1_000_000;

/** Why a member had to stop using a file. */
export type LossReason = "removed" | "replaced" | "truncated" | "damaged";

/** What a member tells as it happens. */
export interface MemberReports {
  warning(message: string): void;
  notice(message: string): void;
  mapReset(objects: number): void;
  mapLost(reason: LossReason, message: string): void;
  slotLost(slot: number, claimed: number | undefined): void;
}

/** A file in use: what stands and falls with it. */
interface Attachment {
  file: MapFile;
  layout: Layout;
  memory: Memory;
  clock: SharedClock;
  table: ObjectTable;
}

/**
 * A member of the map: owner of a slot, user of objects, one of those who move
 * the clock. It notices when its slot was lost, claims another and takes its
 * objects along; and when the file was cut short or replaced, in which case it
 * counts privately until there is a file to join again.
 */
export class Member implements CountingHost {
  readonly #options: MemberOptions;
  readonly #reports: MemberReports;
  readonly #objects = new Map<string, CountedObject>();
  #layout: Layout;
  #attached: Attachment | undefined;
  #claim: SlotClaim | undefined;
  #isReleased = false;
  #saidRemoved = false;
  #saidFull = false;
  #lastProblem: string | undefined;
  #checkedAtMs = -Infinity;
  #lastOffset = 0n;
  /** One past the highest index we count at: what the file must be large enough for. */
  #reach = 0;

  /** Joins the map and claims a slot. Throws as {@link MapFile.open} and {@link Snapshot} do. */
  constructor(options: MemberOptions, reports: MemberReports) {
    this.#options = options;
    this.#reports = reports;
    const { path, maxObjects: most } = options;
    if (most !== undefined && !(Number.isInteger(most) && most > 0 && most <= MOST_OBJECTS))
      throw new HaluaError(
        "E_USAGE",
        `${path}: cannot allow ${most} objects; the number must be 1 to ${MOST_OBJECTS}`,
      );
    const file = this.#openOrCreate();
    file.awaitHeader();
    const attached = this.#attach(file);
    this.#layout = attached.layout;
    this.#join(attached);
  }

  /** The slot held, or undefined. */
  get slot(): number | undefined {
    return this.#claim?.slot;
  }

  /** The hold on that slot; another one each time a slot is claimed. */
  get claim(): SlotClaim | undefined {
    return this.#claim;
  }

  /**
   * The shared clock, moved forward as a member does; by the own clock alone
   * while no file is joined. Call {@link check} first.
   */
  nowNs(): bigint {
    const attached = this.#attached;
    if (!attached) return this.#options.time.monotonicNs() + this.#lastOffset;
    return attached.clock.update();
  }

  /** Makes sure the mapped memory may be touched and the slot is ours, unless that was made sure of this very moment. */
  check(): void {
    if (!this.#attached) return;
    const now = this.#options.time.monotonicMs();
    if (now - this.#checkedAtMs < CHECK_LASTS_MS) return;
    this.#checkedAtMs = now;
    this.#verify();
  }

  /** One heartbeat now. False when it could not be given: the slot was lost, or there is none. */
  heartbeat(): boolean {
    if (this.#isReleased) return false;
    if (!this.#attached) {
      this.#rejoin();
      return false;
    }
    if (!this.#isFileUsable(this.#attached)) return false;
    const now = tickOfNs(this.#attached.clock.update());
    if (!this.#claim) {
      this.#claimAgain(this.#attached);
      return false;
    }
    if (this.#claim.beat(now) === "lost") {
      this.#slotLost(this.#attached, this.#claim);
      return false;
    }
    this.#checkObjects(this.#attached, this.#claim);
    return true;
  }

  /** Moves the shared clock without a heartbeat, and notices losses: what a withheld heartbeat still does. */
  moveClock(): void {
    if (this.#attached && this.#isFileUsable(this.#attached)) this.#attached.clock.update();
  }

  /** The object of that key, adopted or made on the first call. Throws E_MAP_FULL, E_MAP_FORMAT, E_USAGE. */
  object(key: ObjectKey): CountedObject {
    const name = `${key.type} ${key.tgid} ${key.guid}`;
    const known = this.#objects.get(name);
    if (known) return known;
    this.#verify();
    const object = new CountedObject(this, this.#layout, key);
    if (this.#attached && this.#claim) this.#place(this.#attached, this.#claim, object);
    this.#objects.set(name, object);
    return object;
  }

  /** Gives everything back: objects first, then the slot, in HAProxy's order. Synchronous, and harmless when repeated. */
  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    const attached = this.#attached;
    if (!attached) return;
    try {
      if (this.#isWhole(attached)) this.#giveBack(attached);
    } finally {
      this.#detach(attached);
    }
  }

  #giveBack(attached: Attachment): void {
    const claim = this.#claim;
    if (!claim) return;
    // Expired or not: while nobody else has claimed the slot its bits are ours.
    if (claim.isUntouched())
      for (const { index } of this.#objects.values())
        if (index !== undefined) attached.table.drop(index, claim.slot);
    claim.release();
  }

  #detach(attached: Attachment): void {
    for (const object of this.#objects.values()) object.moveToPrivate(attached.layout);
    this.#claim = undefined;
    this.#attached = undefined;
    this.#reach = 0;
    this.#lastOffset = attached.clock.offset;
    attached.file.close();
  }

  #openOrCreate(): MapFile {
    const { path, rules, create, version, time } = this.#options;
    for (let tries = CREATE_TRIES; ; tries--) {
      try {
        return MapFile.open(path, true, rules);
      } catch (error) {
        // Others may remove it as often as we make it; and a dangling link is absent and there.
        if (!create || !isAbsent(error) || tries === 0) throw error;
      }
      const layout = findLayout(version);
      if (!layout)
        throw new HaluaError(
          "E_MAP_VERSION",
          `${path}: cannot create version ${version}, supported are ${supportedVersions}`,
        );
      const made = MapFile.create(path, newHeader(layout, time));
      if (made) return made;
    }
  }

  #attach(file: MapFile): Attachment {
    try {
      const snapshot = file.snapshot();
      const { layout } = snapshot;
      let groups = 1;
      for (let index = 0; index < snapshot.objectCount; index++)
        groups = Math.max(groups, snapshot.tgid(index));
      const most = this.#options.maxObjects ?? DEFAULT_MAX_OBJECTS * Math.min(groups, 64);
      const memory = Memory.map(file, layout, Math.max(most, snapshot.objectCount));
      const clock = new SharedClock(memory, this.#options.time);
      return { file, layout, memory, clock, table: new ObjectTable(file, memory, most) };
    } catch (error) {
      file.close();
      throw error;
    }
  }

  #join(attached: Attachment): void {
    this.#attached = attached;
    this.#layout = attached.layout;
    try {
      attached.clock.update();
      this.#resetIfOutdated(attached);
      this.#claimSlot(attached);
    } catch (error) {
      this.#claim?.release();
      this.#detach(attached);
      throw error;
    }
  }

  /** A map whose slots are all free is what the dead left: its objects are dropped, as in HAProxy. */
  #resetIfOutdated({ file, layout, memory, clock }: Attachment): void {
    const at = layout.objectsOffset >>> 2;
    for (;;) {
      const objects = Atomics.load(memory.i32, at);
      if (objects === 0 || SlotClaim.anyHeld(memory, tickOfNs(clock.update()))) return;
      if (Atomics.compareExchange(memory.i32, at, objects, 0) !== objects) continue;
      pass("reset objects");
      this.#reports.notice(
        `${file.path}: no slot was held, the map was outdated: ${objects} objects dropped`,
      );
      this.#reports.mapReset(objects);
      return;
    }
  }

  #claimSlot(attached: Attachment, preferred?: number): void {
    const now = tickOfNs(attached.clock.update());
    const claim = SlotClaim.claim(attached.memory, this.#options.pid, now, preferred);
    this.#claim = claim;
    if (!claim) {
      if (!this.#saidFull)
        this.#reports.warning(
          `${attached.file.path}: all ${attached.layout.slotCount} slots are taken: this process counts for itself alone until one is free`,
        );
      this.#saidFull = true;
      return;
    }
    if (this.#saidFull) this.#reports.notice(`${attached.file.path}: slot ${claim.slot} claimed`);
    this.#saidFull = false;
    const own = new Set<number>();
    for (const { index } of this.#objects.values()) if (index !== undefined) own.add(index);
    attached.table.inherit({ slot: claim.slot, now }, own);
    for (const object of this.#objects.values()) this.#placeAgain(attached, claim, object);
  }

  /** As {@link #claimSlot}, for a map in use: one that turns out to be damaged is left, not thrown about. */
  #claimAgain(attached: Attachment, preferred?: number): void {
    try {
      this.#claimSlot(attached, preferred);
    } catch (error) {
      this.#claim?.release();
      this.#lose(attached, "damaged", reasonOf(error));
    }
  }

  #placeAgain(attached: Attachment, claim: SlotClaim, object: CountedObject): void {
    try {
      this.#place(attached, claim, object);
    } catch (error) {
      object.moveToPrivate(attached.layout);
      this.#reports.warning(`guid ${object.guid} counts for this process alone: ${reasonOf(error)}`);
    }
  }

  #place(attached: Attachment, claim: SlotClaim, object: CountedObject): void {
    const asker: Asker = { slot: claim.slot, now: tickOfNs(attached.clock.update()) };
    const { table } = attached;
    const before = object.index;
    if (before !== undefined && table.regain(object.key, before, asker)) return;
    const index = table.obtain(object.key, asker);
    this.#reach = Math.max(this.#reach, index + 1);
    object.moveTo({ memory: table.memory, base: table.base(index), index });
  }

  #slotLost(attached: Attachment, lost: SlotClaim): void {
    this.#claim = undefined;
    this.#claimAgain(attached, lost.slot);
    const claimed = this.slot;
    if (claimed === undefined)
      for (const object of this.#objects.values()) object.moveToPrivate(attached.layout);
    this.#reports.slotLost(lost.slot, claimed);
    this.#reports.warning(
      `${attached.file.path}: the heartbeat of slot ${lost.slot} had expired, it is not ours any more; ${claimed === undefined ? "no other is free" : `slot ${claimed} claimed`}`,
    );
  }

  #verify(): void {
    const attached = this.#attached;
    if (!attached || !this.#isFileUsable(attached)) return;
    const claim = this.#claim;
    if (claim && !claim.holds(tickOfNs(attached.clock.update()))) this.#slotLost(attached, claim);
  }

  /** Others may overwrite an object in a race that HAProxy allows; then it is found or made again. */
  #checkObjects(attached: Attachment, claim: SlotClaim): void {
    for (const object of this.#objects.values()) {
      const { index } = object;
      if (index === undefined || attached.table.isOurs(object.key, index, claim.slot)) continue;
      this.#reports.warning(
        `${attached.file.path}: another process took the object of guid ${object.guid}; its figures go on elsewhere`,
      );
      this.#placeAgain(attached, claim, object);
    }
  }

  /** The file's bytes are there and still say what they said; else the file is given up. */
  #isFileUsable(attached: Attachment): boolean {
    const { path } = attached.file;
    if (!this.#isWhole(attached)) {
      const size = attached.file.size();
      this.#lose(attached, "truncated", `${path}: was cut to ${size} bytes while in use; left it`);
      return false;
    }
    const { u8 } = attached.memory;
    if (u8[0] !== attached.layout.major || u8[1] !== attached.layout.minor) {
      this.#lose(attached, "damaged", `${path}: its header was overwritten while in use; left it`);
      return false;
    }
    const state = attached.file.pathState();
    if (state === "replaced") {
      this.#lose(attached, "replaced", `${path}: was replaced by another file while in use`);
      return false;
    }
    if (state === "removed" && !this.#saidRemoved)
      this.#tellLoss("removed", `${path}: was removed while in use; who has it open still shares it`);
    this.#saidRemoved = state === "removed";
    return true;
  }

  #isWhole({ file, layout }: Attachment): boolean {
    return file.size() >= layout.headerSize + this.#reach * layout.objectSize;
  }

  #lose(attached: Attachment, reason: LossReason, message: string): void {
    if (reason === "replaced") this.#giveBack(attached);
    this.#detach(attached);
    this.#tellLoss(reason, message);
    this.#rejoin();
  }

  #tellLoss(reason: LossReason, message: string): void {
    this.#reports.warning(message);
    this.#reports.mapLost(reason, message);
  }

  /** Joins whatever file stands at the path now; a file that cannot be joined is told of once. */
  #rejoin(): void {
    const { path, rules } = this.#options;
    try {
      const attached = this.#attach(MapFile.open(path, true, rules));
      for (const object of this.#objects.values()) object.adaptTo(attached.layout);
      this.#join(attached);
      this.#lastProblem = undefined;
      this.#reports.notice(`${path}: joined again, version ${attached.layout.version}`);
    } catch (error) {
      const problem = reasonOf(error);
      if (problem !== this.#lastProblem && !isAbsent(error)) this.#reports.warning(problem);
      this.#lastProblem = problem;
    }
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof HaluaError && codeOf(error.cause) === "ENOENT";
}
