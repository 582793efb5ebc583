-- Appends facts to their streams and moves the log's cursor, both or nothing.
-- KEYS: cursor, then the streams.
-- ARGV: expected cursor, next cursor, channel, then per fact: number of the stream (from 1), id, text.
-- Returns 1; 0 if the cursor is another one.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
for i = 4, #ARGV, 3 do
  redis.call('XADD', KEYS[ARGV[i] + 1], ARGV[i + 1], 'f', ARGV[i + 2])
end
redis.call('SET', KEYS[1], ARGV[2])
redis.call('PUBLISH', ARGV[3], '')
return 1
