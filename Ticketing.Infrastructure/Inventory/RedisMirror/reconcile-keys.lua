-- Sets the keys of a range of seats according to PostgreSQL, after a Redis outage.
-- KEYS: seats of one performance (one hash tag).
-- ARGV: TTL in ms up to which other keys are kept (requests in flight), then per key: owner or '', TTL in ms.
-- Returns the number of keys changed.
local pending_life = tonumber(ARGV[1])
local changed = 0
for i = 1, #KEYS do
  local owner = ARGV[2 * i]
  local holder = redis.call('GET', KEYS[i])
  if owner ~= '' then
    -- A key without tags: the counters of lost keys begin anew.
    if not holder or string.sub(holder, 1, #owner) ~= owner then
      redis.call('SET', KEYS[i], owner, 'PX', ARGV[2 * i + 1])
      changed = changed + 1
    end
  elseif holder and redis.call('PTTL', KEYS[i]) > pending_life then
    redis.call('DEL', KEYS[i])
    changed = changed + 1
  end
end
return changed
