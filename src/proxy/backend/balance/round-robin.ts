import type { Balancer, Candidate } from "./candidate.ts";
import type { Candidates } from "./candidates.ts";
import { SortedList, type Keyed } from "./sorted-list.ts";

/** The highest share: weight 256 in sixteenths. */
const highestShare = 4096;
/** Positions are kept apart by this much in keys, so that heavy servers come first within one. */
const positionRange = 256;
const shareScale = 16;

/** Where a server stands in the turn. */
interface Place<T> extends Keyed {
  readonly server: T;
  /** Its next position, and what division left over of it. */
  position: number;
  rest: number;
  list: SortedList<Place<T>> | undefined;
}

/** The servers of one kind: those of this turn, those not yet begun with, those of the next turn. */
class Group<T extends Candidate> {
  readonly current = new SortedList<Place<T>>();
  initial = new SortedList<Place<T>>();
  next = new SortedList<Place<T>>();
  weight = 0;
  position = 0;

  first(): Place<T> | undefined {
    const { first } = this.current;
    if (first && first.position <= this.position) return first;
    // Nobody, or a hole: perhaps one that has not had its turn at all.
    const fresh = this.initial.first;
    if (!fresh) return first;
    fresh.position = fresh.rest = 0;
    return fresh;
  }

  turnOver(weight: number): void {
    [this.initial, this.next] = [this.next, this.initial];
    this.weight = this.position = weight;
  }

  queueByWeight(list: SortedList<Place<T>>, place: Place<T>): void {
    place.key = highestShare - place.server.share;
    list.insert(place);
    place.list = list;
  }

  /** Puts a place where its position belongs: in this turn, or in the next. */
  queue(place: Place<T>, nextWeight: number): void {
    const { share } = place.server;
    if (place.position >= 2 * this.weight || place.position >= this.weight + nextWeight) {
      place.position -= this.weight;
      this.queueByWeight(this.next, place);
      return;
    }
    place.key =
      (positionRange * place.position + Math.floor((highestShare + place.rest - share) / shareScale)) >>> 0;
    this.current.insert(place);
    place.list = this.current;
  }

  /** Moves a place on by its share of the turn. */
  advance(place: Place<T>, nextWeight: number): void {
    const { share } = place.server;
    if (place.position === 0) place.position = this.position;
    place.position += Math.floor(nextWeight / share);
    place.rest += nextWeight % share;
    if (place.rest >= share) {
      place.rest -= share;
      place.position++;
    }
  }
}

/**
 * `balance roundrobin`: in turn by weight, as smoothly as can be, with
 * weights that may change at any time. The order is that of lb_fwrr.c.
 */
export class RoundRobin<T extends Candidate> implements Balancer<T> {
  readonly #candidates: Candidates<T>;
  readonly #active = new Group<T>();
  readonly #backup = new Group<T>();
  readonly #places = new Map<T, Place<T>>();
  #started = false;

  constructor(candidates: Candidates<T>) {
    this.#candidates = candidates;
  }

  moved(server: T, before: number): void {
    const group = server.backup ? this.#backup : this.#active;
    const place = this.#placeOf(server);
    if (before > 0) place.list?.remove(place);
    place.list = undefined;
    if (server.share === 0) return;
    if (!this.#started) {
      group.queueByWeight(group.initial, place);
      return;
    }
    const weight = this.#weight(server.backup);
    const ahead = (weight + group.weight - group.position) >>> 0;
    place.position = group.position + Math.floor(ahead / server.share);
    group.queue(place, weight);
  }

  next(avoid: T | undefined): T | undefined {
    const backups = this.#candidates.backupsServe;
    const group = backups ? this.#backup : this.#active;
    const weight = this.#weight(backups);
    this.#start();
    return this.#choose(group, weight, avoid);
  }

  /** Servers that are there at the start all begin fresh. */
  #start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#active.weight = this.#active.position = this.#weight(false);
    this.#backup.weight = this.#backup.position = this.#weight(true);
  }

  #choose(group: Group<T>, weight: number, avoid: T | undefined): T | undefined {
    let turnedOver = false;
    let avoided: Place<T> | undefined;
    let chosen: Place<T> | undefined;
    // Those without room are taken out, and put back at the end.
    const full: Place<T>[] = [];
    if (group.weight === 0) group.weight = group.position = weight;
    for (;;) {
      let place = group.first();
      if (!place) {
        if (turnedOver) {
          chosen = avoided;
          break;
        }
        turnedOver = true;
        group.turnOver(weight);
        place = group.first();
        if (!place) {
          chosen = avoided;
          break;
        }
      }
      group.advance(place, weight);
      place.list?.remove(place);
      group.position++;
      if (place.server.hasRoom) {
        if (place.server !== avoid || avoided) {
          chosen = place;
          break;
        }
        avoided = place;
      }
      full.push(place);
    }
    if (chosen) group.queue(chosen, weight);
    for (const place of full.reverse()) {
      if (place === chosen) continue;
      if (turnedOver) group.queueByWeight(group.initial, place);
      else group.queue(place, weight);
    }
    return chosen?.server;
  }

  #placeOf(server: T): Place<T> {
    let place = this.#places.get(server);
    if (!place) {
      place = { server, key: 0, position: 0, rest: 0, list: undefined };
      this.#places.set(server, place);
    }
    return place;
  }

  #weight(backup: boolean): number {
    return backup ? this.#candidates.backupShare : this.#candidates.activeShare;
  }
}
