/** Converters that set and unset variables and let their input pass. */
import { textAt, type Converter } from "./converter.ts";

export const VARIABLE_CONVERTERS: Readonly<Record<string, Converter>> = {
  "set-var": (args) => {
    const name = textAt(args, 0);
    const guards = args.slice(1).map(({ text }) => text);
    return (sample, context) => (context.setVariable(name, guards, sample) ? sample : undefined);
  },
  "unset-var": (args) => {
    const name = textAt(args, 0);
    return (sample, context) => (context.unsetVariable(name) ? sample : undefined);
  },
};
