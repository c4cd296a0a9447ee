/** `.if` blocks: which lines of a file count. Source: configuration manual 2.4; cfgparse.c for the texts. */

/** Where a block stands: in a part that counts, in one that does not, or past all that may count. */
interface Block {
  state: "take" | "drop" | "skip";
  seenElse: boolean;
}

const MAX_NESTING = 1024;

/** A line that fits no block. After some HAProxy stops at once, after others the file merely ends. */
export class BlockFault extends Error {
  constructor(
    readonly text: string,
    readonly endsFile = false,
  ) {
    super(text);
  }
}

export class Blocks {
  private readonly open: Block[] = [];

  /** Whether lines are passed over here. */
  get masked(): boolean {
    return (this.open.at(-1)?.state ?? "take") !== "take";
  }

  get unfinished(): boolean {
    return this.open.length > 0;
  }

  /**
   * `.if` and its kin; `holds` judges the condition of a line.
   * @returns whether the line was one
   * @throws BlockFault
   */
  line(words: readonly string[], holds: (words: readonly string[]) => boolean): boolean {
    switch (words[0]) {
      case ".if":
        if (this.open.length + 1 >= MAX_NESTING) {
          throw new BlockFault(`too many nested '.if', max is ${MAX_NESTING}.`);
        }
        this.open.push({ state: this.masked ? "skip" : holds(words) ? "take" : "drop", seenElse: false });
        return true;
      case ".elif": {
        const block = this.last(".elif");
        if (block.seenElse) throw new BlockFault("'.elif' after '.else' is not permitted.");
        if (block.state !== "drop") block.state = "skip";
        else if (holds(words)) block.state = "take";
        return true;
      }
      case ".else": {
        alone(words);
        const block = this.last(".else");
        if (block.seenElse) throw new BlockFault("'.else' after '.else' is not permitted.");
        block.seenElse = true;
        block.state = block.state === "drop" ? "take" : "skip";
        return true;
      }
      case ".endif":
        alone(words);
        this.last(".endif");
        this.open.pop();
        return true;
      default:
        return false;
    }
  }

  private last(name: string): Block {
    const block = this.open.at(-1);
    if (!block) throw new BlockFault(`lone '${name}' with no matching '.if'.`);
    return block;
  }
}

function alone([name = "", extra]: readonly string[]): void {
  if (extra !== undefined) throw new BlockFault(`Unexpected argument '${extra}' for '${name}'.`, true);
}
