-- Brings keys in line with what PostgreSQL has decided.
-- KEYS: seats of one performance (one hash tag).
-- ARGV: for each key: owner, ms. With ms > 0 the key is the owner's for so long: made where it is missing, left alone where it is
-- another's. With 0 it is deleted if it is the owner's (compare and delete); with 0 and no owner, whosever it is.
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
return others
