/**
 * What the engine uses of Fengari's inner modules. They have no types and no
 * stable shape: ./patches.ts checks at load that all of it is there.
 */
export interface TaggedValue {
  type: number;
  value: any;
  setivalue(v: number | bigint): void;
  setfltvalue(v: number): void;
}

export interface FengariString {
  realstring: Uint8Array;
  hash: string | null;
}

export interface FengariProto {
  k: TaggedValue[];
  p: FengariProto[];
  code: { opcode: number; A: number; B: number; C: number; Bx: number; sBx: number; Ax: number }[];
  lineinfo: number[];
  upvalues: { name: FengariString | null; instack: unknown; idx: number }[];
  locvars: { varname: FengariString; startpc: number; endpc: number }[];
  numparams: number;
  is_vararg: unknown;
  maxstacksize: number;
  linedefined: number;
  lastlinedefined: number;
  source: FengariString | null;
}

/** One of Fengari's modules, by the names of its exports. */
export type FengariModule = Record<string, any>;
