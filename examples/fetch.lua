-- The share of an experiment that a client is in: the same for the same session.
core.register_fetches("bucket", function(txn, buckets)
  local session = txn.sf:req_cook("session")
  if session == "" then session = txn.sf:src() end
  local sum = 0
  for i = 1, #session do
    sum = (sum * 31 + session:byte(i)) % 65521
  end
  return sum % tonumber(buckets)
end)
