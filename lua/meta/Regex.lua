---@meta

--- Makes regular expressions.
Regex = {}

--- Compiles a regular expression in PCRE2's syntax. (since 1.8)
---@param pattern string the expression; ends at its first NUL byte
---@param case_sensitive boolean `false` ignores the case of letters
---@return boolean # whether the pattern is valid
---@return Regex|string # the compiled expression, or what is wrong with the pattern
function Regex.new(pattern, case_sensitive) end
