-- Counts a failed attempt.
-- KEYS: the counter.
-- ARGV: the window in ms, from the first attempt; the maximum.
-- Returns 0, or over the maximum the time in ms until the window ends.
local count = redis.call('INCR', KEYS[1])
if count == 1 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
if count > tonumber(ARGV[2]) then
  return redis.call('PTTL', KEYS[1])
end
return 0
