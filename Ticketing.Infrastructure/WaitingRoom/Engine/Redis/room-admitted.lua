-- Recovery, step 1: restores admissions, about a thousand per call.
-- KEYS: passes, places used (bitmap)
-- ARGV: TTL of the bitmap in s, then per admission: place, expiry of the pass in ms (0: ended)
for i = 2, #ARGV, 2 do
  if tonumber(ARGV[i + 1]) > 0 then
    redis.call('ZADD', KEYS[1], ARGV[i + 1], ARGV[i])
  end
  if tonumber(ARGV[i]) >= 0 then
    redis.call('SETBIT', KEYS[2], ARGV[i], 1)
  end
end
redis.call('EXPIRE', KEYS[2], ARGV[1])
return #ARGV
