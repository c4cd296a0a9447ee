/**
 * Structured control flow. Lua's jumps become nested JavaScript blocks and
 * loops, by the dominator tree: a block that several others jump to follows the
 * labelled block that its immediate dominator opens, and a loop's header opens
 * a `for (;;)`.
 */
import { OP } from "../opcodes.ts";

/** Where control goes after an instruction; undefined when simply to the next. */
export function successors(code: Int32Array, pc: number): number[] | undefined {
  const b = code[pc * 4 + 2] ?? 0;
  switch (code[pc * 4]) {
    case OP.JMP:
    case OP.FORPREP:
      return [pc + 1 + b];
    case OP.FORLOOP:
    case OP.TFORLOOP:
      return [pc + 1 + b, pc + 1];
    case OP.EQ:
    case OP.LT:
    case OP.LE:
    case OP.TEST:
    case OP.TESTSET:
      return [pc + 1, pc + 2];
    case OP.LOADBOOL:
      return (code[pc * 4 + 3] ?? 0) !== 0 ? [pc + 2] : undefined;
    case OP.RETURN:
    case OP.TAILCALL:
      return [];
    case OP.LOADKX:
      return [pc + 2];
    case OP.SETLIST:
      return code[pc * 4 + 3] === 0 ? [pc + 2] : undefined;
    default:
      return undefined;
  }
}

export interface Block {
  readonly start: number;
  /** The last instruction. */
  readonly end: number;
  next: Block[];
  /** Position in reverse postorder. */
  order: number;
  dominator: Block | undefined;
  /** Blocks that this one dominates directly and that are joined from several places. */
  readonly joins: Block[];
  /** Blocks that follow the loop this one heads. */
  readonly exits: Block[];
  isLoop: boolean;
  isExit: boolean;
  forwardIn: number;
  /** It stands for all that lies outside of the part that is compiled. */
  readonly isOutside: boolean;
  /** The headers of the loops this block is in. */
  readonly loops: Set<Block>;
}

/**
 * The blocks reached from the instruction `entry` in reverse postorder, as far as they lie in
 * `entry`..`last`; undefined when the flow cannot be structured.
 */
export function buildBlocks(code: Int32Array, entry = 0, last = Infinity): Block[] | undefined {
  const count = code.length / 4;
  const leaders = new Set<number>([entry]);
  for (let pc = 0; pc < count; pc++) {
    const next = successors(code, pc);
    if (next === undefined) continue;
    for (const target of next) leaders.add(target);
    leaders.add(pc + 1);
  }
  const blocks = new Map<number, Block>();
  const blockAt = (start: number): Block => {
    const known = blocks.get(start);
    if (known) return known;
    let end = start;
    const isOutside = last !== Infinity && (start < entry || start > last);
    while (!isOutside && successors(code, end) === undefined && !leaders.has(end + 1)) end++;
    const block = newBlock(start, end, isOutside);
    blocks.set(start, block);
    return block;
  };
  const expand = (block: Block): Block[] =>
    block.isOutside ? [] : (successors(code, block.end) ?? [block.end + 1]).map(blockAt);
  const order = postorder(blockAt(entry), expand).reverse();
  order.forEach((block, i) => (block.order = i));
  return analyse(order) ? order : undefined;
}

function newBlock(start: number, end: number, isOutside: boolean): Block {
  return {
    start,
    end,
    next: [],
    order: -1,
    dominator: undefined,
    joins: [],
    exits: [],
    isLoop: false,
    isExit: false,
    forwardIn: 0,
    isOutside,
    loops: new Set(),
  };
}

function postorder(root: Block, expand: (block: Block) => Block[]): Block[] {
  const done: Block[] = [];
  const seen = new Set<Block>([root]);
  root.next = expand(root);
  const stack: { block: Block; i: number }[] = [{ block: root, i: 0 }];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const child = top.block.next[top.i++];
    if (child === undefined) {
      done.push(top.block);
      stack.pop();
    } else if (!seen.has(child)) {
      seen.add(child);
      child.next = expand(child);
      stack.push({ block: child, i: 0 });
    }
  }
  return done;
}

