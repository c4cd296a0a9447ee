/**
 * lopcodes.c's instructions as Fengari's code generator makes and changes them.
 * Fengari keeps each as a number, too, and takes that apart into all fields with
 * every change; here a change is one field, and the number is made by who wants it.
 */
import type { FengariProto } from "./fengari.d.ts";

type Instruction = FengariProto["code"][number];

const A_MASK = 0xff;
/** Of B and C, which take booleans, too: `|` and `&` make numbers of them. */
const B_MASK = 0x1ff;
const BX_MASK = 0x3ffff;
const AX_MASK = 0x3ffffff;
const MAXARG_SBX = BX_MASK >> 1;

/** All of one shape, whatever the format. */
function instruction(opcode: number, a: number, b: number, c: number, bx: number): Instruction {
  return { opcode, A: a & A_MASK, B: b & B_MASK, C: c & B_MASK, Bx: bx, sBx: bx - MAXARG_SBX, Ax: 0 };
}

/** The functions of lopcodes.js, by the names under which the code generator calls them. */
export const instructionFunctions = {
  CREATE_ABC: (opcode: number, a: number, b: number, c: number) => instruction(opcode, a, b, c, 0),
  CREATE_ABx: (opcode: number, a: number, bx: number) => instruction(opcode, a, 0, 0, bx & BX_MASK),
  CREATE_Ax(opcode: number, ax: number): Instruction {
    const made = instruction(opcode, 0, 0, 0, 0);
    made.Ax = ax & AX_MASK;
    return made;
  },
  SET_OPCODE(i: Instruction, opcode: number): void {
    i.opcode = opcode;
  },
  SETARG_A(i: Instruction, a: number): void {
    i.A = a & A_MASK;
  },
  SETARG_B(i: Instruction, b: number): void {
    i.B = b & B_MASK;
  },
  SETARG_C(i: Instruction, c: number): void {
    i.C = c & B_MASK;
  },
  SETARG_sBx(i: Instruction, sbx: number): void {
    i.sBx = sbx;
    i.Bx = sbx + MAXARG_SBX;
  },
} as const;
