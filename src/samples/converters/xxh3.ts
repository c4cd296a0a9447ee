/**
 * XXH3's 64-bit hash with a seed, after the specification
 * (https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md). The
 * package that computes the older xxHashes does not have it.
 */

const P32_1 = 0x9e3779b1n;
const P32_2 = 0x85ebca77n;
const P32_3 = 0xc2b2ae3dn;
const P64_1 = 0x9e3779b185ebca87n;
const P64_2 = 0xc2b2ae3d27d4eb4fn;
const P64_3 = 0x165667b19e3779f9n;
const P64_4 = 0x85ebca77c2b2ae63n;
const P64_5 = 0x27d4eb2f165667c5n;
const MX_1 = 0x165667919e3779f9n;
const MX_2 = 0x9fb21c651e98df25n;

/** The specification's default secret. */
const SECRET = Buffer.from(
  "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671fcb79e64eccc0e578825ad07dccff7221" +
    "b8084674f743248ee03590e6813a264c3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8" +
    "a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364eac5ac8334d3ebc3c581a0fffa1363eb" +
    "170ddd51b7f0da49d316552629d4689e2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e",
  "hex",
);

const STRIPE = 64;
const STRIPES_IN_BLOCK = (SECRET.length - STRIPE) / 8;
const BLOCK = STRIPE * STRIPES_IN_BLOCK;

const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);
const read64 = (bytes: Buffer, at: number): bigint => bytes.readBigUInt64LE(at);
const read32 = (bytes: Buffer, at: number): bigint => BigInt(bytes.readUInt32LE(at));
const rotate = (value: bigint, by: bigint): bigint => wrap((value << by) | (value >> (64n - by)));

function fold(left: bigint, right: bigint): bigint {
  const product = left * right;
  return wrap(product) ^ (product >> 64n);
}

function avalanche(hash: bigint): bigint {
  const mixed = wrap((hash ^ (hash >> 37n)) * MX_1);
  return mixed ^ (mixed >> 32n);
}

function avalanche64(hash: bigint): bigint {
  const first = wrap((hash ^ (hash >> 33n)) * P64_2);
  const second = wrap((first ^ (first >> 29n)) * P64_3);
  return second ^ (second >> 32n);
}

function swap(value: bigint, bytes: number): bigint {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(value);
  return BigInt(`0x${buffer.subarray(0, bytes).toString("hex")}`);
}

function upTo16(input: Buffer, seed: bigint): bigint {
  const { length } = input;
  const size = BigInt(length);
  if (length > 8) {
    const low = read64(input, 0) ^ wrap((read64(SECRET, 24) ^ read64(SECRET, 32)) + seed);
    const high = read64(input, length - 8) ^ wrap((read64(SECRET, 40) ^ read64(SECRET, 48)) - seed);
    return avalanche(wrap(size + swap(low, 8) + high + fold(low, high)));
  }
  if (length >= 4) {
    const mixedSeed = seed ^ (swap(seed & 0xffffffffn, 4) << 32n);
    const flip = wrap((read64(SECRET, 8) ^ read64(SECRET, 16)) - mixedSeed);
    let hash = (read32(input, length - 4) + (read32(input, 0) << 32n)) ^ flip;
    hash = wrap((hash ^ rotate(hash, 49n) ^ rotate(hash, 24n)) * MX_2);
    hash = wrap((hash ^ ((hash >> 35n) + size)) * MX_2);
    return hash ^ (hash >> 28n);
  }
  if (length > 0) {
    const at = (index: number): bigint => BigInt(input[index] ?? 0);
    const combined = (at(0) << 16n) | (at(length >> 1) << 24n) | at(length - 1) | (size << 8n);
    return avalanche64(combined ^ wrap((read32(SECRET, 0) ^ read32(SECRET, 4)) + seed));
  }
  return avalanche64(seed ^ read64(SECRET, 56) ^ read64(SECRET, 64));
}

function mix(input: Buffer, at: number, secretAt: number, seed: bigint): bigint {
  return fold(
    read64(input, at) ^ wrap(read64(SECRET, secretAt) + seed),
    read64(input, at + 8) ^ wrap(read64(SECRET, secretAt + 8) - seed),
  );
}

function upTo240(input: Buffer, seed: bigint): bigint {
  const { length } = input;
  let sum = wrap(BigInt(length) * P64_1);
  if (length <= 128) {
    for (let pair = Math.floor((length - 1) / 32); pair >= 0; pair--) {
      sum += mix(input, 16 * pair, 32 * pair, seed);
      sum += mix(input, length - 16 * (pair + 1), 32 * pair + 16, seed);
    }
    return avalanche(wrap(sum));
  }
  for (let i = 0; i < 8; i++) sum += mix(input, 16 * i, 16 * i, seed);
  sum = avalanche(wrap(sum)) + mix(input, length - 16, 136 - 17, seed);
  for (let i = 8; i < Math.floor(length / 16); i++) sum += mix(input, 16 * i, 16 * (i - 8) + 3, seed);
  return avalanche(wrap(sum));
}

function secretOf(seed: bigint): Buffer {
  const secret = Buffer.from(SECRET);
  for (let at = 0; at < secret.length; at += 16) {
    secret.writeBigUInt64LE(wrap(read64(SECRET, at) + seed), at);
    secret.writeBigUInt64LE(wrap(read64(SECRET, at + 8) - seed), at + 8);
  }
  return secret;
}

function long(input: Buffer, seed: bigint): bigint {
  const secret = secretOf(seed);
  const sums = [P32_3, P64_1, P64_2, P64_3, P64_4, P32_2, P64_5, P32_1];
  const add = (lane: number, value: bigint): void => {
    sums[lane] = wrap((sums[lane] ?? 0n) + value);
  };
  const accumulate = (at: number, secretAt: number): void => {
    for (let lane = 0; lane < 8; lane++) {
      const data = read64(input, at + 8 * lane);
      const key = data ^ read64(secret, secretAt + 8 * lane);
      add(lane ^ 1, data);
      add(lane, (key & 0xffffffffn) * (key >> 32n));
    }
  };
  const stripes = Math.floor((input.length - 1) / STRIPE);
  for (let stripe = 0; stripe < stripes; stripe++) {
    const within = stripe % STRIPES_IN_BLOCK;
    accumulate(stripe * STRIPE, 8 * within);
    // A block counts as whole only when there is something behind it.
    if (
      within === STRIPES_IN_BLOCK - 1 &&
      (stripe + 1) * STRIPE <= BLOCK * Math.floor((input.length - 1) / BLOCK)
    ) {
      for (const [lane, sum] of sums.entries()) {
        sums[lane] = wrap((sum ^ (sum >> 47n) ^ read64(secret, 128 + 8 * lane)) * P32_1);
      }
    }
  }
  accumulate(input.length - STRIPE, secret.length - STRIPE - 7);
  let result = BigInt(input.length) * P64_1;
  for (let i = 0; i < 4; i++) {
    const at = 11 + 16 * i;
    result += fold(
      (sums[2 * i] ?? 0n) ^ read64(secret, at),
      (sums[2 * i + 1] ?? 0n) ^ read64(secret, at + 8),
    );
  }
  return avalanche(wrap(result));
}

/** The hash of these bytes, as an unsigned integer; `seed` is one of 64 bits too. */
export function xxh3(input: Buffer, seed: bigint): bigint {
  if (input.length <= 16) return upTo16(input, seed);
  return input.length <= 240 ? upTo240(input, seed) : long(input, seed);
}
