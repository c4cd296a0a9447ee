import {
  breakDown,
  formatTime,
  localZone,
  secondsFromCivil,
  type BrokenTime,
} from "../../../calendar/index.ts";
import { checkInteger, pushInteger } from "../../numbers.ts";
import { checkText, pushText } from "../../strings.ts";
import type { LuaInteger, LuaThread } from "../../types.ts";
import { argumentError, checkType, isAbsent, lua, raise, type Functions } from "../api.ts";

const maxInt = 0x7fffffff;

/** Single conversions C99 defines, then those that take E and O before them. */
const plain = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%";
const withE = "cCxXyY";
const withO = "deHImMSuUVwWy";

/** How many characters after the percent sign at `at` make up a conversion that Lua takes; 0 if they make none. */
function conversionLength(format: string, at: number): number {
  const first = format.charAt(at);
  if (first === "") return 0;
  if (plain.includes(first)) return 1;
  const second = format.charAt(at + 1);
  if (second === "") return 0;
  return (first === "E" && withE.includes(second)) || (first === "O" && withO.includes(second)) ? 2 : 0;
}

/** Seconds since the epoch, broken down; Lua's error if the year does not fit C's int. */
function brokenDown(L: LuaThread, seconds: LuaInteger, where: "here" | "Greenwich"): BrokenTime {
  const time = breakDown(seconds, where);
  if (Math.abs(time.year - 1900) <= maxInt) return time;
  return raise(L, "time result cannot be represented in this installation");
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}

function date(L: LuaThread): number {
  const whole = isAbsent(L, 1) ? "%c" : checkText(L, 1);
  const seconds = isAbsent(L, 2) ? now() : checkInteger(L, 2);
  const universal = whole.startsWith("!");
  const format = universal ? whole.slice(1) : whole;
  const time = brokenDown(L, seconds, universal ? "Greenwich" : "here");
  if (format === "*t") {
    lua.lua_createtable(L, 0, 9);
    setFields(L, time);
    return 1;
  }
  for (let at = format.indexOf("%"); at >= 0;) {
    const length = conversionLength(format, at + 1);
    if (length === 0) argumentError(L, 1, `invalid conversion specifier '%${unknownConversion(format, at)}'`);
    at = format.indexOf("%", at + 1 + length);
  }
  pushText(L, formatTime(format, time));
  return 1;
}

/** As much of an invalid conversion as Lua quotes: with E or O, the next character too; none after a zero. */
function unknownConversion(format: string, percent: number): string {
  return format.slice(percent + 1).split("\0", 1)[0] ?? "";
}

/** Sets the fields of a date table on top of the stack. */
function setFields(L: LuaThread, time: BrokenTime): void {
  const { sec, min, hour, day, month, year } = time;
  const fields = { sec, min, hour, day, month, year, wday: time.weekday + 1, yday: time.yearday + 1 };
  for (const [name, value] of Object.entries(fields)) {
    pushText(L, name);
    lua.lua_pushinteger(L, value);
    lua.lua_settable(L, -3);
  }
  pushText(L, "isdst");
  lua.lua_pushboolean(L, time.daylight);
  lua.lua_settable(L, -3);
}

/** An integer field of the date table on top; `otherwise` where it may be missing. */
function field(L: LuaThread, name: string, otherwise: number | undefined, delta: number): number {
  pushText(L, name);
  const type = lua.lua_gettable(L, -2);
  const value = lua.lua_tointegerx(L, -1);
  lua.lua_pop(L, 1);
  if (value === false) {
    if (type !== lua.LUA_TNIL) return raise(L, `field '${name}' is not an integer`);
    return otherwise ?? raise(L, `field '${name}' missing in date table`);
  }
  const fits =
    typeof value === "number" &&
    Math.abs(value) <= maxInt &&
    value - delta <= maxInt &&
    value - delta >= -maxInt - 1;
  if (!fits && !isInInt(value, delta)) return raise(L, `field '${name}' is out-of-bound`);
  return Number(value);
}

/** C keeps the field less `delta` in an int, and Lua only lets values through that fit before and after. */
function isInInt(value: LuaInteger, delta: number): boolean {
  return value >= -maxInt - 1 + delta && value <= maxInt + Math.min(delta, 0);
}

function time(L: LuaThread): number {
  if (isAbsent(L, 1)) {
    pushInteger(L, now());
    return 1;
  }
  checkType(L, 1, lua.LUA_TTABLE);
  lua.lua_settop(L, 1);
  const sec = field(L, "sec", 0, 0);
  const min = field(L, "min", 0, 0);
  const hour = field(L, "hour", 12, 0);
  const day = field(L, "day", undefined, 0);
  const month = field(L, "month", undefined, 1);
  const year = field(L, "year", undefined, 1900);
  pushText(L, "isdst");
  const daylight = lua.lua_gettable(L, -2) === lua.LUA_TNIL ? undefined : lua.lua_toboolean(L, -1);
  lua.lua_pop(L, 1);
  const wall = secondsFromCivil(year, month, day, hour, min, sec);
  const seconds = wall - offsetOfWall(wall, daylight);
  setFields(L, brokenDown(L, seconds, "here"));
  pushInteger(L, seconds);
  return 1;
}

/**
 * What to take from a wall clock's seconds to get to Greenwich. Where the clock
 * shows a time twice or never, standard time decides; where the caller insists
 * on daylight saving time out of season (or on standard time in it), its offset
 * is used all the same, as C's mktime does.
 */
function offsetOfWall(wall: number, daylight: boolean | undefined): number {
  const zone = localZone();
  if (daylight !== undefined) {
    const offset = zone.nearest(wall - zone.at(wall).seconds, daylight);
    if (offset) return offset.seconds;
    // A zone without daylight saving time: an hour is what it would be.
    return zone.at(wall).seconds + (daylight ? 3600 : -3600);
  }
  const candidates = [zone.at(wall - 86400), zone.at(wall + 86400)];
  const fitting = candidates.filter((offset) => zone.at(wall - offset.seconds).seconds === offset.seconds);
  const choices = fitting.length > 0 ? fitting : candidates;
  return (choices.find((offset) => !offset.daylight) ?? choices[0])?.seconds ?? 0;
}

/** How long, in seconds, the processor time read last is good for: while Lua runs, it goes with the time that passes. */
const readingLasts = 0.001;

/** The last reading of {@link clock}: the process's processor time, the time passed, and what was told for it, in seconds. */
let reading = { cpu: 0, wall: 0, told: 0 };
let latest = 0;

/**
 * The processor time of the thread that runs Lua, as near as Node can tell:
 * that of the process, which counts V8's own threads too, but never more than
 * the time that has passed.
 */
function clock(L: LuaThread): number {
  const wall = performance.now() / 1000;
  const since = wall - reading.wall;
  if (since > readingLasts) {
    const { user, system } = process.cpuUsage();
    const cpu = (user + system) / 1e6;
    reading = { cpu, wall, told: reading.told + Math.min(cpu - reading.cpu, since) };
    latest = Math.max(latest, reading.told);
  } else latest = Math.max(latest, reading.told + since);
  lua.lua_pushnumber(L, latest);
  return 1;
}

function difftime(L: LuaThread): number {
  const [later, earlier] = [checkInteger(L, 1), checkInteger(L, 2)];
  lua.lua_pushnumber(L, Number(BigInt(later) - BigInt(earlier)));
  return 1;
}

/** The functions that tell time. */
export const timeFunctions: Functions = { clock, date, difftime, time };
