import assert from "node:assert/strict";
import fc from "fast-check";
import { Members, type Member } from "../src/members.ts";

describe("members", () => {
  it("are those who have joined and not left", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 7 })), (turns) => {
        const people: Member[] = Array.from({ length: 8 }, () => ({ seat: 0 }));
        const members = new Members<Member>();
        const expected = new Set<Member>();
        for (const turn of turns) {
          const person = people[turn];
          assert(person);
          assert.equal(members.has(person), expected.has(person));
          if (expected.delete(person)) members.delete(person);
          else {
            expected.add(person);
            members.add(person);
          }
          assert.equal(members.size, expected.size);
          const listed = new Set(members.list());
          assert.equal(listed.size, expected.size);
          assert([...listed].every((member) => expected.has(member)));
        }
      }),
    );
  });

  it("can be told by who was there when they were listed", () => {
    const members = new Members<Member>();
    const [first, second] = [{ seat: 0 }, { seat: 0 }];
    members.add(first);
    members.add(second);
    const seen: Member[] = [];
    for (const member of members.list()) {
      seen.push(member);
      members.delete(member);
    }
    assert.equal(seen.length, 2);
    assert(seen.includes(first) && seen.includes(second));
    assert.equal(members.size, 0);
  });
});
