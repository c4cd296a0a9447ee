local function q(v) local t = type(v) if t == "string" then return '"' .. v:gsub("[^\32-\126]", function(c) return ("\\x%02x"):format(c:byte()) end) .. '"' elseif math.type(v) == "float" then return "f:" .. tostring(v) elseif t == "table" and getmetatable(v) == nil then local ks = {} for k in next, v do ks[#ks + 1] = k end table.sort(ks, function(a, b) return tostring(a) < tostring(b) end) local o = {} for _, k in ipairs(ks) do o[#o + 1] = tostring(k) .. "=" .. q(v[k]) end return "{" .. table.concat(o, ",") .. "}" end return (tostring(v)) end
local function show(l, ...) local o = {} for i = 1, select("#", ...) do o[i] = q((select(i, ...))) end print(l .. ": " .. table.concat(o, " ")) end
local function try(l, f, ...) show(l, pcall(f, ...)) end
local L = setmetatable({}, { __index = function(_, k) return k end })
local fns = { "register_init","register_task","register_fetches","register_converters","register_action","register_service","register_cli","register_filter","set_nice","add_acl","del_acl","set_map","del_map","get_patref","get_var","event_sub","log","Debug","Info","Warning","Alert","use_native_mailers_config","http_date","imf_date","rfc850_date","asctime_date","parse_addr","match_addr","tokenize","now","concat","queue","thread","register_nothing","disable_legacy_mailers" }
local argsets = { {}, {1}, {"x"}, {nil}, {"a","b"}, {"a",{}}, {"a", "b", "c"}, {1,2,3,4}, {{}, {}, {}}, {true}, {function() end}, {"a",{},function() end, "x"}, {"a", {"b"}, "c", 1, 2, 3} }
local function all(where)
  for _, f in ipairs(fns) do
    for i, a in ipairs(argsets) do
      local n = 0 for k in pairs(a) do if k > n then n = k end end
      if i == 4 then n = 1 end
      if not (f == "register_task" or f == "register_init" or f=="now" or f=="get_info") or i < 10 then
        if not (f:match"^[DIWA]%l+" ) or where ~= "x" then
        if f == "now" then show(where .. " " .. f .. i, pcall(function(...) return type(core.now(...)) end, table.unpack(a, 1, n)))
        else
        local r = table.pack(pcall(core[f], table.unpack(a, 1, n)))
        for j=1,r.n do if type(r[j])=="table" and getmetatable(r[j]) then r[j]=tostring(r[j]):gsub("0x%x+","P") elseif type(r[j])=="userdata" then r[j]="userdata" end end
        show(where .. " " .. f .. i, table.unpack(r, 1, r.n)) end
        end
      end
    end
  end
end
all("body")
core.register_init(function() all("init") end)
core.register_task(function() all("task") os.exit(0) end)