/** Fills in dominators, loops and joins; false when a loop has two entries. */
function analyse(order: Block[]): boolean {
  const before = new Map<Block, Block[]>();
  for (const block of order) {
    for (const next of block.next) {
      const list = before.get(next);
      if (list) list.push(block);
      else before.set(next, [block]);
    }
  }
  const root = order[0];
  if (root === undefined) return true;
  root.dominator = root;
  for (let changed = true; changed;) {
    changed = false;
    for (const block of order) {
      if (block === root) continue;
      let dominator: Block | undefined;
      for (const from of before.get(block) ?? []) {
        if (from.dominator) dominator = dominator ? common(dominator, from) : from;
      }
      if (dominator !== block.dominator) {
        block.dominator = dominator;
        changed = true;
      }
    }
  }
  for (const block of order) {
    for (const from of before.get(block) ?? []) {
      if (from.order < block.order) block.forwardIn++;
      else if (!dominates(block, from)) return false;
      else markLoop(block, from, before);
    }
  }
  for (const block of order) if (block !== root) place(block);
  return true;
}

/** Notes that all blocks on a way from `header` to the jump back at `from` are in its loop. */
function markLoop(header: Block, from: Block, before: Map<Block, Block[]>): void {
  header.isLoop = true;
  header.loops.add(header);
  const work = [from];
  for (let block = work.pop(); block; block = work.pop()) {
    if (block.loops.has(header)) continue;
    block.loops.add(header);
    work.push(...(before.get(block) ?? []));
  }
}

/** Decides where a block's code stands: where it is branched to, behind its dominator, or behind a loop it is not in. */
function place(block: Block): void {
  const { dominator } = block;
  if (dominator === undefined) return;
  let left: Block | undefined;
  for (const header of dominator.loops) {
    if (!block.loops.has(header) && (left === undefined || header.order < left.order)) left = header;
  }
  if (left) {
    left.exits.push(block);
    block.isExit = true;
  } else if (block.forwardIn > 1) dominator.joins.push(block);
}

function common(a: Block, b: Block): Block {
  let x = a;
  let y = b;
  while (x !== y) {
    while (x.order > y.order) x = x.dominator ?? y;
    while (y.order > x.order) y = y.dominator ?? x;
  }
  return x;
}

function dominates(a: Block, b: Block): boolean {
  let x = b;
  while (x.order > a.order && x.dominator) x = x.dominator;
  return x === a;
}

/** What turns instructions into text. */
export interface BlockWriter {
  line(text: string): void;
  /** Writes the block's code; `go(k)` writes what leaves for its k-th successor. */
  write(block: Block, go: (k: number) => void): void;
  /** Writes what runs before a jump back to `header` from the instruction `from`. */
  backEdge(header: Block, from: number): void;
}

/** Writes a function's blocks as structured code. */
export function writeTree(start: Block, writer: BlockWriter): void {
  const opens = (blocks: Block[]): Block[] => {
    blocks.sort((a, b) => b.order - a.order);
    for (const block of blocks) writer.line(`B${block.order}: {`);
    return blocks.toReversed();
  };
  const follow = (blocks: Block[]): void => {
    for (const block of blocks) {
      writer.line("}");
      visit(block);
    }
  };
  const visit = (block: Block): void => {
    const exits = opens(block.exits);
    if (block.isLoop) writer.line(`L${block.order}: for (;;) {`);
    const joins = opens(block.joins);
    writer.write(block, (k) => {
      const next = block.next[k];
      if (next === undefined) return;
      if (next.order <= block.order) {
        writer.backEdge(next, block.end);
        writer.line(`continue L${next.order};`);
      } else if (next.forwardIn > 1 || next.isExit) writer.line(`break B${next.order};`);
      else visit(next);
    });
    follow(joins);
    if (block.isLoop) writer.line("}");
    follow(exits);
  };
  visit(start);
}
