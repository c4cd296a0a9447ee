import { describeRows } from "./rows.ts";

describeRows("os", [
  ['return os.date("%")', "error \"p:1: bad argument #1 to 'date' (invalid conversion specifier '%')\""],
  [
    'return os.date("!%a %A %b %B %c %C %d %D %e %F %g %G %h %H %I %j %m %M %n %p %r %R %S %t %T %u %U %V %w %W %x %X %y %Y %z %Z %%",0)',
    'ok "Thu Thursday Jan January Thu Jan  1 00:00:00 1970 19 01 01/01/70  1 1970-01-01 70 1970 Jan 00 12 001 01 00 \\x0a AM 12:00:00 AM 00:00 00 \\x09 00:00:00 4 00 01 4 00 01/01/70 00:00:00 70 1970 +0000 GMT %"',
  ],
  [
    'return os.date("!%Ec %EC %Ex %EX %Ey %EY %Od %Oe %OH %OI %Om %OM %OS %Ou %OU %OV %Ow %OW %Oy",0)',
    'ok "Thu Jan  1 00:00:00 1970 19 01/01/70 00:00:00 70 1970 01  1 00 12 01 00 00 4 00 01 4 00 70"',
  ],
  ['return os.date("!%c",1e15)', 'ok "Sun Jul  5 01:46:40 31690708"'],
  ['return os.date("!%c",1e18//1|0)', 'error "p:1: time result cannot be represented in this installation"'],
  [
    'return os.date("!%c",math.maxinteger)',
    'error "p:1: time result cannot be represented in this installation"',
  ],
  ['return os.date("%c","x")', "error \"p:1: bad argument #2 to 'date' (number expected, got string)\""],
  [
    'return os.date("%c",1.5)',
    "error \"p:1: bad argument #2 to 'date' (number has no integer representation)\"",
  ],
  ["return os.time{year=2024,month=1}", "error \"p:1: field 'day' missing in date table\""],
  ['return os.time{year=2024,month=1,day="x"}', "error \"p:1: field 'day' is not an integer\""],
  ["return os.time{year=2024,month=1,day=1.5}", "error \"p:1: field 'day' is not an integer\""],
  ["return os.time{year=2024,month=1,day=1e10}", "error \"p:1: field 'day' is out-of-bound\""],
  ["return os.time{year=1e12,month=1,day=1}", "error \"p:1: field 'year' is out-of-bound\""],
  ["return os.time{year=2^31+1900,month=1,day=1}", "error \"p:1: field 'year' is out-of-bound\""],
  ["return os.time{year=2^31+1899,month=1,day=1}", "error \"p:1: field 'year' is out-of-bound\""],
  ["return os.time{year=math.mininteger,month=1,day=1}", "error \"p:1: field 'year' is out-of-bound\""],
  [
    'local t = {year=2024,month="7",day=3,isdst=true} local r = os.time(t) return r,t.year,t.month,t.day,t.hour,t.min,t.sec,t.isdst,t.yday,t.wday',
    "ok 1720004400 2024 7 3 11 0 0 false 185 4",
  ],
  [
    'local t = os.date("*t",1e9//1|0) return t.year,t.month,t.day,t.hour,t.min,t.sec,t.isdst,t.yday,t.wday',
    "ok 2001 9 9 1 46 40 false 252 1",
  ],
  [
    'local t = os.date("!*t",1e9) return t.year,t.month,t.day,t.hour,t.min,t.sec,t.isdst,t.yday,t.wday',
    "ok 2001 9 9 1 46 40 false 252 1",
  ],
  ['return os.date("!*tfoo",0).year', "ok nil"],
  ['return os.date("!x*t%%",0)', 'ok "x*t%"'],
  ["return os.time(1)", "error \"p:1: bad argument #1 to 'time' (table expected, got number)\""],
  ["return os.difftime(5,3)", "ok 2f"],
  ["return os.difftime(5)", "error \"p:1: bad argument #2 to 'difftime' (number expected, got no value)\""],
  ["return os.difftime()", "error \"p:1: bad argument #1 to 'difftime' (number expected, got no value)\""],
  ["return os.getenv()", "error \"p:1: bad argument #1 to 'getenv' (string expected, got no value)\""],
  ['return os.remove("/nonexist")', 'ok nil "/nonexist: No such file or directory" 2'],
  ["return os.execute()", "ok true"],
  ['return os.execute("exit 3")', 'ok nil "exit" 3'],
  ['return os.execute("true")', 'ok true "exit" 0'],
  ['return os.setlocale("C")', 'ok "C"'],
  ['return os.setlocale("xx")', "ok nil"],
  ['return os.setlocale("C","foo")', "error \"p:1: bad argument #2 to 'setlocale' (invalid option 'foo')\""],
  ['return os.setlocale("POSIX")', 'ok "C"'],
  [
    "return os.time({ year = 2024, month = 2, day = 30, hour = 0 }) - os.time({ year = 2024, month = 3, day = 1, hour = 0 })",
    "ok 0",
  ],
  [
    'return os.date("!%Y-%m-%dT%H:%M:%SZ", 1704067200), os.date("!%j %U %W %V %G %g", 1704067200), os.date("!%c", -1)',
    'ok "2024-01-01T00:00:00Z" "001 00 01 01 2024 24" "Wed Dec 31 23:59:59 1969"',
  ],
  [
    'return os.date("!%Y", -62167219201), os.date("!%F", 253402300800), os.date("!%y %C %G", -1e11 // 1 | 0)',
    'ok "-1" "10000-01-01" "01 -12 -1199"',
  ],
  [
    'return pcall(os.date, "%"), pcall(os.date, "%Ez"), pcall(os.date, "%Q", 0)',
    "ok false false false \"bad argument #1 to 'os.date' (invalid conversion specifier '%Q')\"",
  ],
  [
    'return os.execute("exit 3"), os.execute("exit 0"), os.getenv("NO_SUCH_VARIABLE_HERE")',
    "ok nil true nil",
  ],
]);
