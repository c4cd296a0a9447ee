core.register_fetches("sum", function(_txn, ...)
  local sum = 0
  for _, number in ipairs({ ... }) do sum = sum + tonumber(number) end
  return sum
end)

core.register_fetches("who", function(txn) return txn.sf:req_hdr("x-who") end)
core.register_converters("reverse", function(text) return text:reverse() end)
core.register_converters("wrap", function(text, left, right) return left .. text .. right end)
