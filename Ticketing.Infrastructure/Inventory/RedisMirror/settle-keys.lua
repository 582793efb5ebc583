-- Updates keys after a commit and publishes messages to the other instances.
-- KEYS: seats; in a cluster of one performance (one hash tag), elsewhere of any number.
-- ARGV: per key: owner, TTL in ms; then per message: channel, content.
-- A TTL > 0 sets the key unless it has another owner. A TTL of 0 deletes it if the owner matches (compare and delete), or whatever its
-- owner if none is given.
-- Returns the number of keys with another owner.
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
