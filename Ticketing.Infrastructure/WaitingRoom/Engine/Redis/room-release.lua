-- Releases a pass, so that the next place can be called. Idempotent.
-- KEYS: state, passes, released passes
-- ARGV: epoch, place
-- Returns lost (another epoch); 1 for a valid pass, 0 for none.
if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then
  return {'lost'}
end
if redis.call('ZREM', KEYS[2], ARGV[2]) == 0 then
  return {'0'}
end
local time = redis.call('TIME')
redis.call('ZADD', KEYS[3], time[1] * 1000 + math.floor(time[2] / 1000), ARGV[2])
redis.call('HINCRBY', KEYS[1], 'returned', 1)
return {'1'}
