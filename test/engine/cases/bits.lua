--## bnot edge
local m=9007199254740991 print(~m==-m-1, ~m, (~m)+0==-9007199254740992, rawequal(~m,-9007199254740992), ({[-9007199254740992]=1})[~m], ~(-m-1)==m, ~(-m)==m-1, -(-m-1))
--## bits edges
local v={0,1,-1,5,255,-256,0x7fffffff,0x80000000,0xffffffff,0x100000000,0x1ffffffff,-0x80000000,-0x80000001,-0x100000000,2^53-1|0,-(2^53-1)|0,2^53|0,-(2^53)|0,2^53+2|0,2^62|0,math.maxinteger,math.mininteger,0x123456789abcdef,-0x123456789abcdef}
for _,a in ipairs(v) do for _,b in ipairs(v) do print(a,b,a&b,a|b,a~b,~a) end end
for _,a in ipairs(v) do for n=-70,70 do print(a,n,a<<n,a>>n) end print(a&0xff,a&0xffffffff,a&0,a&0x7fffffff,a|0xffffffff,a~0xffffffff,a|1,a~1,0xff&a,0xffffffff&a,a<<1,a<<0,a<<31,a<<32,a<<52,a<<53,a<<63,a<<64,a>>0,a>>1,a>>31,a>>32,a>>52,a>>53,a>>63,a>>64,1<<(a&63),a<<-1,a>>-1) end
print("5"&3,5.0|2,pcall(function() return 5.5&1 end)) print(pcall(function() return "a"<<1 end)) print(pcall(function() return {}>>1 end)) print(pcall(function() return 1<<{} end)) print(pcall(function() return 2^63|0 end))
