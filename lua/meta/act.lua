---@meta

--- What actions answer.
act = {}

--- go on with the next rule (since 2.2)
act.CONTINUE = 0

--- leave out the rest of the ruleset (since 2.2)
act.STOP = 1

--- call the function again, from its start, when there is news or after `act.wake_time` (since 2.2)
act.YIELD = 2

--- internal error: status 500 (since 2.2)
act.ERROR = 3

--- stop processing the message; it goes on to its destination (since 2.2)
act.DONE = 4

--- refuse a request with status 403 (since 2.2)
act.DENY = 5

--- end the stream; the answer counts as sent (since 2.2)
act.ABORT = 6

--- refuse a request with status 400 (since 2.2)
act.INVALID = 7

--- Says when an action that returns `act.YIELD` is called again at the latest. (since 2.2)
---@param milliseconds integer from now
function act.wake_time(milliseconds) end
