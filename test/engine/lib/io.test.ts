import { describeRows } from "./rows.ts";

describeRows("io", [
  ['return io.open("/nonexist")', 'ok nil "/nonexist: No such file or directory" 2'],
  ['return io.lines("/nonexist")', "error \"p:1: cannot open file '/nonexist' (No such file or directory)\""],
  ["return io.close(5)", "error \"p:1: bad argument #1 to 'close' (FILE* expected, got number)\""],
  ["return io.stdout.read(5)", "error \"p:1: bad argument #1 to 'read' (FILE* expected, got number)\""],
  ["return io.stdout.read()", "error \"p:1: bad argument #1 to 'read' (FILE* expected, got no value)\""],
  ['return io.popen("exit 3"):close()', 'ok nil "exit" 3'],
  ['return io.popen("echo hi"):read("a")', 'ok "hi\\x0a"'],
  ['return io.popen("cat","x")', "error \"p:1: bad argument #2 to 'popen' (invalid mode)\""],
  ['return io.popen("cat >/dev/null; exit 4","w"):close()', 'ok nil "exit" 4'],
  ['return io.popen("echo hi","rb")', "error \"p:1: bad argument #2 to 'popen' (invalid mode)\""],
  [
    'return io.output("/nonexist/x")',
    "error \"p:1: cannot open file '/nonexist/x' (No such file or directory)\"",
  ],
  [
    'local f = io.tmpfile() f:write("x", "y") f:seek("set") p(f:read(1), f:read(1), f:read(1)) return io.type(f), f:close(), io.type(f), tostring(f)',
    '"x" "y" nil\nok "file" true "closed file" "file (closed)"',
  ],
  [
    'return pcall(io.lines, "/nonexist"), io.open("/nonexist"), pcall(io.open, "x", "rw")',
    "ok false nil false \"bad argument #2 to 'io.open' (invalid mode)\"",
  ],
  ['local f = io.popen("echo out; exit 4") p(f:read("a")) return f:close()', '"out\\x0a"\nok nil "exit" 4'],
  ['local f = io.popen("yes") p(f:read(5)) return f:close()', '"y\\x0ay\\x0ay"\nok nil "exit" 141'],
  [
    'local f = io.tmpfile() p(pcall(f.read, f, "x")) p(f:setvbuf("no"), f:setvbuf("full", 10), f:setvbuf("line")) p(pcall(f.setvbuf, f, "bad")) f:close() p(pcall(f.read, f)) p(pcall(io.close, f)) return pcall(f.lines, f)',
    'false "bad argument #2 to \'?\' (invalid format)"\ntrue true true\nfalse "bad argument #2 to \'?\' (invalid option \'bad\')"\nfalse "attempt to use a closed file"\nfalse "attempt to use a closed file"\nok false "attempt to use a closed file"',
  ],
]);
