-- Hides all but the last characters.
core.register_converters("mask", function(text, shown)
  shown = tonumber(shown) or 0
  return ("*"):rep(#text - shown) .. text:sub(-shown)
end)
