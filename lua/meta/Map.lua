---@meta

--- Makes maps, and names their methods.
Map = {}

--- not for `Map.new` (since 1.6)
Map.found = 0

--- not for `Map.new` (since 1.6)
Map.bool = 1

--- keys are integers and ranges: `5`, `1:3`, `10:` (since 1.6)
Map.int = 2

--- keys are addresses and networks; the smallest that holds the address counts (since 1.6)
Map.ip = 3

--- not for `Map.new` (since 1.6)
Map.bin = 4

--- not for `Map.new` (since 1.6)
Map.len = 5

--- the key is the whole text (since 1.6)
Map.str = 6

--- the text begins with the key; the longest counts (since 1.6)
Map.beg = 7

--- the text contains the key; the first in order counts (since 1.6)
Map.sub = 8

--- the key is one or more whole directories of the text (since 1.6)
Map.dir = 9

--- the key is one or more whole labels of the text (since 1.6)
Map.dom = 10

--- the text ends with the key; the first in order counts (since 1.6)
Map.end = 11

--- keys are regular expressions; the first that matches counts (since 1.6)
Map.reg = 12

--- not for `Map.new` (since 1.7)
Map.regm = 13

--- not for `Map.new` (since 1.8)
Map._found = 0

--- not for `Map.new` (since 1.8)
Map._bool = 1

--- keys are integers and ranges: `5`, `1:3`, `10:` (since 1.8)
Map._int = 2

--- keys are addresses and networks; the smallest that holds the address counts (since 1.8)
Map._ip = 3

--- not for `Map.new` (since 1.8)
Map._bin = 4

--- not for `Map.new` (since 1.8)
Map._len = 5

--- the key is the whole text (since 1.8)
Map._str = 6

--- the text begins with the key; the longest counts (since 1.8)
Map._beg = 7

--- the text contains the key; the first in order counts (since 1.8)
Map._sub = 8

--- the key is one or more whole directories of the text (since 1.8)
Map._dir = 9

--- the key is one or more whole labels of the text (since 1.8)
Map._dom = 10

--- the text ends with the key; the first in order counts (since 1.8)
Map._end = 11

--- keys are regular expressions; the first that matches counts (since 1.8)
Map._reg = 12

--- not for `Map.new` (since 1.8)
Map._regm = 13

--- Loads a map. Only while the program starts: in a script's body or an init function. Two maps over one file share its entries. (since 1.6)
---@param file string the file, relative to the current directory; `opt@file` need not exist, `virt@name` is no file
---@param method? integer how keys are matched: `Map._str` unless given
---@return Map
function Map.new(file, method) end
