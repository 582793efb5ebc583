-- Updates keys after a commit and publishes messages to the other instances. The value of a seat's key: see hold-keys.lua.
-- KEYS: seats; in a cluster of one performance (one hash tag), elsewhere of any number.
-- ARGV: number of messages, TTL of a counter in ms, TTL of a record of held time in ms, then per key: owner (16 bytes) and tags, TTL in
--   ms, ms; then per message: channel, content.
-- A TTL > 0 sets the key unless it has another owner, and counts the seat for so many ms (0: as before). Without an owner only an existing
--   key is changed.
-- A TTL of 0 deletes the key if the owner matches (compare and delete), or whatever its owner if none is given; the seat counts no more,
--   and the time that the owner has held it is recorded: the given ms if the key has expired already.
-- A TTL < 0 leaves the key, and counts the seat for so many ms.
-- Returns the number of keys with another owner.
local PER_KEY = 3
local OWNER = 16
local HEAD = 20
local messages = tonumber(ARGV[1])
local counter_life = ARGV[2]
local record_life = ARGV[3]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function parts(key)
  local prefix, number = string.match(key, '^(.*:)s:(%d+)$')
  return prefix .. 'b:', number
end

local function count_until(key, holder, ms)
  local prefix, number = parts(key)
  for position = HEAD + 1, #holder, 8 do
    local counter = prefix .. string.sub(holder, position, position + 7)
    redis.call('ZADD', counter, now + ms, number)
    redis.call('PEXPIRE', counter, counter_life)
  end
end

local function free(key, owner, holder, held)
  local prefix, number = parts(key)
  if holder then
    redis.call('DEL', key)
    for position = HEAD + 1, #holder, 8 do
      redis.call('ZREM', prefix .. string.sub(holder, position, position + 7), number)
    end
    owner = string.sub(holder, 1, OWNER)
    held = #holder >= HEAD and math.max(0, now - 1000 * struct.unpack('>I4', string.sub(holder, OWNER + 1, HEAD))) or held
  end
  if owner ~= '' and held > 0 then
    redis.call('INCRBY', prefix .. 'h' .. owner .. number, held)
    redis.call('PEXPIRE', prefix .. 'h' .. owner .. number, record_life)
  end
end

local others = 0
local at = 4
for i = 1, #KEYS do
  local owner = string.sub(ARGV[at], 1, OWNER)
  local life = tonumber(ARGV[at + 1])
  local ms = tonumber(ARGV[at + 2])
  local holder = redis.call('GET', KEYS[i])
  if holder and owner ~= '' and string.sub(holder, 1, OWNER) ~= owner then
    others = others + 1
  elseif life > 0 then
    if holder then
      redis.call('PEXPIRE', KEYS[i], life)
    elseif owner ~= '' then
      holder = owner .. struct.pack('>I4', clock[1]) .. string.sub(ARGV[at], OWNER + 1)
      redis.call('SET', KEYS[i], holder, 'PX', life)
    end
    if holder and ms > 0 then
      count_until(KEYS[i], holder, ms)
    end
  elseif life == 0 then
    free(KEYS[i], owner, holder, ms)
  elseif holder then
    count_until(KEYS[i], holder, ms)
  end
  at = at + PER_KEY
end
for _ = 1, messages do
  redis.call('PUBLISH', ARGV[at], ARGV[at + 1])
  at = at + 2
end
return others
