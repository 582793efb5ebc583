-- Empties the log and sets its cursor.
-- KEYS: cursor, trimmed ids, then the streams.
-- ARGV: expected cursor ('' for none), next cursor, id up to which facts are missing from now on.
-- Returns 1; 0 if the cursor is another one.
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then
  return 0
end
for n = 2, #KEYS do
  redis.call('DEL', KEYS[n])
end
for n = 3, #KEYS do
  redis.call('HSET', KEYS[2], n - 3, ARGV[3])
end
redis.call('SET', KEYS[1], ARGV[2])
return 1
