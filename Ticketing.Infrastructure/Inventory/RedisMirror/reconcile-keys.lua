-- Makes the keys of a stretch of seats what PostgreSQL says they are, after Redis or the way to it was away.
-- KEYS: seats of one performance (one hash tag).
-- ARGV: life in ms below which a foreign key is spared (a request on its way to PostgreSQL), then for each key: owner or '', ms.
-- Answer: the number of keys changed.
local spared = tonumber(ARGV[1])
local changed = 0
for i = 1, #KEYS do
  local owner = ARGV[2 * i]
  local holder = redis.call('GET', KEYS[i])
  if owner ~= '' then
    if holder ~= owner then
      redis.call('SET', KEYS[i], owner, 'PX', ARGV[2 * i + 1])
      changed = changed + 1
    end
  elseif holder and redis.call('PTTL', KEYS[i]) > spared then
    redis.call('DEL', KEYS[i])
    changed = changed + 1
  end
end
return changed
