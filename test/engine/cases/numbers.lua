--## format1
for _, f in ipairs{"%d","%5d","%-5d|","%+d","% d","%05d","%.3d","%8.3d","%x","%X","%#x","%o","%#o","%u","%i","%c"} do
  for _, v in ipairs{0,1,-1,42,255,math.maxinteger,math.mininteger,3.0,"10","0x10"} do print(f, v, pcall(string.format, f, v)) end end
--## format2
for _, f in ipairs{"%f","%.0f","%10.3f","%-10.2f|","%+.1f","%e","%.3e","%E","%g","%G","%.3g","%#g","%#.0f","%a","%A","%.2a","%020.5f","% f"} do
  for _, v in ipairs{0,0.0,-0.0,1,1.5,-2.25,1e100,1e-100,123456789,math.huge,-math.huge,0.1,1/3,2^53,5e-324,1.7976931348623157e308} do print(f, v, pcall(string.format, f, v)) end end
--## format errors
for _, a in ipairs{{"%d",1.5},{"%d","x"},{"%d"},{"%d",nil},{"%d",{}},{"%d","1.5"},{"%y",1},{"%",1},{"%10"},{"%123d",1},{"%.123d",1},{"%-+ #0d",1},{"%-+ #00d",1},{"%q"},{"%s"},{"%c","x"},{"%5",1},{"%ll",1},{"%s",1,2,3},{"%x",-1.5},{"%.20s","abc"},{"%5s|","ab"},{"%-5s|","ab"},{"%.1s|","ab"},{"%5.1s|","ab"},{"%s","a\0b"},{"%5s","a\0b"},{"%q",1/3},{"%q",math.mininteger},{"%q",1},{"%q",math.huge},{"%q",-math.huge},{"%q",0/0},{"%q",{}},{"%q",print},{"%q",true},{"%q",nil},{"%q","a\n\r\0\t\"\\\1272\0012\200"},{"%10q","x"},{"%p",1},{"%%"},{"%5%"},{"%c%c",65,66},{"%c",256+65},{"%c",0},{"%i",2^31},{"%d",2^63},{"%d",-2^63},{"%x",2^64},{"%.0f",0.5},{"%.0f",1.5},{"%.0f",2.5},{"%5.3s|","abcdef"},{"%g",1e15},{"%g",100000},{"%g",1e6},{"%.14g",0.1},{"%.17g",0.1},{"%.99f",1/3},{"%99.99f",1/3},{"%100f",1},{"%.100f",1}} do
 print(a[1], a[2], pcall(string.format, table.unpack(a, 1, 4)) ) end
