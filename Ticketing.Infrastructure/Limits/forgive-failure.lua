-- Takes back one counted attempt.
-- KEYS: the counter. It may have expired; then nothing is counted below zero.
-- Returns 0.
if redis.call('EXISTS', KEYS[1]) == 1 and redis.call('DECR', KEYS[1]) <= 0 then
  redis.call('DEL', KEYS[1])
end
return 0
