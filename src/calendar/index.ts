/** Dates and times of day: the calendar, the zones of the system, and C's strftime. */
export { breakDown, type BrokenTime } from "./broken-time.ts";
export { secondsFromCivil } from "./civil.ts";
export { asctime, httpDateForms, imf, parseDate, rfc850 } from "./http-date.ts";
export { remembered } from "./remembered.ts";
export { formatTime } from "./strftime.ts";
export { localZone, type Zone } from "./zone.ts";
