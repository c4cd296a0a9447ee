import { describeRows } from "./rows.ts";

describeRows("package", [
  ["return require()", "error \"p:1: bad argument #1 to 'require' (string expected, got no value)\""],
  [
    'return package.searchpath("a.b","./?.x;/q/?.y")',
    "ok nil \"\\x0a\\x09no file './a/b.x'\\x0a\\x09no file '/q/a/b.y'\"",
  ],
  ['return package.searchpath("a.b","./?.x","","/")', "ok nil \"\\x0a\\x09no file './a.b.x'\""],
  ['return package.searchpath("a-b","./?.x","-","_")', "ok nil \"\\x0a\\x09no file './a_b.x'\""],
  ['return package.searchpath("x",";;")', 'ok nil ""'],
  [
    'return package.loadlib("/nonexist.so","f")',
    'ok nil "/nonexist.so: cannot open shared object file: No such file or directory" "open"',
  ],
  [
    'return package.loadlib("/nonexist.so","*")',
    'ok nil "/nonexist.so: cannot open shared object file: No such file or directory" "open"',
  ],
  [
    'package.preload.made = function(...) p(...) return { v = 7 } end p(require("made").v, require("made") == package.loaded.made) package.preload.made = nil package.loaded.made = nil',
    '"made" nil\n7 true\nok ',
  ],
  [
    'package.preload.none = function() end local r = require("none") package.preload.none = nil package.loaded.none = nil return r',
    "ok true",
  ],
]);
