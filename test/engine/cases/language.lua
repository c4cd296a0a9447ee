--## traceback1
local function f() error("boom") end
local function g() f() end
local function h() local x = g() return x end
print(select(2, xpcall(h, debug.traceback)))
print(select(2, xpcall(h, function(m) return debug.traceback(m, 2) end)))
print(select(2, xpcall(function() local t = nil; t.x = 1 end, debug.traceback)))
print(select(2, xpcall(function() string.rep() end, debug.traceback)))
print(select(2, xpcall(function() ("x"):rep({}) end, debug.traceback)))
print(select(2, xpcall(function() table.sort({3,2,1}, function(a,b) error("cmp") end) end, debug.traceback)))
print(select(2, xpcall(function() return f() end, debug.traceback)))
print(select(2, xpcall(string.rep, debug.traceback)))
print(debug.traceback("hi")) print(debug.traceback("hi", 0)) print(debug.traceback("hi", 50)) print(debug.traceback(nil)) print(debug.traceback({}) ~= nil) print(debug.traceback(12)) print(debug.traceback())
--## traceback methods
local o = {} function o:m() error("in m") end function o.f() error("in f") end
function globf() error("in globf") end
M = {} function M.sub() error("in sub") end
local up = function() error("in up") end
print(select(2, xpcall(function() o:m() end, debug.traceback)))
print(select(2, xpcall(function() o.f() end, debug.traceback)))
print(select(2, xpcall(function() globf() end, debug.traceback)))
print(select(2, xpcall(function() M.sub() end, debug.traceback)))
print(select(2, xpcall(function() up() end, debug.traceback)))
print(select(2, xpcall(function() local loc = function() error("in loc") end loc() end, debug.traceback)))
print(select(2, xpcall(function() (function() error("anon") end)() end, debug.traceback)))
print(select(2, xpcall(function() for x in function() error("iter") end do end end, debug.traceback)))
print(select(2, xpcall(function() local t = setmetatable({}, {__index=function(t,k) error("idx") end}) return t.x end, debug.traceback)))
print(select(2, xpcall(function() local t = setmetatable({}, {__add=function(t,k) error("add") end}) return t+1 end, debug.traceback)))
print(select(2, xpcall(function() local t = setmetatable({}, {__concat=function(t,k) error("cat") end}) return t.."x" end, debug.traceback)))
print(select(2, xpcall(function() local t = setmetatable({}, {__call=function(t,k) error("call") end}) t() end, debug.traceback)))
print(select(2, xpcall(function() local t = setmetatable({}, {__lt=function(t,k) error("lt") end}) return t<t end, debug.traceback)))
print(select(2, xpcall(function() local t = setmetatable({}, {__len=function(t,k) error("len") end}) return #t end, debug.traceback)))
print(select(2, xpcall(function() local t = setmetatable({}, {__newindex=function(t,k) error("nix") end}) t.x=1 end, debug.traceback)))
print(select(2, xpcall(function() local t = setmetatable({}, {__tostring=function(t,k) error("ts") end}) tostring(t) end, debug.traceback)))
print(select(2, xpcall(function() string.gsub("abc", ".", function(c) error("gs") end) end, debug.traceback)))
print(select(2, xpcall(function() pcall(nil) assert(false) end, debug.traceback)))
print(select(2, xpcall(function() require "nonexistent.mod" end, debug.traceback)))
--## traceback coroutine
local co = coroutine.create(function(a) local function inner() coroutine.yield() error("dead") end inner() end)
coroutine.resume(co) print(debug.traceback(co)) print(debug.traceback(co, "msg")) print(debug.traceback(co, nil, 1)) print(debug.traceback(co, "m", 2))
print(coroutine.resume(co)) print(debug.traceback(co)) print(coroutine.status(co))
local w = coroutine.wrap(function() error("w") end) print(pcall(w)) print(pcall(w))
local w = coroutine.wrap(function() error({}) end) print(type(select(2,pcall(w))))
local w = coroutine.wrap(function() local x = nil + 1 end) print(select(2, xpcall(w, debug.traceback)))
--## traceback deep
local function rec(n) if n == 0 then error("deep") end rec(n-1) end
print(select(2, xpcall(rec, debug.traceback, 30)))
local function rec(n) if n == 0 then error("deep") end return (rec(n-1)) end
print(select(2, xpcall(rec, debug.traceback, 19))) print(select(2, xpcall(rec, debug.traceback, 20))) print(select(2, xpcall(rec, debug.traceback, 21)))
--## error levels
local function lv(l) error("msg", l) end
print(pcall(lv, 0)) print(pcall(lv, 1)) print(pcall(lv, 2)) print(pcall(lv, 3)) print(pcall(function() lv(2) end)) print(pcall(function() lv(1) end))
print(pcall(error)) print(pcall(error, nil)) print(pcall(error, 12)) print(pcall(error, 12, 2)) print(pcall(error, true)) print(pcall(error, "x", 1)) print(pcall(error, "x", "a")) print(pcall(error, "x", 2.5)) print(select('#', pcall(error)))
print(pcall(assert, false)) print(pcall(assert, nil, "m")) print(pcall(assert)) print(pcall(assert, false, nil)) print(pcall(assert, false, 12)) print(pcall(assert, 1, 2, 3)) print(pcall(assert, false, {} ) )
--## syntax errors
for _, s in ipairs{"x =", "x", "local", "local x = ", "if x", "if x then", "for", "for i", "for i=", "for i=1", "for i=1,2", "for i=1,2 do", "for a,b", "for a,b in", "while", "while x do", "repeat", "repeat until", "function", "function f", "function f(", "function f(a", "function f(a,", "function f(...) end x", "return return", "return 1 2", "goto", "goto x", "::x:: ::x::", "break", "do goto x local a ::x:: print(a) end", "x = = 1", "x = }", "x = {", "x = {1", "x = {1,", "x = {a=", "x = [[", "x = [=[ ]]", "x = '", "x = 'a\n'", "x = \"abc", "--[[ unfinished", "x = 'a\\q'", "x = '\\xZZ'", "x = '\\300'", "x = '\\u{110000000}'", "x = '\\u{zz}'", "x = '\\u0041'", "x = '\\u{41'", "x = 1..2", "x = 0x", "x = 1e", "x = 5x", "f(", "f(1", "f(1,", "a.b", "a.b:c", "a.b:c = 1", "a:b", "(a", "(a)", "(a) = 1", "f() = 1", "a, b", "a, b =", "a, f() = 1,2", "local function", "local function f", "local a.b = 1", "local 1 = 2", "x = a b", "x = @", "x = $", "x = !a", "x != 1", "x = a ! b", "x = ~", "x = not", "x = #", "x = -", "x = 1 +", "x = ..", "x = ...", "function f() return ... end", "x = function", "x = function(", "x = function() end end", "end", "until", "else", "elseif", "if x then else elseif y then end", "nil = 1", "true = 1", "x = and", "1 = x", "'a' = 1", "{} = 1", "... = 1", "x = 1 = 2", "x == 1", "local x <const> = 1", "x = \1", "x = \200", "x\0y", "goto 1", "::1::", ":: x", "::x", ";", ";;", "return;", "return;;", "break;", "do break end", "while 1 do local function f() break end end", "do goto l1 end ::l2:: goto l3", "repeat local x; if x then goto cont end; local y; ::cont:: until y", "x = {...}", "local function f(a, ..., b) end", "local function f(..., a) end", "function a.b.c:d.e() end", "function a:b:c() end", "function 1() end", "x = 'abc\\", "x = '\\", "x = '\\z", "x = '\\z  \n  abc'", "x='\\065\\x41\\u{48}'", "x=[==[\n]]]==]", "x=[=", "x=[==", "x=a[", "x=a[1", "x=a[]", "x=a.1", "x=a.", "x=a:", "x=a:b", "x=a:1()", "x=(", "x=()", "x=(1", "f{", "f{1}", "f'a' 'b'", "f'a' =1", "x = y\n(f)()", "return\n", "for i in do end", "for 1 in x do end", "for i,1 in x do end", "for i,j=1,2 do end", "for i=1,2,3,4 do end", "for i=1 do end", "if then end", "while do end", "repeat until until", "function f() ", "function f(a a) end", "x = function f() end", "local x, = 1", "local x,1 = 1", "x, = 1", ",x = 1", "x = 1,", "x = ,1", "x = 1,,2", "f(,)", "f(1,,2)", "{}", "'x'", "1", "()", "a.b.c", "a[1]", "a()b", "a();b", "a() b()", "a().b", "a().b()", "a{}.b()", "a'x':b()", "a=b c=d", "a=b=c", "goto continue; local x; ::continue::", "goto continue; local x; ::continue:: print(x)","do local a goto f; local b; ::f:: ; end", "\xEF\xBB\xBFx=1", "#!x\nx=1", "x = 3 $ 4", "x = `a`", "x = \"a\\\nb\"", "x = 'a\\\r\nb'", "local goto = 1", "x.and = 1", "x = {and=1}", "x = {[1=2}", "x = {[1]}", "x = {[1]=}", "x={a=1 b=2}", "x={a=1;b=2,}", "x={,}", "x={;}", "x=<<1","x=1<<","x=1>>>2","x=//1","x=1//","x=1~","x=1 ~= ","x=1~=2~=3"} do print((("%q"):format(s):gsub("\n","n")), load(s, "=s") and "ok", select(2, load(s, "=s")) and select(2, load(s,"=s")) ~= nil and not load(s,"=s") and select(2, load(s,"=s"))) end
--## syntax limits
local function rep(a,b,c,n) return a..b:rep(n)..c end
print(load(rep("x = ","(","",300).."1"..(")"):rep(300))) print(load(rep("x = ","{","",300)..("}"):rep(300))) print(load(("do "):rep(300)..("end "):rep(300))) print(load(rep("x = ","-","1",300))) print(load(rep("x = ","- ","1",180) ) ~= nil) print(load(rep("x = ","not ","1",300)))
print(load("x = "..("a."):rep(300).."a") ~= nil) print(load("x = "..("1^"):rep(300).."1")) print(load("x = "..("a.."):rep(300).."1"))
print(load("x = "..("a.."):rep(190).."1") ~= nil) print(load("local a;"..("function f() "):rep(250)..("end "):rep(250))) print(load(("while x do "):rep(250)..("end "):rep(250)))
local l = {} for i=1,201 do l[i]="local a"..i end print(load(table.concat(l,"\n")))
local l = {} for i=1,200 do l[i]="local a"..i end print(load(table.concat(l,"\n")) ~= nil)
local l = {} for i=1,250 do l[i]="a"..i end print(load("local "..table.concat(l,",").." = 1"))
print(load("local function f("..table.concat(l,",")..") end"))
local l = {} for i=1,256 do l[i]="x" end print(load("return f("..table.concat(l,",")..")"))
local l = {} for i=1,240 do l[i]="x" end print(load("return f("..table.concat(l,",")..")") ~= nil)
local a, b = {}, {} for i=1,150 do a[i]="local u"..i b[i]="u"..i end
local c, d = {}, {} for i=1,150 do c[i]="local v"..i d[i]="v"..i end
print(load(table.concat(a,"\n").." function f() "..table.concat(c,"\n").." return function() return {"..table.concat(b,",")..","..table.concat(d,",").."} end end"))
print(load("x = {"..("1,"):rep(100000).."}") ~= nil)
print(#load("return {"..("1,"):rep(1000).."}")())
print(load("if x then "..("x=1 "):rep(140000).."end"))
print(load("goto a; do "..("x=1 "):rep(10).." end ::a::") ~= nil)
print(load("return "..("f("):rep(199).."1"..(")"):rep(199)))
print(load("return "..("f("):rep(190).."1"..(")"):rep(190)) ~= nil)
print(load("local x <close> = 1")) print(load("x = "..("'a'.."):rep(240).."'b'"))
--## goto
do local i=1 ::top:: if i<=3 then print(i) i=i+1 goto top end end
for i=1,3 do for j=1,3 do if j==2 then goto next end print(i,j) ::next:: end end
do goto done; do ::x:: end ::done:: end
print(load("goto nope","=s")) print(load("do ::a:: end goto a","=s")) print(load("::a:: ::a::","=s")) print(load("::a:: do ::a:: end","=s")) print(load("goto a; local b; ::a:: print(b)","=s")) print(load("repeat goto c; local z; ::c:: until z","=s")) print(load("do goto a end; local b; ::a::","=s"))print(load("break","=s")) print(load("\n\nbreak","=s")) print(load("while x do end break","=s"))
local t = {} for i=1,3 do local x ::again:: if not x then x=i goto again end t[#t+1]=function() x=x+1 return x end end print(t[1](),t[1](),t[2](),t[3]())
--## integer division etc
print(7//2,-7//2,7//-2,-7//-2,7.0//2,-7//2.0,7%3,-7%3,7%-3,-7%-3,7.5%2,-7.5%2,7.5%-2,5%math.huge,-5%math.huge,5%-math.huge,0.0%1,-0.0%1,1//0.0,-1//0.0,0/0~=0/0,2^0.5,2^-1,(-8)^(1/3),1e15%7)
print(pcall(function() return 5%0.0 end)) print(math.mininteger//-1, math.mininteger%-1, math.maxinteger*2, math.maxinteger+1==math.mininteger, -math.mininteger==math.mininteger)
--## comparisons
print(1<1.5, 1==1.0, "a"<"b", "a"<"A", "a"<"aa", ""<"a", "a\0b"<"a\0c", "Z"<"a", "10"<"9", 2^53==2^53+1, math.maxinteger<2^63, math.maxinteger+0.0==2^63, math.maxinteger==2^63, math.mininteger==-2^63, math.mininteger<=-2^63, math.maxinteger>=2^63, 9007199254740993<9007199254740992.0, 9007199254740993==9007199254740992.0, 0/0==0/0, 0/0<1, 1<0/0, not(0/0<1), -0.0==0, 1/-0.0, 1/0.0)
print(rawequal(1,1.0), rawequal("a","a"), rawequal({}, {}), rawlen("abc"), rawlen({1,2}), pcall(rawlen, 5)) print(pcall(rawequal,1)) print(pcall(rawget,1,2)) print(pcall(rawset,{},nil,1)) print(pcall(rawset,{},0/0,1)) print(pcall(rawset,{},1)) print(pcall(rawget,{}))
--## metamethods compare
local mt = {} mt.__eq=function(a,b) return a.v==b.v end mt.__lt=function(a,b) return a.v<b.v end mt.__le=function(a,b) return a.v<=b.v end
local a,b,c=setmetatable({v=1},mt),setmetatable({v=2},mt),setmetatable({v=1},mt)
print(a==b,a==c,a~=b,a<b,a<=b,a>b,a>=b,a<=c,not (a<b))
mt.__le=nil print(a<=b,a>=b,pcall(function() return a<=1 end)) mt.__lt=nil print(pcall(function() return a<b end)) print(pcall(function() return a<1 end)) print(pcall(function() return 1<a end)) print(pcall(function() return a<=b end))
local m1={__eq=function() return true end} local m2={__eq=function() return false end} local x,y=setmetatable({},m1),setmetatable({},m2) print(x==y,y==x,x==1,x=={}) print(x==setmetatable({},{}))
local m={__eq=function() return 1 end} print(setmetatable({},m)==setmetatable({},m)) local m={__lt=function() return nil end} print(setmetatable({},m)<1, 1<setmetatable({},m), pcall(function() return setmetatable({},m)<="x" end))
--## metamethods index chain
local a = {x=1} local b = setmetatable({y=2},{__index=a}) local c = setmetatable({z=3},{__index=b}) print(c.x,c.y,c.z,c.w) local d = setmetatable({},{__index=function(t,k) return k.."!" end}) local e=setmetatable({},{__index=d}) print(e.foo, e[1])
local log={} local p=setmetatable({},{__newindex=function(t,k,v) rawset(t,k,v*2) end}) local q=setmetatable({},{__newindex=p}) q.a=5 print(rawget(p,"a"),rawget(q,"a")) q.a=6 print(rawget(p,"a"))
local loop1={} setmetatable(loop1,{__index=loop1}) print(pcall(function() return loop1.x end)) local l1,l2={}, {} setmetatable(l1,{__index=l2}) setmetatable(l2,{__index=l1}) print(pcall(function() return l1.x end)) setmetatable(l1,{__newindex=l2}) setmetatable(l2,{__newindex=l1}) print(pcall(function() l1.x=1 end))
print(pcall(setmetatable,{},1)) print(pcall(setmetatable,1,{})) print(pcall(setmetatable,{})) print(pcall(setmetatable, setmetatable({},{__metatable=1}),{})) print(getmetatable(setmetatable({},{__metatable="locked"}))) print(getmetatable("").__index==string, getmetatable(1), pcall(getmetatable))
local s=setmetatable({},{__index=5}) print(pcall(function() return s.x end)) local s=setmetatable({},{__index="abc"}) print(s.len) print(pcall(function() return s.x end)) local s=setmetatable({},{__newindex=5}) print(pcall(function() s.x=1 end)) print(pcall(function() local n=5 return n.x end)) print(pcall(function() local n=5 n.x=1 end)) print(pcall(function() return ("x").y.z end)) print(pcall(function() return (true).y end)) print(("abc").len, #"abc", ("abc"):len())
--## metamethods misc
local mt={__concat=function(a,b) return (type(a)=="table" and "T" or a).."+"..(type(b)=="table" and "T" or b) end} local t=setmetatable({},mt) print(t.."a","a"..t,1 ..t,t..t,"a".."b"..t,"a"..t.."b", t..1 ..2)
local mt={__len=function() return "len" end} print(#setmetatable({1,2},mt)) local mt={__unm=function(a,b) return rawequal(a,b) end} print(-setmetatable({},mt)) local mt={__bnot=function(a,b) return rawequal(a,b) end} print(~setmetatable({},mt)) local mt={__call=function(self,...) return select('#',...),... end} print(setmetatable({},mt)(1,nil,3)) local c2=setmetatable({},{__call=setmetatable({},mt)}) print(pcall(c2,1))
for _,op in ipairs{"add","sub","mul","div","mod","pow","idiv","band","bor","bxor","shl","shr"} do mt["__"..op]=function(a,b) return op,type(a),type(b) end end local t=setmetatable({},mt) print(t+1,1-t,t*"x",t/t,t%1,2^t,t//1,t&1,1|t,t~1,"a"<<t,t>>nil)
local mt={__tostring=function() return 1 end} print(pcall(tostring,setmetatable({},mt))) mt.__tostring=function() return "ok" end print(tostring(setmetatable({},mt))) mt.__tostring=nil mt.__name="My" print((tostring(setmetatable({},mt)):gsub("0x%x+","P"))) print(pcall(function() return setmetatable({},mt)+1 end)) print(pcall(string.rep,setmetatable({},mt))) print(pcall(function() return #nil end)) print(pcall(ipairs)) print(pcall(function() return setmetatable({},mt).."x" end)) print(pcall(function() return setmetatable({},mt)<1 end)) mt.__name=5 print(pcall(function() return setmetatable({},mt)+1 end))
local t=setmetatable({},{__pairs=function(t) return function(_,k) if not k then return 1,2 end end,t,nil end}) for k,v in pairs(t) do print(k,v) end local t=setmetatable({},{__index=function(t,i) if i<4 then return i*10 end end}) for i,v in ipairs(t) do print(i,v) end print(pcall(pairs)) print(pcall(next,{},"x")) print(pcall(next)) print(next({})) print(pcall(pairs,setmetatable({},{__pairs=5})))
--## gc order
local r={} local function mk(n) return setmetatable({},{__gc=function() r[#r+1]=n end}) end
do local a,b,c=mk(1),mk(2),mk(3) end collectgarbage() collectgarbage() print(table.concat(r,","))
local w=setmetatable({},{__mode="v"}) w[1]={} w[2]="s" w.x=setmetatable({},{}) collectgarbage() print(w[1],w[2],w.x) local k=setmetatable({},{__mode="k"}) k[{}]=1 k["a"]={} collectgarbage() print(next(k)) local e=setmetatable({},{__mode="k"}) do local key={} e[key]={key} end collectgarbage() print(next(e))
print(collectgarbage("isrunning"),collectgarbage("stop"),collectgarbage("isrunning"),collectgarbage("restart"),collectgarbage("isrunning"),collectgarbage("setpause",100),collectgarbage("setpause",200),collectgarbage("setstepmul",200),collectgarbage("setstepmul",200),type(collectgarbage("count")),collectgarbage("step"),collectgarbage("collect"),collectgarbage(),pcall(collectgarbage,"foo")) print(pcall(collectgarbage,1)) print(pcall(collectgarbage,"step","x"))  print(pcall(collectgarbage,"generational")) print(pcall(collectgarbage,nil))
print(pcall(function() setmetatable({},{__gc=true}) end)) local o=setmetatable({},{__gc=function() error("gcerr") end}) o=nil print(pcall(collectgarbage))
--## coroutines
local co=coroutine.create(function(...) print("in",...) local a,b=coroutine.yield(1,2) print(a,b) return "end" end) print(coroutine.resume(co,"x","y")) print(coroutine.status(co)) print(coroutine.resume(co,3,4)) print(coroutine.status(co)) print(coroutine.resume(co)) print(pcall(coroutine.resume,1)) print(pcall(coroutine.create,1)) print(pcall(coroutine.wrap)) print(pcall(coroutine.status)) print(pcall(coroutine.yield)) print(coroutine.isyieldable(), select(2,coroutine.running())) print(coroutine.resume(coroutine.running())) print(coroutine.wrap(function() return coroutine.isyieldable(), select(2,coroutine.running()) end)())
local w=coroutine.wrap(function() for i=1,2 do coroutine.yield(i) end end) print(w(),w(),w()) print(pcall(w)) local co; co=coroutine.create(function() print(coroutine.resume(co)) print(coroutine.status(co)) local c2=coroutine.create(function() print(coroutine.status(co)) print(coroutine.resume(co)) end) coroutine.resume(c2) end) coroutine.resume(co)
local co co=coroutine.wrap(function() return pcall(co) end) print(co()) print(select("#",coroutine.resume(coroutine.create(function() end)))) print(coroutine.resume(coroutine.create(print),1,2)) print(coroutine.wrap(pcall)(error,"x")) print(pcall(coroutine.wrap(function() error({code=1}) end)))
print(coroutine.resume(coroutine.create(function() error() end))) print(coroutine.resume(coroutine.create(function() error("x",0) end))) print(coroutine.resume(coroutine.create(function() error("x") end))) print(coroutine.resume(coroutine.create(function() local x=nil; x() end)))
local co=coroutine.wrap(function() return table.sort({3,2,1},function(a,b) coroutine.yield() return a<b end) end) print(pcall(co)) local co=coroutine.wrap(function() return ("x"):gsub("x",function() coroutine.yield() end) end) print(pcall(co)) local co=coroutine.wrap(function() for k,v in pairs(setmetatable({},{__pairs=function(t) coroutine.yield("yp") return next,t end})) do end return "done" end) print(co()) print(co()) local co=coroutine.wrap(function() local t=setmetatable({},{__index=function(t,k) return coroutine.yield(k) end,__add=function(a,b) return coroutine.yield("add") end,__lt=function() return coroutine.yield("lt") end,__concat=function() return coroutine.yield("cat") end,__eq=function() return coroutine.yield("eq") end,__len=function() return coroutine.yield("len") end,__newindex=function(t,k,v) coroutine.yield("ni") end,__call=function(...) return coroutine.yield("call",select('#',...)) end}) local u=setmetatable({},getmetatable(t)) return t.foo,t+1,t<u,t.."x","y"..t.."z",t==u,#t,(function() t.q=1 return "set" end)(),t(1,2), t<=u end) local r={co()} local i=0 while #r>0 and i<12 do print(table.unpack(r)) i=i+1 r={pcall(co,i)} if not r[1] then print(table.unpack(r)) break end table.remove(r,1) if i>=10 then print(table.unpack(r)) break end end
print(pcall(coroutine.wrap(function() pcall(coroutine.yield,1) error("after") end))) local co=coroutine.wrap(function() local ok,e=pcall(function() coroutine.yield(1) error("in") end) print(ok,e) local ok,e=xpcall(function() coroutine.yield(2) error("in2") end,function(m) return "H:"..m end) print(ok,e) return "fin" end) print(co(),co(),co())
--## constants written in several ways
local function size(source) return #string.dump(load(source, "=c"), true) end
print(size[[return "ab", '\97b', [=[ab]=], "\x61b"]] == size[[return "ab", "ab", "ab", "ab"]], size[[return "\z ab", "ab"]] == size[[return "ab", "ab"]])
print(size"return 1, 1.0, '1', 1, 1.0, '1'" - size"return 1, 1.0, '1'" == size"return 2, 2, 2, 2, 2, 2" - size"return 2, 2, 2", size"return '#1', 1" > size"return 1, 1")
local t = { ['\97b'] = 1, self = 2, ["(for state)"] = 3 } print(t.ab, t.self, t["(for state)"], t['(for\32state)'])
function t:m(_ENV) return self, _ENV end print(t:m(5) == t, select(2, t:m(5)))
