-- Brings keys in line with what PostgreSQL has decided, and tells the other instances of it.
-- KEYS: seats, of one performance in a cluster (one hash tag), of any number elsewhere.
-- ARGV: for each key: owner, ms. With ms > 0 the key is the owner's for so long: made where it is missing, left alone where it is
-- another's. With 0 it is deleted if it is the owner's (compare and delete); with 0 and no owner, whosever it is. Then messages:
-- channel, content.
-- Answer: the number of keys that were another's.
local others = 0
for i = 1, #KEYS do
  local owner = ARGV[2 * i - 1]
  local life = tonumber(ARGV[2 * i])
  local holder = redis.call('GET', KEYS[i])
  if holder and owner ~= '' and holder ~= owner then
    others = others + 1
  elseif life > 0 then
    redis.call('SET', KEYS[i], owner, 'PX', life)
  elseif holder then
    redis.call('DEL', KEYS[i])
  end
end
for i = 2 * #KEYS + 1, #ARGV, 2 do
  redis.call('PUBLISH', ARGV[i], ARGV[i + 1])
end
return others
