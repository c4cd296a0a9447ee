/** How many arguments a method takes, its object among them, and what HAProxy says to another number. */
export const counted = (
  least: number,
  most: number,
  text: string,
): { least: number; most: number; message: () => string } => ({ least, most, message: () => text });
