---@meta

--- What the callbacks of filters answer.
filter = {}

--- go on (since 2.5)
filter.CONTINUE = 1

--- call the callback again when there is news or after `filter.wake_time` (since 2.5)
filter.WAIT = 0

--- end the stream with an error (since 2.5)
filter.ERROR = -1

--- flag of a class: the filter can handle HTTP (since 2.5)
filter.FLT_CFG_FL_HTX = 1

--- Says when a callback that returns `filter.WAIT` is called again at the latest. (since 2.5)
---@param milliseconds integer from now
function filter.wake_time(milliseconds) end