--## tostring tonumber
for _, v in ipairs{1e15,1e16,123456789012345678,1e14,-1e15,0.1,1/3,100.0,1e100,2^24,2^53,2^63,-2^63,1e-5,123.456,-0.0,3.14159265358979,1e300*1e10,-1e300*1e10} do print(v, tostring(v), v//1, math.type(v), v|0 == nil) end
--## tonumber
for _, s in ipairs{"10","0x10","0X1p4","1e1","1e","0x","0xg"," 10 ","10 1","","  ","-","+5","-0x10","- 5","1.","1.5e+3",".5",".","0x.8","0x1.8p1","0x1p","inf","nan","1e400","9223372036854775807","9223372036854775808","-9223372036854775808","-9223372036854775809","0xffffffffffffffff","0x1ffffffffffffffff","1_000","١","1\0","\t10\n","0x1P-2","1E+2","1e+","0b1","1f","0x1.","0x.p1","1..2","5e-324","2e-324","1e308","1.7976931348623159e308","00012","-00","--1","0x-1","1 e1","1e 1"} do print(("%q"):format(s), tonumber(s), math.type(tonumber(s)), math.tointeger(s)) end
--## tonumber base
for _, a in ipairs{{"10",2},{"ff",16},{"FF",16},{"zz",36},{"8",8},{"7",8},{"-ff",16},{" -ff ",16},{"",10},{"1e1",16},{"1.0",10},{"10",1},{"10",37},{10,10},{"ffffffffffffffff",16},{"fffffffffffffffff",16},{"7fffffffffffffff",16},{"1 2",10},{"+5",10},{"-",10},{"0x10",16},{"\0",10},{"10\0",10},{nil,10},{{},10},{"10",2.0},{"10",2.5},{"10","16"}} do print(a[1],a[2],pcall(tonumber,a[1],a[2])) end
print(pcall(tonumber)) print(pcall(tonumber,nil)) print(tonumber({})) print(tonumber(true))
--## number lexing
print(0xA, 0Xa, 0x.1, 0x1p-1, 1e2, .5, 3., 0xffffffffffffffff, 9223372036854775807, 9223372036854775808, 1e-7, 0x7fffffffffffffff, 0xfffffffffffffffff, 1//1, 3 .. 4)
for _, s in ipairs{"1..2","0xep1","0x","1e","1e+","0xg","3x","08","1.2.3","0x1p","5and 6","0x5and","1_0"} do print(s, load("return "..s)) end
--## arithmetic ints
local t = {0,1,-1,2,-2,3,7,-7,math.maxinteger,math.mininteger,2^53|0,(2^53|0)+1,-(2^53|0)-1}
for _,a in ipairs(t) do for _,b in ipairs(t) do
 print(a,b,a+b,a-b,a*b,a/b, b~=0 and a//b, b~=0 and a%b, a<b,a<=b,a==b,a&b,a|b,a~b,a<<(b&63),a>>(b&63),a<<b,a>>b,~a,-a) end end
--## arithmetic floats
local t = {0.0,-0.0,1.0,-1.5,2.5,1e308,-1e308,1/0,-1/0,0.5,2.0^53,2.0^63,-2.0^63,5e-324}
for _,a in ipairs(t) do for _,b in ipairs(t) do
 print(a,b,a+b,a-b,a*b,a/b, a//b, a%b,a^b, a<b,a<=b,a==b) end end
--## arithmetic mixed
local t = {0.0,1.5,-2.5,1/0,-1/0,2.0^63,-2.0^63,2.0^53} local u={0,1,-1,3,math.maxinteger,math.mininteger,2^53|0}
for _,a in ipairs(t) do for _,b in ipairs(u) do
 print(a,b,a+b,a-b,b-a,a*b,a/b,b/a, a//b,b//a, b~=0 and a%b,b%a,a^b,b^a, a<b,a<=b,a==b,b<a,b<=a) end end
--## arith errors
local function e(f,...) print(pcall(f,...)) end
local loc, up = nil, {} 
g = nil
e(function() return 1//0 end) e(function() return 1%0 end) e(function() local a=1 return a+loc end) e(function() return up.x+1 end) e(function() return g+1 end) e(function() return g.x end) e(function() return up.x.y end) e(function() up.x.y=1 end) e(function() g.x=1 end) e(function() g() end) e(function() up.f() end) e(function() up:m() end) e(function() local s="x" s:nope() end) e(function() return #loc end) e(function() return -up end) e(function() return up..1 end) e(function() return 1 ..loc end) e(function() return up<up end) e(function() return 1<"1" end) e(function() return nil<1 end) e(function() return {}<1 end) e(function() return "a"<1 end) e(function() return up<=print end)
e(function() return 1.5|1 end) e(function() return "1.5"|1 end) e(function() return "a"|1 end) e(function() return 2^63|1 end) e(function() return up|1 end) e(function() return 1|loc end) e(function() return ~loc end) e(function() return ~1.5 end) e(function() return 1<<1.5 end) e(function() local a,b=1.5,2 return b&a end) e(function() return up.x.y.z end) e(function() local t={} t.a.b.c=1 end) e(function() local t={} t[nil]=1 end) e(function() local t={} t[0/0]=1 end) e(function() return ("x")+1 end) e(function() return "10"+1, "0x10"*2, "1e1"//1, "3"%2, -"2", "2"^2 end) e(function() return "abc"-{} end) e(function() return {}-"abc" end) e(function() return math.huge//0|0 end)
e(function() string.x.y() end) e(function() local a = {} a.b.c() end) e(function() local a = {b={}} a.b.c() end) e(function() local a = {b={}} a.b:c() end) e(function() (1)() end) e(function() ("x")() end) e(function() (nil)() end) e(function() local a <const> = 1 end)
--## names in loops
local function e(f,...) print(pcall(f,...)) end
e(function() for i="a",10 do end end) e(function() for i=1,"x" do end end) e(function() for i=1,10,{} do end end) e(function() for i=1,2,"1" do print(i) end end) e(function() for k in 5 do end end) e(function() for k in nil do end end) e(function() for k,v in pairs(nil) do end end) e(function() for k,v in ipairs() do end end) e(function() for k,v in next,{},1 do end end) e(function() for k in {} do end end) e(function() for i=1.5,3 do print(i) end end) e(function() for i=1,3.9 do print(i) end end) e(function() for i=3,1.1,-1 do print(i) end end) e(function() for i=1,math.huge do if i>3 then break end print(i) end end) e(function() for i=1,-math.huge,-1 do if i<-3 then break end print(i) end end) e(function() for i=1,0 do print(i) end end) e(function() for i=1.0,3 do print(i) end end) e(function() for i=math.maxinteger, math.maxinteger+1.0 do print(i) break end end) e(function() for i=1,2^63 do print(i) break end end) e(function() for i=1,0/0 do print(i) end end)
e(function() for i="1",2 do print(i) end end)
--## forloop ints
for i=math.mininteger,math.mininteger+4,3 do print(i) end
for i=1,3 do local j=i i=10 print(i,j) end
for i=10,1,-3 do print(i) end
