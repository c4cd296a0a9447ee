import assert from "node:assert/strict";
import fs from "node:fs";
import { HaluaError } from "../../src/errors.ts";
import { SharedMap, statRowToJson, type OpenOptions } from "../../src/shm/index.ts";
import { recordings } from "./support/golden.ts";
import { Scratch } from "./support/scratch.ts";

const MAPS = 10_000;

/** A small seeded generator (mulberry32), so that a failure names a map that can be made again. */
function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** A sound map damaged by `seed`'s choice: flipped bits, random bytes, a cut, wild 32-bit words, or noise all over. */
function damage(sound: Buffer, seed: number): Buffer {
  const random = randomOf(seed);
  const bytes = Buffer.from(sound);
  const scope = random(2) === 0 ? 700 : bytes.length;
  switch (random(6)) {
    case 0:
      for (let n = random(20) + 1; n > 0; n--) bytes[random(scope)]! ^= 1 << random(8);
      return bytes;
    case 1:
      for (let n = random(200) + 1; n > 0; n--) bytes[random(scope)] = random(256);
      return bytes;
    case 2:
      return bytes.subarray(0, random(bytes.length));
    case 3: {
      const words = [0xffff_ffff, 0x7fff_ffff, 0x8000_0000, 1, 0, 0x0100_0000];
      for (let n = random(6) + 1; n > 0; n--)
        bytes.writeUInt32LE(words[random(words.length)]!, random((scope - 4) >> 2) * 4);
      // The counts of objects, where nonsense hurts most.
      if (random(2) === 0) bytes.writeUInt32LE(words[random(words.length)]!, 536 + 4 * random(2));
      return bytes;
    }
    case 4:
      return Buffer.from(Array.from({ length: random(3_000) }, () => random(256)));
    default: {
      const noise = Buffer.from(Array.from({ length: bytes.length }, () => random(256)));
      sound.copy(noise, 0, 0, 2);
      return noise;
    }
  }
}

/** Everything a reader does with a map. */
function readAll(map: SharedMap): void {
  map.nowMs();
  map.nowNs();
  map.slots();
  for (let slot = 0; slot < 64; slot += 21) map.slot(slot);
  const objects = map.objects();
  for (const object of objects.slice(0, 3)) object.stats();
  for (const row of map.stats()) JSON.stringify(statRowToJson(row));
  map.stats({ slot: 1 });
  map.orphans();
  for (const finding of map.diagnose()) {
    assert.doesNotMatch(finding.message, /\n/);
    JSON.stringify(finding.data);
  }
}

/** True when it went well, false when it was refused in one clear line that names the file; anything else throws. */
function isRead(file: string, body: () => void, seed: number): boolean {
  try {
    body();
    return true;
  } catch (error) {
    if (!(error instanceof HaluaError)) throw new Error(`map of seed ${seed}`, { cause: error });
    assert.match(error.code, /^E_MAP_/);
    assert.ok(error.message.startsWith(`${file}: `), error.message);
    assert.doesNotMatch(error.message, /\n|undefined|NaN/);
    return false;
  }
}

describe("damaged maps", function () {
  this.timeout(60_000);

  const sound = recordings().map(({ map }) => fs.readFileSync(map));
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.clean());

  it(`are read or refused clearly, all ${MAPS} of them`, () => {
    let read = 0;
    for (let seed = 0; seed < MAPS; seed++) {
      const file = scratch.write(damage(sound[seed % sound.length]!, seed));
      const options: OpenOptions =
        seed % 2 === 0 ? { access: "snapshot" } : { isAlive: () => seed % 4 === 1 };
      const body = (): void => {
        const map = SharedMap.open(file, options);
        try {
          readAll(map);
        } finally {
          map.close();
        }
      };
      if (isRead(file, body, seed)) read++;
    }
    // Not everything is refused, nor everything taken: both ways are tried.
    assert.ok(read > MAPS / 4 && read < (MAPS * 9) / 10, `${read} read`);
  });

  it("are joined or refused clearly by a member", () => {
    let joined = 0;
    for (let seed = 0; seed < MAPS / 10; seed++) {
      const file = scratch.write(damage(sound[seed % sound.length]!, seed));
      const body = (): void => {
        const map = SharedMap.open(file, { access: "member" });
        try {
          map.object({ guid: "be-main", type: "backend" }).add("stot", 1);
          map.object({ guid: "another", type: "frontend" }).add("rate", 1);
          map.heartbeat();
          readAll(map);
        } finally {
          map.close();
        }
      };
      if (isRead(file, body, seed)) joined++;
    }
    assert.ok(joined > 200 && joined < 900, `${joined} joined`);
  });

  it("that claim to be huge are refused without being read", () => {
    const bytes = Buffer.from(sound[1]!);
    bytes.writeInt32LE(2 ** 31 - 1, 536);
    const file = scratch.write(bytes);
    fs.truncateSync(file, 2 ** 40);
    const map = SharedMap.open(file, { access: "snapshot" });
    assert.ok(map.slots().length > 0);
    assert.throws(
      () => map.objects(),
      (error) => error instanceof HaluaError && error.code === "E_MAP_FORMAT",
    );
    map.close();
    assert.throws(
      () => SharedMap.open(file, { access: "member" }),
      (error) => error instanceof HaluaError && error.code === "E_MAP_FORMAT",
    );
  });

  it("say what was found, what is supported and the way out", () => {
    const cases: [Uint8Array | string, string, RegExp][] = [
      ["", "E_MAP_SHORT", /has 0 bytes/],
      ["global\n  daemon\n".repeat(100), "E_MAP_FORMAT", /not a shm-stats-file.*1\.1, 1\.2, 1\.3/],
      [Buffer.concat([Buffer.from([1, 9]), Buffer.alloc(2_000)]), "E_MAP_VERSION", /version 1\.9/],
      [sound[0]!.subarray(0, 500), "E_MAP_SHORT", /has 500 bytes.*672/],
    ];
    for (const [bytes, code, message] of cases) {
      const file = scratch.write(bytes);
      for (const access of ["snapshot", "observe", "member"] as const)
        assert.throws(
          () => SharedMap.open(file, { access }),
          (error) => error instanceof HaluaError && error.code === code && message.test(error.message),
          `${code} for ${access}`,
        );
    }
  });
});
