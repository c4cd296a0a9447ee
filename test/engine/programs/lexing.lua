-- Tokens at the seams of what is read the short way, and the errors that show them.
local function try(source)
  local f, message = load(source, "=s")
  if not f then return print(message) end
  print(pcall(f))
end
for _, source in ipairs {
  "return 1--x", "return 1 --", "--", "", "\n\n", "return", "return 0x", "return 3..2", "return 3 ..2", "return 1.", "return .5", "return 1e", "return 1e+5",
  "return 123456789012345", "return 1234567890123456", "return 9223372036854775807", "return 9223372036854775808", "return 12ab", "return 5.e1",
  "return 'a", "return 'a\nb'", "return 'a\\\nb'", "return 'a\\z   b'", "return '\\x41\\65\\u{48}'", "return \"it's\"", "return 'q\\q'",
  "return [[x]]", "return [==[\nx]]y]==]", "return [=x", "--[[ long\ncomment ]] return 7", "--[==[ x ]] ]==] return 8", "--[ short\nreturn 9", "--[=\nreturn 10", "return [[x",
  "local t = {[1]=2, [ [[k]] ]=3} return t[1], t.k", "return a.b", "return ...", "return .. ", "return 1 .. 2", "return a..b", "x = = 1", "x == 1", "return 1 ~= 2, 1 ~ 2, ~1",
  "return 1 // 2, 1 / 2, 1 << 2, 8 >> 1, 1 <= 2, 1 >= 2", "goto x ::x:: return 1", "return a:b", "local function = 1", "x = }", "for i = 1 do end", "if x then", "x = 'abc' y", "foo bar", "foo 12",
  "x = 1 1.5", "x = \"s\" \"t\"", "local \xe4 = 1", "return '\xe4\xff'", "x = @", "x = !", "return 1\r\n+ nil", "\r\n\r\n\n\rx = y.z", "return 1\f+\v2", "local _ENV = {} return a", "and", "return not nil and 1 or 2",
  "x = function() return end end", "return {1,2,;}", "return #'abc', -2 ^ 2, 2 ^ -1", "return 0xA.8p1, 0x7fffffffffffffffff", "local a <const> = 1", "return 'a' .. 'a' == 'aa'", "break", "goto nowhere",
} do try(source) end
