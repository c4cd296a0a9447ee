import type { HostValue, LuaFunction } from "../lua/index.ts";
import type { RuntimeEvent } from "./events.ts";
import type { Logger } from "./log.ts";
import { failure } from "./messages.ts";
import type { Scheduler } from "./scheduler.ts";

/** How many events may wait before a subscription pauses itself (hlua.c). */
const mostQueued = 100;

/** Whose function is called: what of a runtime a {@link Subscription} works with. */
export interface SubscriptionOwner<Host> {
  readonly scheduler: Scheduler<Host>;
  readonly log: Logger;
  readonly stateId: number;
}

/**
 * One `core.event_sub`, or `event_sub` of an object. Events are delivered in
 * order and one at a time: the next waits until the function has returned,
 * which may take as long as it sleeps.
 */
export class Subscription<Host> {
  readonly #owner: SubscriptionOwner<Host>;
  readonly types: ReadonlySet<string>;
  /** The object whose events it is about; undefined for those of all. */
  readonly source: object | undefined;
  readonly #fn: LuaFunction;
  readonly #onEnd: (self: Subscription<Host>) => void;
  readonly #queue: RuntimeEvent[] = [];
  #busy = false;
  #paused = false;
  #ended = false;
  /** The EventSub object that the function gets. */
  handle: HostValue;

  constructor(
    owner: SubscriptionOwner<Host>,
    types: ReadonlySet<string>,
    source: object | undefined,
    fn: LuaFunction,
    onEnd: (self: Subscription<Host>) => void,
  ) {
    this.#owner = owner;
    this.types = types;
    this.source = source;
    this.#fn = fn;
    this.#onEnd = onEnd;
  }

  publish(event: RuntimeEvent): void {
    if (this.#ended || this.#paused || !this.#wants(event)) return;
    if (this.#queue.length >= mostQueued) {
      this.#paused = true;
      this.#owner.log.warning(
        "Lua event_hdl: pausing the subscription because the handler fails to keep up the pace " +
          `(${this.#queue.length} unconsumed events).`,
      );
      return;
    }
    this.#queue.push(event);
    this.#next();
  }

  #wants(event: RuntimeEvent): boolean {
    if (!this.types.has(event.type)) return false;
    return this.source === undefined ? !event.sourceOnly : this.source === event.source;
  }

  /** Ends the subscription. What happened before is still delivered, as in HAProxy, also from within the function. */
  unsubscribe(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (!this.#busy) this.#onEnd(this);
  }

  #next(): void {
    if (this.#busy) return;
    const event = this.#queue.shift();
    if (!event) {
      this.#paused = false;
      if (this.#ended) this.#onEnd(this);
      return;
    }
    this.#busy = true;
    const data = "data" in event ? [event.data] : [];
    const args = [event.type, ...data, this.handle, event.when];
    this.#owner.scheduler.run("event", this.#fn, args, (ending) => {
      this.#busy = false;
      const text = failure("event", "", ending, this.#owner.stateId);
      if (text !== undefined) this.#owner.log.failure(text);
      this.#next();
    });
  }
}
