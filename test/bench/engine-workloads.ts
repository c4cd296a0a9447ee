/** The workloads of the engine's benchmark. Each is a chunk that returns a function to be timed. */
export interface Workload {
  readonly name: string;
  readonly source: string;
}

/**
 * `host(text)` is a function of the host that takes a string and returns a new
 * table: table.pack where a C function plays the host.
 */
export const workloads: readonly Workload[] = [
  {
    name: "fib(27)",
    source: `
      local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
      return function() fib(27) end`,
  },
  {
    name: "5M integer adds",
    source: `
      return function()
        local s = 0
        for i = 1, 5000000 do s = s + i end
      end`,
  },
  {
    name: "table insert/read 1M",
    source: `
      return function()
        local t = {}
        for i = 1, 1000000 do t[i] = i end
        local s = 0
        for i = 1, #t do s = s + t[i] end
      end`,
  },
  {
    name: "field access 1M",
    source: `
      return function()
        local o = { x = 1, y = 2, z = 0 }
        for i = 1, 1000000 do o.z = o.x + o.y end
      end`,
  },
  {
    name: "concat+format 200k",
    source: `
      return function()
        local n = 0
        for i = 1, 200000 do
          local s = "key" .. i .. ":" .. string.format("%d/%s/%5.2f", i, "abc", i / 3)
          n = n + #s
        end
      end`,
  },
  {
    name: "find+gsub 100k",
    source: `
      return function()
        local n = 0
        for i = 1, 100000 do
          local line = "GET /path/" .. i .. "?a=1&b=2 HTTP/1.1"
          local _, _, method, path = line:find("^(%u+) (%S+)")
          local out = path:gsub("[?&](%w)=(%w)", "%1:%2")
          n = n + #method + #out
        end
      end`,
  },
  {
    name: "closures/methods 1M",
    source: `
      local Account = {}
      Account.__index = Account
      function Account.new(b) return setmetatable({ balance = b }, Account) end
      function Account:deposit(v) self.balance = self.balance + v end
      return function()
        local sum = 0
        for i = 1, 1000000 do
          local a = Account.new(i)
          local add = function(v) sum = sum + v end
          a:deposit(1)
          add(a.balance)
        end
      end`,
  },
  {
    name: "resume/yield 200k",
    source: `
      return function()
        local co = coroutine.wrap(function() for i = 1, 200001 do coroutine.yield(i) end end)
        local s = 0
        for _ = 1, 200000 do s = s + co() end
      end`,
  },
  {
    name: "host function 1M",
    source: `
      local host = host
      return function()
        local n = 0
        for i = 1, 1000000 do n = n + #host("abc") end
      end`,
  },
];
