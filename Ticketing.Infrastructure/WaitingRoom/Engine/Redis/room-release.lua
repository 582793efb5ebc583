-- Takes a pass back, so that the next one gets in. Twice is once.
-- KEYS: state, passes, given back
-- ARGV: epoch, place
-- Answer: lost; 1 for one that was valid, 0 for none.
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
