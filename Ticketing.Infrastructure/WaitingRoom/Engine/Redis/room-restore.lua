-- Recovery, last step: sets the state of a new epoch, with all counters past their reserved values. Enables the epoch's scripts.
-- KEYS: state, windows by place, windows
-- ARGV: epoch, next number, next late number, serving, lots (-1: not drawn), gaps, first open place, length of a window in ms
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('DEL', KEYS[2], KEYS[3])
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'phase', 'announced', 'seq', ARGV[2], 'late', ARGV[3], 'serving', ARGV[4], 'lots', ARGV[5],
  'gaps', ARGV[6], 'tokens', '0', 'credit', '0', 'at', now, 'unclaimed', 0, 'reserved', 0, 'latereserved', 0)
redis.call('HDEL', KEYS[1], 'leader', 'leads')
if tonumber(ARGV[7]) < tonumber(ARGV[4]) then
  -- Reopens one window for all places that were called and not claimed.
  redis.call('ZADD', KEYS[2], ARGV[7], ARGV[7])
  redis.call('HSET', KEYS[3], ARGV[7], ARGV[4] .. ':' .. string.format('%.0f', now + ARGV[8]) .. ':0')
end
return {'ok'}
