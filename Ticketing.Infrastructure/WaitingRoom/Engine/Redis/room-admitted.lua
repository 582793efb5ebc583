-- Recovery, first: tells Redis who was let in, a thousand or so at a time.
-- KEYS: passes, places used (bitmap)
-- ARGV: life of the bitmap in s, then for each: place, end of the pass in ms (0: it is over)
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
