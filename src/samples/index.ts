/** Samples: what is taken from traffic, converted and compared. */
export { RegularExpression } from "./regex.ts";
