import path from "node:path";
import { fileURLToPath } from "node:url";
import Mocha from "mocha";
import { installApi } from "../../api/index.ts";
import { installLab, type Instance, type Lab } from "../instances/index.ts";
import { HaluaError } from "../../errors.ts";
import { LuaFunction, LuaReference, tableGet, tableSet, type LuaValue } from "../../lua/index.ts";
import { Runtime } from "../../runtime/index.ts";
import type { Coverage } from "./coverage.ts";
import { TestFailure } from "./failure.ts";
import { hostClass } from "./host-class.ts";
import { HostUnderTest } from "./host-under-test.ts";
import type { HostOptions } from "./host.ts";
import { nativeItems } from "./native.ts";
import { peerClass } from "./peer-class.ts";
import { Fields } from "./plain.ts";
import { Snapshots, type SnapshotWriting } from "./snapshots.ts";
import { TestCalls } from "./test-calls.ts";

/** Where `require "halua.test"` finds its files. */
const modules = fileURLToPath(new URL("../../../lua/", import.meta.url));

/** Settings of a test file. */
export interface TestFileOptions {
  /** Milliseconds of CPU time that a stretch of Lua may take; 0 means any. */
  readonly timeoutMs: number;
  readonly snapshots: SnapshotWriting;
  /** Notes which lines of scripts run. */
  readonly coverage: Coverage | undefined;
}

/** How long a host lives: until its test ends, or its file. */
type Life = "test" | "file";

/** A file of tests in a Lua state of its own, and the Mocha suite that it becomes. */
export class TestFile {
  readonly file: string;
  readonly suite: Mocha.Suite;
  readonly snapshots: Snapshots;
  readonly runtime: Runtime;
  readonly #calls: TestCalls;
  readonly #coverage: Coverage | undefined;
  readonly #protected: LuaFunction;
  readonly #lab: Lab;
  /** The instances that hooks of the whole file have started. */
  readonly #keptInstances = new Set<Instance>();
  readonly #hosts: { readonly host: HostUnderTest; readonly life: Life }[] = [];
  #current: Mocha.Suite;
  #life: Life = "file";

  /** Loads the file, which declares its tests. Throws E_LUA_LOAD. */
  constructor(file: string, root: Mocha.Suite, options: TestFileOptions) {
    this.file = file;
    this.#coverage = options.coverage;
    this.snapshots = new Snapshots(file, options.snapshots);
    this.suite = Mocha.Suite.create(root, path.relative(process.cwd(), file));
    this.suite.file = file;
    this.#current = this.suite;
    this.runtime = new Runtime({
      install: installApi,
      log: { debug: true },
      limits: { burst: options.timeoutMs },
    });
    const { lua } = this.runtime;
    lua.install(hostClass);
    lua.install(peerClass);
    this.#lab = installLab(this.runtime);
    const native = lua.module(nativeItems(this));
    this.#provide("halua.test.native", native);
    lua.prependPath(`${path.dirname(file)}/?.lua`, "path");
    lua.prependPath(`${modules}?.lua`, "path");
    this.runtime.loadText('require "halua.test"; require "halua.test.native".install()', "halua");
    this.#protected = functionAt(this.runtime, native, "run");
    const strings = lua.getGlobal("string");
    if (!(strings instanceof LuaReference)) throw new HaluaError("E_INTERNAL", "Lua without strings");
    this.#calls = new TestCalls(this.runtime, functionAt(this.runtime, strings, "find"));
    this.runtime.load(path.relative(process.cwd(), file));
    // Behind the file's own hooks: what it loaded for a test ends with it.
    this.suite.afterEach("ends what the test has left", () => this.#endTest());
    this.suite.afterAll("ends what the file has left", () => this.#endFile());
    this.runtime.start();
  }

  #provide(name: string, module: LuaReference): void {
    const { lua } = this.runtime;
    const library = lua.getGlobal("package");
    const loaded = library instanceof LuaReference ? tableGet(lua.main, library, "loaded") : undefined;
    if (loaded instanceof LuaReference) tableSet(lua.main, loaded, name, module);
  }

  /** Declares a group of tests: `fn` declares what is in it. Gives what `fn` raised. */
  describe(title: string, fn: LuaFunction): string | undefined {
    const outer = this.#current;
    this.#current = Mocha.Suite.create(outer, title);
    this.#current.file = this.file;
    const called = this.runtime.lua.call(fn);
    this.#current = outer;
    return called.ok ? undefined : (called.message ?? "an error that is no text");
  }

  /** Declares a test; without a function one that is still to be written. */
  it(title: string, fn?: LuaFunction): void {
    const test = new Mocha.Test(title, fn && (() => this.#runTest(fn)));
    test.file = this.file;
    this.#current.addTest(test);
  }

  /** Declares a function that runs before or after each test, or all tests, of the group. */
  hook(kind: "beforeEach" | "afterEach" | "beforeAll" | "afterAll", fn: LuaFunction): void {
    const life = kind === "beforeEach" || kind === "afterEach" ? "test" : "file";
    this.#current[kind](async () => this.#run(fn, life, true));
  }

  /** Loads a script; it ends with the test, or with the file where no test has begun. */
  load(script: string, options: HostOptions & { strict: boolean }): HostUnderTest {
    const host = new HostUnderTest(script, path.dirname(this.file), options, this.#calls, this.#coverage);
    this.#hosts.push({ host, life: this.#life });
    return host;
  }

  async #runTest(fn: LuaFunction): Promise<void> {
    await this.#run(fn, "test", false);
    await this.#judge();
  }

  async #run(fn: LuaFunction, life: Life, keepSpies: boolean): Promise<void> {
    this.#life = life;
    const [failure] = await this.#calls.call(this.#protected, [fn, keepSpies]);
    if (life === "file") for (const instance of this.#lab.instances) this.#keptInstances.add(instance);
    if (failure instanceof LuaReference) throw TestFailure.from(new Fields(this.runtime.lua.main, failure));
  }

  /** Fails for what scripts have done wrong behind the test's back. */
  async #judge(): Promise<void> {
    for (const { host } of this.#hosts) await host.host.rest();
    const faults = this.#hosts.flatMap(({ host }) => host.takeFaults());
    if (faults.length > 0) throw new TestFailure(faults.join("\n"), { isAssertion: false });
  }

  async #endTest(): Promise<void> {
    this.#calls.cancelAll();
    this.#end(({ life }) => life === "test");
    await this.#lab.clean(this.#keptInstances);
  }

  async #endFile(): Promise<void> {
    this.#calls.cancelAll();
    this.#end(() => true);
    await this.#lab.clean();
    this.runtime.close();
  }

  #end(which: (each: { readonly life: Life }) => boolean): void {
    const ended = this.#hosts.filter(which);
    const kept = this.#hosts.filter((each) => !which(each));
    this.#hosts.splice(0, Infinity, ...kept);
    for (const { host } of ended) host.host.close();
  }
}

function functionAt({ lua }: Runtime, table: LuaReference, name: string): LuaFunction {
  const found: LuaValue = tableGet(lua.main, table, name);
  if (found instanceof LuaFunction) return found;
  throw new HaluaError("E_INTERNAL", `there is no function '${name}'`);
}
