import {
  method,
  nothing,
  uncounted,
  type Argument,
  type FunctionItem,
  type Outcome,
  type Result,
} from "../lua/index.ts";
import type { Settled } from "../proxy/model/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { changed, fresh } from "./proxies-of.ts";

/** What the simple methods of proxies and servers have in common: their objects may be deleted while scripts hold them. */
interface Deletable {
  readonly deleted: boolean;
}

/** A method of a class of such objects. */
export type LiveMethod<T> = (self: Argument<T>) => FunctionItem<Runtime>;

/** Declares a question; a deleted object answers nil. */
export function query<T extends Deletable>(
  name: string,
  spec: { doc: string; returns: Result; since: string },
  read: (object: T) => Outcome,
): LiveMethod<T> {
  return method<Runtime, T>(name, {
    doc: spec.doc,
    returns: [spec.returns],
    since: spec.since,
    count: uncounted,
    body: (execution, object) => fresh(execution, () => (object.deleted ? undefined : read(object))),
  });
}

/** Declares a command, which returns nothing; a deleted object ignores it. */
export function command<T extends Deletable>(
  name: string,
  doc: string,
  run: (object: T) => Settled<void>,
): LiveMethod<T> {
  return method<Runtime, T>(name, {
    doc,
    since: "1.7",
    count: uncounted,
    body: (execution, object) =>
      object.deleted ? nothing : changed(execution, run(object), () => nothing, nothing),
  });
}
