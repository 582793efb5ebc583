-- Removes facts beyond the cursor. There are none unless a part of Redis' data was set back: cursor and facts are written together.
-- KEYS: cursor, then the streams.
-- Returns the cursor, or nothing.
local cursor = redis.call('GET', KEYS[1])
if not cursor then
  return false
end
local last = string.match(cursor, '/(%d+)$') .. '-9223372036854775807'
for n = 2, #KEYS do
  if redis.call('EXISTS', KEYS[n]) == 1 then
    local beyond = redis.call('XRANGE', KEYS[n], '(' .. last, '+', 'COUNT', 1000)
    while #beyond > 0 do
      for _, entry in ipairs(beyond) do
        redis.call('XDEL', KEYS[n], entry[1])
      end
      beyond = redis.call('XRANGE', KEYS[n], '(' .. last, '+', 'COUNT', 1000)
    end
    -- A stream refuses ids that are not larger than its largest ever.
    redis.call('XSETID', KEYS[n], last)
  end
end
return cursor
