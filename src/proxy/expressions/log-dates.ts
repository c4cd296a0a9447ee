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

function inGreenwich(date: Date): string {
  const [day, month, year] = [date.getUTCDate(), date.getUTCMonth(), date.getUTCFullYear()];
  return `${shown(day, month, year, date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds())} +0000`;
}

function offset(date: Date): string {
  const east = -date.getTimezoneOffset();
  const [hours, minutes] = [Math.floor(Math.abs(east) / 60), Math.abs(east) % 60];
  return `${east < 0 ? "-" : "+"}${padded(hours, 2)}${padded(minutes, 2)}`;
}

/** Writes dates; most lines of a log show the same second as the one before. */
export class LogDates {
  readonly #local = remembered(local);
  readonly #gmt = remembered(inGreenwich);

  /** In local time, with milliseconds. */
  precise(ms: number): string {
    return `${this.#local(ms)}.${padded(Math.floor(ms) % 1000, 3)}`;
  }

  gmt(ms: number): string {
    return this.#gmt(ms);
  }

  /** In local time, with its distance from Greenwich. */
  local(ms: number): string {
    return `${this.#local(ms)} ${offset(new Date(ms))}`;
  }
}

/** Remembers what was written for the last second. */
function remembered(write: (date: Date) => string): (ms: number) => string {
  let second = NaN;
  let written = "";
  return (ms) => {
    const asked = Math.floor(ms / 1000);
    if (asked !== second) [second, written] = [asked, write(new Date(ms))];
    return written;
  };
}
