core.register_service("ws", "tcp", function(a)
  local head, key = {}, nil
  while true do local l = a:getline() if l == "" then return end l = l:gsub("\r?\n$", "") if l == "" then break end head[#head + 1] = l key = key or l:match("^[Ss]ec%-[Ww]eb[Ss]ocket%-[Kk]ey:%s*(%S+)") end
  if not key then a:send("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n") return end
  local accept = a.sc:base64(a.c:sha1(key .. "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")) a:send("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: " .. accept .. "\r\n\r\n")
  while true do local h = a:receive(2) if #h < 2 then return end local b1, b2 = h:byte(1, 2) local op, len = b1 & 15, b2 & 127 if len == 126 then len = string.unpack(">I2", a:receive(2)) end local mask = (b2 & 128) ~= 0 and a:receive(4) or "\0\0\0\0" local data = a:receive(len) local out = {} for i = 1, #data do out[i] = string.char(data:byte(i) ~ mask:byte((i - 1) % 4 + 1)) end local text = table.concat(out) if op == 8 then a:send(string.char(0x88, 0)) return end a:send(string.char(0x80 | op, #text) .. text) end
end)
