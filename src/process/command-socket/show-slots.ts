import { slotToJson } from "../../shm/index.ts";
import { message, type Command } from "./command.ts";

/** `show slots`: who uses the shared statistics file. HAProxy has no such command. */
export const showSlots: Command = {
  words: ["show", "slots"],
  usage: "show slots [json]                       : list the processes on the shared statistics file",
  run: ({ runtime }, words) => {
    const { map } = runtime;
    if (!map) return message("No shared statistics file.");
    const slots = map.slots();
    if (words[2] === "json") return { text: JSON.stringify(slots.map(slotToJson)) + "\n" };
    const lines = slots.map(
      ({ slot, pid, state, ageMs, ttlMs, mine }) =>
        `${slot} ${pid} ${state} ${Math.round(ageMs)} ${Math.round(ttlMs)} ${mine ? "yes" : "no"}`,
    );
    return { text: ["# slot pid state age_ms ttl_ms mine", ...lines].join("\n") + "\n" };
  },
};
