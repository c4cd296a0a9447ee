/** One place of the tree: the text that leads to it from its parent, and what is stored there. */
interface Node<T> {
  label: string;
  /** Undefined for none: most places of a large tree have either values or children. */
  values: T[] | undefined;
  /** By the first unit of their labels. */
  children: Map<number, Node<T>> | undefined;
}

function node<T>(label: string): Node<T> {
  return { label, values: undefined, children: undefined };
}

function attach<T>(parent: Node<T>, child: Node<T>): void {
  parent.children ??= new Map();
  parent.children.set(child.label.charCodeAt(0), child);
}

/** How many units two texts share from `from` in `text` on. */
function shared(label: string, text: string, from: number): number {
  const most = Math.min(label.length, text.length - from);
  let length = 0;
  while (length < most && label.charCodeAt(length) === text.charCodeAt(from + length)) length++;
  return length;
}

/**
 * Keys by their common beginnings: finds all keys that a text starts with in
 * time that depends on the text's length, not on the number of keys. A key may
 * hold several values; they keep their order.
 */
export class RadixTree<T> {
  readonly #root: Node<T> = node("");

  add(key: string, value: T): void {
    let at = this.#root;
    let done = 0;
    while (done < key.length) {
      const child = at.children?.get(key.charCodeAt(done));
      if (!child) {
        const leaf = node<T>(key.slice(done));
        attach(at, leaf);
        at = leaf;
        break;
      }
      const length = shared(child.label, key, done);
      at = length < child.label.length ? this.#split(at, child, length) : child;
      done += length;
    }
    if (at.values) at.values.push(value);
    else at.values = [value];
  }

  /** Puts a place between `parent` and `child`, where the first `length` units of its label end. */
  #split(parent: Node<T>, child: Node<T>, length: number): Node<T> {
    const middle = node<T>(child.label.slice(0, length));
    attach(parent, middle);
    child.label = child.label.slice(length);
    attach(middle, child);
    return middle;
  }

  /** Removes one value of a key; whether it was there. */
  remove(key: string, value: T): boolean {
    const path: Node<T>[] = [this.#root];
    let done = 0;
    while (done < key.length) {
      const child = path.at(-1)?.children?.get(key.charCodeAt(done));
      if (!child || !key.startsWith(child.label, done)) return false;
      path.push(child);
      done += child.label.length;
    }
    const last = path.at(-1);
    const i = last?.values?.indexOf(value) ?? -1;
    if (!last?.values || i < 0) return false;
    if (last.values.length > 1) last.values.splice(i, 1);
    else {
      last.values = undefined;
      this.#prune(path);
    }
    return true;
  }

  /** Takes away the last place, which holds nothing now, or joins it with what it leads to. */
  #prune(path: readonly Node<T>[]): void {
    const last = path.at(-1);
    const parent = path.at(-2);
    if (!last || !parent) return;
    if (last.children) {
      this.#join(parent, last);
      return;
    }
    parent.children?.delete(last.label.charCodeAt(0));
    if (parent.children?.size === 0) parent.children = undefined;
    this.#join(path.at(-3), parent);
  }

  /** Puts the only child of a place without values in its stead. */
  #join(parent: Node<T> | undefined, place: Node<T>): void {
    if (!parent || place.values || place.children?.size !== 1) return;
    for (const child of place.children.values()) {
      child.label = place.label + child.label;
      attach(parent, child);
    }
  }

  /** Calls `visit` with the values of each key that `text` starts with, the shortest first. */
  visitPrefixes(text: string, visit: (values: readonly T[]) => void): void {
    let at: Node<T> | undefined = this.#root;
    let done = 0;
    for (;;) {
      if (at.values) visit(at.values);
      if (done >= text.length) return;
      at = at.children?.get(text.charCodeAt(done));
      if (!at || !text.startsWith(at.label, done)) return;
      done += at.label.length;
    }
  }
}
