import assert from "node:assert/strict";
import { VirtualTime } from "../../../src/lab/virtual-time.ts";
import { Admission } from "../../../src/proxy/frontend/admission.ts";

describe("the admission of connections", () => {
  const never = (): number => 0;

  it("serves at once while there is room, then in order of coming", () => {
    const admission = new Admission(new VirtualTime());
    const limit = { connections: 0, maxconn: 2 };
    const served: string[] = [];
    const admit = (name: string): { leave(): void } =>
      admission.admit([limit], never, () => {
        limit.connections++;
        served.push(name);
      });
    for (const name of ["a", "b", "c", "d"]) admit(name);
    assert.deepEqual(served, ["a", "b"]);
    limit.connections--;
    admission.released();
    assert.deepEqual(served, ["a", "b", "c"]);
    limit.connections--;
    admission.released();
    assert.deepEqual(served, ["a", "b", "c", "d"]);
  });

  it("lets those pass whose own limits allow it, though others wait", () => {
    const admission = new Admission(new VirtualTime());
    const full = { connections: 1, maxconn: 1 };
    const free = { connections: 0, maxconn: 0 };
    const served: string[] = [];
    admission.admit([full], never, () => served.push("full"));
    admission.admit([free], never, () => served.push("free"));
    assert.deepEqual(served, ["free"]);
  });

  it("forgets who has left", () => {
    const admission = new Admission(new VirtualTime());
    const limit = { connections: 1, maxconn: 1 };
    const served: string[] = [];
    admission.admit([limit], never, () => served.push("gone")).leave();
    admission.admit([limit], never, () => served.push("here"));
    limit.connections = 0;
    admission.released();
    assert.deepEqual(served, ["here"]);
  });

  it("looks again when a rate allows it", async () => {
    const time = new VirtualTime();
    const admission = new Admission(time);
    let pause = 10;
    const served: string[] = [];
    admission.admit(
      [],
      () => pause,
      () => served.push("slow"),
    );
    await time.advance(10);
    assert.deepEqual(served, []);
    pause = 0;
    await time.advance(10);
    assert.deepEqual(served, ["slow"]);
  });
});
