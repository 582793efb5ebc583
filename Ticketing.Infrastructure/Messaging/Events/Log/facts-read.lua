-- Reads what follows the given ids, at one moment.
-- KEYS: cursor, trimmed ids, then the streams in the order of reading.
-- ARGV: maximum per stream, maximum in all, then per stream: its field in the trimmed ids, the id after which to read.
-- Returns nothing if there is no cursor; else the cursor, then per stream: trimmed id, 1 if these are all facts, and id and text of each.
local cursor = redis.call('GET', KEYS[1])
if not cursor then
  return false
end
local answer = { cursor }
local most = tonumber(ARGV[1])
local left = tonumber(ARGV[2])
for n = 3, #KEYS do
  local field = ARGV[2 * n - 3]
  local slice = { redis.call('HGET', KEYS[2], field) or '', 0 }
  if left > 0 then
    local count = math.min(most, left)
    local entries = redis.call('XRANGE', KEYS[n], '(' .. ARGV[2 * n - 2], '+', 'COUNT', count)
    for i, entry in ipairs(entries) do
      slice[2 * i + 1] = entry[1]
      slice[2 * i + 2] = entry[2][2]
    end
    left = left - #entries
    if #entries < count then
      slice[2] = 1
    end
  end
  answer[#answer + 1] = slice
end
return answer
