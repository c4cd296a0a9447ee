/** The dates of logs: `26/Apr/2024:09:39:58.774`, `26/Apr/2024:07:41:11 +0000`. */

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const padded = (value: number, width: number): string => String(value).padStart(width, "0");

function shown(day: number, month: number, year: number, ...time: readonly number[]): string {
  const clock = time.map((part) => padded(part, 2)).join(":");
  return `${padded(day, 2)}/${MONTHS[month] ?? ""}/${padded(year, 4)}:${clock}`;
}

function local(date: Date): string {
  const [day, month, year] = [date.getDate(), date.getMonth(), date.getFullYear()];
  return shown(day, month, year, date.getHours(), date.getMinutes(), date.getSeconds());
}

/** In local time, with milliseconds. */
export function preciseDate(ms: number): string {
  return `${local(new Date(ms))}.${padded(Math.floor(ms) % 1000, 3)}`;
}

export function gmtDate(ms: number): string {
  const date = new Date(ms);
  const [day, month, year] = [date.getUTCDate(), date.getUTCMonth(), date.getUTCFullYear()];
  return `${shown(day, month, year, date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds())} +0000`;
}

/** In local time, with its distance from Greenwich. */
export function localDate(ms: number): string {
  const date = new Date(ms);
  const east = -date.getTimezoneOffset();
  const [hours, minutes] = [Math.floor(Math.abs(east) / 60), Math.abs(east) % 60];
  return `${local(date)} ${east < 0 ? "-" : "+"}${padded(hours, 2)}${padded(minutes, 2)}`;
}
