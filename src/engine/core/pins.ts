/** Values that the host holds: a collection takes them for used as long as JavaScript's own does. */
import { Cell, type Global, type Value } from "./model.ts";

/** Keeps a value for as long as what is given back lives. */
export function pin(G: Global, v: Value): Cell {
  const cell = new Cell(v);
  if (typeof v !== "object") return cell;
  if (G.pins.size >= G.pinLimit) {
    dropPins(G);
    G.pinLimit = Math.max(64, 2 * G.pins.size);
  }
  G.pins.add(new WeakRef(cell));
  return cell;
}

function dropPins(G: Global): void {
  for (const held of G.pins) if (held.deref() === undefined) G.pins.delete(held);
}
