/**
 * The proleptic Gregorian calendar on whole seconds, for every year that fits
 * C's struct tm: far beyond what a JavaScript Date holds.
 */
export interface Civil {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  min: number;
  sec: number;
  /** Days since Sunday. */
  weekday: number;
  /** Days since January 1st. */
  yearday: number;
}

const secondsPerDay = 86400;

/** Days from 1970-01-01 to a date; months and days may lie outside their ranges. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const months = year * 12 + (month - 1);
  // Years that start in March put the leap day at their end.
  const y = Math.floor((months - 2) / 12);
  const m = months - 2 - y * 12;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * m + 2) / 5);
  return (
    era * 146097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear +
    day -
    719469
  );
}

/** Seconds since the epoch of a civil time taken as UTC. */
export function secondsFromCivil(
  year: number,
  month: number,
  day: number,
  hour: number,
  min: number,
  sec: number,
): number {
  return daysFromCivil(year, month, day) * secondsPerDay + hour * 3600 + min * 60 + sec;
}

/** The civil time in UTC of seconds since the epoch. */
export function civilFromSeconds(seconds: number): Civil {
  const days = Math.floor(seconds / secondsPerDay);
  const rest = seconds - days * secondsPerDay;
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const m = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * m + 2) / 5) + 1;
  const month = m < 10 ? m + 3 : m - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return {
    year,
    month,
    day,
    hour: Math.floor(rest / 3600),
    min: Math.floor((rest % 3600) / 60),
    sec: rest % 60,
    weekday: (((days + 4) % 7) + 7) % 7,
    yearday: days - daysFromCivil(year, 1, 1),
  };
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
