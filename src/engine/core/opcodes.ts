/** The instructions of Lua 5.3, by number. */
export const OP = {
  MOVE: 0,
  LOADK: 1,
  LOADKX: 2,
  LOADBOOL: 3,
  LOADNIL: 4,
  GETUPVAL: 5,
  GETTABUP: 6,
  GETTABLE: 7,
  SETTABUP: 8,
  SETUPVAL: 9,
  SETTABLE: 10,
  NEWTABLE: 11,
  SELF: 12,
  ADD: 13,
  SUB: 14,
  MUL: 15,
  MOD: 16,
  POW: 17,
  DIV: 18,
  IDIV: 19,
  BAND: 20,
  BOR: 21,
  BXOR: 22,
  SHL: 23,
  SHR: 24,
  UNM: 25,
  BNOT: 26,
  NOT: 27,
  LEN: 28,
  CONCAT: 29,
  JMP: 30,
  EQ: 31,
  LT: 32,
  LE: 33,
  TEST: 34,
  TESTSET: 35,
  CALL: 36,
  TAILCALL: 37,
  RETURN: 38,
  FORLOOP: 39,
  FORPREP: 40,
  TFORCALL: 41,
  TFORLOOP: 42,
  SETLIST: 43,
  CLOSURE: 44,
  VARARG: 45,
  EXTRAARG: 46,
} as const;

/** How many elements one SETLIST stores. */
export const FIELDS_PER_FLUSH = 50;

/** How many tail calls may be nested on the JS stack. */
export const MAX_TAILS = 50;

/** Set in an operand that names a constant instead of a register. */
export const BITRK = 256;

/** Instructions whose A is a register they set. */
const SETS_A = new Set<number>([
  ...[0, 1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25],
  ...[26, 27, 28, 29, 35, 36, 37, 39, 40, 42, 44, 45],
]);

export function setsA(op: number): boolean {
  return SETS_A.has(op);
}

/** Instructions that may call back into Lua, hence may be suspended. */
export function maySuspend(op: number): boolean {
  return (
    (op >= OP.GETTABUP && op <= OP.SETTABUP) ||
    op === OP.SETTABLE ||
    op === OP.SELF ||
    (op >= OP.ADD && op <= OP.BNOT) ||
    op === OP.LEN ||
    op === OP.CONCAT ||
    (op >= OP.EQ && op <= OP.LE) ||
    op === OP.CALL ||
    op === OP.TAILCALL ||
    op === OP.TFORCALL
  );
}

/** The register at which the open results begin that the instruction at `pc` takes. */
export function openFrom(code: Int32Array, pc: number): number {
  for (let i = (pc - 1) * 4; i >= 0; i -= 4) {
    const op = code[i];
    // A tail call leaves its results to the RETURN behind it when it had to wait for them.
    const opens =
      (op === OP.CALL && code[i + 3] === 0) || op === OP.TAILCALL || (op === OP.VARARG && code[i + 2] === 0);
    if (opens) return code[i + 1] ?? 0;
  }
  return 0;
}
