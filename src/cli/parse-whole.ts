import { InvalidArgumentError } from "commander";

/** A parser of options that are whole numbers; `what` names them in its refusal. */
export function parseWhole(what: string): (text: string) => number {
  return (text) => {
    if (!/^[0-9]+$/.test(text)) throw new InvalidArgumentError(`'${text}' is no ${what}.`);
    return Number(text);
  };
}
