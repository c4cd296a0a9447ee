import type { Remark } from "./finding.ts";
import type { Script } from "./script.ts";
import { callArguments, isCall, position, spelling, stringOf, walk } from "./syntax.ts";

/** Functions of Lua's own libraries that hold the whole process until another program is done. */
const blocking = new Set(["os.execute", "io.popen"]);

/** LuaSocket, and what is built on it: its calls hold the whole process until the network answers. */
const blockingModules = /^(socket|ssl)(\..*)?$/;

/** Calls that hold up everything else. */
export function checkBlocking(script: Script): Remark[] {
  const remarks: Remark[] = [];
  walk(script.chunk, (node) => {
    if (!isCall(node)) return undefined;
    const name = spelling(node.base);
    const remark = (message: string): void => {
      remarks.push({ ...position(node), severity: "warning", rule: "blocking", message });
    };
    if (name !== undefined && blocking.has(name) && node.base.type === "MemberExpression") {
      const { base } = node.base;
      if (base.type === "Identifier" && script.isBuiltin(base, base.name))
        remark(`${name} holds up the whole process until the other program is done`);
    }
    const required = script.isBuiltin(node.base, "require") ? stringOf(callArguments(node)[0]) : undefined;
    if (required !== undefined && blockingModules.test(required))
      remark(`module '${required}' holds up the whole process; core.tcp() and core.httpclient() do not`);
    return undefined;
  });
  return remarks;
}
