import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { VirtualTime } from "../../src/lab/virtual-time.ts";
import { faultPoints, type FaultPoint } from "../../src/shm/fault-points.ts";
import type { Finding, SharedMap } from "../../src/shm/index.ts";
import { Halua } from "../support/command.ts";
import { compileWorkers } from "./support/compiled.ts";
import { Scratch } from "./support/scratch.ts";

/** How many slots are in use while a process dies, its own included. */
const crowds = [1, 2, 64] as const;

/** How many processes die at once. */
const atOnce = 3;

/** Where nobody else is, the map is empty: there is nothing to take over. Where somebody is, it is not reset. */
const notAlone: readonly FaultPoint[] = ["claim inherit", "adopt users"];
const onlyAlone: readonly FaultPoint[] = ["reset objects"];

/** The step behind which the command `halua doctor` is asked too, once for each crowd: a process more takes its time. */
const askedAt: FaultPoint = "add count";

/** Who has begun to leave has given up its figures, unless somebody else counts on the same object. */
const leaving: readonly FaultPoint[] = ["release users", "release heartbeat", "release pid"];

type Tally = Map<string, { sure: number; most: number }>;

/** What a process had counted, surely and at most, by guid. */
function tally(log: string): Tally {
  const counted = new Map() as Tally;
  let open: { sure: number; most: number } | undefined;
  for (const line of fs.readFileSync(log, "utf8").split("\n")) {
    const [, guid = "", n] = /^\+(\S+) (\d+)$/.exec(line) ?? [];
    if (n !== undefined) {
      open = counted.get(guid) ?? { sure: 0, most: 0 };
      counted.set(guid, open);
      open.most += Number(n);
    } else if (line === "=" && open) open.sure = open.most;
  }
  return counted;
}

/** One process that dies at `point` while `crowd` slots are in use, and what is left of it. */
class Crash {
  readonly #scratch = new Scratch();
  /** The clock of all who stay; the shared one follows it. */
  readonly #time = new VirtualTime();
  readonly #point: FaultPoint;
  readonly #crowd: number;
  readonly #name: string;

  constructor(point: FaultPoint, crowd: number) {
    this.#point = point;
    this.#crowd = crowd;
    this.#name = `${point}, ${crowd} slots`;
  }

  async run(worker: string): Promise<void> {
    try {
      const keepers = Array.from({ length: this.#crowd - 1 }, (_, i) => this.#join(firstPid + i));
      keepers[0]?.object({ guid: "old", type: "backend" }).add("stot", 1000);
      if (this.#crowd === 1) this.#leaveBehind();
      const counted = await this.#crash(worker);
      // Somebody comes within the minute; where all slots are taken, somebody is there.
      const witness = keepers[0] ?? this.#join(firstPid + 100);
      const before = keepers.length > 0 ? 1000 : 0;
      this.#checkFigures(witness, counted, before);
      this.#time.advanceSync(61_000);
      const heir = this.#join(firstPid + 200);
      // All sit close together: the dead one's place is taken again, or free.
      const living = this.#crowd === 1 ? 2 : this.#crowd;
      assert.deepEqual(
        heir.slots().map(({ slot }) => slot),
        Array.from({ length: living }, (_, slot) => slot),
        `${this.#name}: its slot is not lost`,
      );
      this.#checkFigures(heir, counted, before);
      this.#checkMap(heir);
      if (this.#point === askedAt) await this.#askDoctor();
    } finally {
      this.#scratch.clean();
    }
  }

  #join(pid: number): SharedMap {
    const isAlive = (asked: number): boolean => asked >= firstPid;
    const map = this.#scratch.open({ access: "member", create: true, time: this.#time, pid, isAlive });
    map.startHeartbeat();
    return map;
  }

  /** A map that nobody uses, with an object in it. */
  #leaveBehind(): void {
    const gone = this.#join(firstPid + 300);
    gone.object({ guid: "gone", type: "backend" }).add("stot", 1);
    gone.close();
  }

  async #crash(worker: string): Promise<Tally> {
    const log = this.#scratch.file("log");
    const child = spawn(process.execPath, [worker, this.#scratch.file(), log, this.#point], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    const [, signal] = (await once(child, "exit")) as [number | null, string | null];
    assert.equal(signal, "SIGKILL", `${this.#name}: it came to that step`);
    return tally(log);
  }

  #checkFigures(map: SharedMap, counted: Tally, before: number): void {
    for (const [guid, { sure, most }] of counted) {
      const others = guid === "old" ? before : 0;
      if (others === 0 && leaving.includes(this.#point)) continue;
      const figure = Number(map.object({ guid, type: "backend" }).get("stot")) - others;
      assert.ok(figure >= sure && figure <= most, `${this.#name}: ${guid} ${figure} of ${sure} to ${most}`);
    }
  }

  #checkMap(map: SharedMap): void {
    assert.deepEqual(map.diagnose().filter(isWrong), [], this.#name);
    assert.ok(
      map.slots().every(({ state }) => state === "alive"),
      this.#name,
    );
  }

  /** What the command says of the file, by its own clock. */
  async #askDoctor(): Promise<void> {
    const copy = this.#scratch.file("copy");
    fs.copyFileSync(this.#scratch.file(), copy);
    const { stdout } = await new Halua(["doctor", "--snapshot", "--json", "--map", copy]).finished;
    assert.deepEqual((JSON.parse(stdout) as Diagnosis[]).filter(isWrong), [], `${this.#name}: doctor`);
  }
}

/** A finding, whoever tells it. */
type Diagnosis = Pick<Finding, "kind" | "severity">;

/** That all slots are taken by the living is told, and true. */
function isWrong({ kind, severity }: Diagnosis): boolean {
  return kind !== "slots-full" && (severity === "error" || bad.includes(kind));
}

/** The processes that stay; no real one has such an id. */
const firstPid = 10_000_000;

/** What doctor must not find when a minute is over. */
const bad: readonly string[] = [
  "ghost",
  "expired-slot",
  "doubled-object",
  "implausible-header",
  "short-file",
];

describe("a process that dies at any step", function () {
  this.timeout(60_000);

  it("loses no slot, no figure, and doubles no object", async () => {
    const scratch = new Scratch();
    try {
      const worker = compileWorkers(scratch.file("compiled"))("crashing");
      const cases = crowds.flatMap((crowd) =>
        faultPoints
          .filter((point) => !(crowd === 1 ? notAlone : onlyAlone).includes(point))
          .map((point) => new Crash(point, crowd)),
      );
      assert.equal(cases.length, 3 * faultPoints.length - 4);
      const lane = async (): Promise<void> => {
        for (let next = cases.shift(); next; next = cases.shift()) await next.run(worker);
      };
      await Promise.all(Array.from({ length: atOnce }, lane));
    } finally {
      scratch.clean();
    }
  });
});
