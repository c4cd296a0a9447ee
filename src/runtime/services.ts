import { HaluaError } from "../errors.ts";

/** The class whose instance is asked for: the key and the type at once. */
export type ServiceClass<T extends object> = abstract new (...args: never[]) => T;

/**
 * What belongs to one runtime, but to a room that the runtime must not know:
 * the pattern references of src/samples, for one. Rooms that know both ask here
 * by the class, so that all of them find the same instance:
 * `runtime.services.get(PatternReferences)`.
 */
export class Services {
  readonly #instances = new Map<ServiceClass<object>, object>();

  /** Puts an instance in; once a class. */
  add<T extends object>(kind: ServiceClass<T>, instance: T): void {
    if (this.#instances.has(kind))
      throw new HaluaError("E_INTERNAL", `a second ${kind.name} for one runtime`);
    this.#instances.set(kind, instance);
  }

  /** The instance of a class; undefined when nobody has put one in. */
  find<T extends object>(kind: ServiceClass<T>): T | undefined {
    return this.#instances.get(kind) as T | undefined;
  }

  /** The instance of a class that is always there: src/api puts in what its classes need. */
  get<T extends object>(kind: ServiceClass<T>): T {
    const found = this.find(kind);
    if (!found) throw new HaluaError("E_INTERNAL", `this runtime has no ${kind.name}`);
    return found;
  }
}
