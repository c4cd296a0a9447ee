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

--- Has the filter's payload callback called for a channel. (since 2.5)
---@param filter table the filter: `self` of its callbacks
---@param channel Channel `txn.req`, `txn.res` or a message's `channel`
---@return Channel # the channel
function filter.register_data_filter(filter, channel) end

--- Has it called no more. (since 2.5)
---@param filter table the filter: `self` of its callbacks
---@param channel Channel `txn.req`, `txn.res` or a message's `channel`
---@return Channel # the channel
function filter.unregister_data_filter(filter, channel) end

--- Says when a callback that returns `filter.WAIT` is called again at the latest. (since 2.5)
---@param milliseconds integer from now
function filter.wake_time(milliseconds) end
