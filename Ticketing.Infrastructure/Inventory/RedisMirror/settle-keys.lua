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
-- '{perf:', 32 digits, '}:' before 's:' and the seat's number.
local PREFIX = 40
-- Lua passes at most some 8,000 arguments.
local PASSED_MAX = 4000
local messages = tonumber(ARGV[1])
local counter_life = ARGV[2]
local record_life = ARGV[3]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

-- A call from Lua costs more than most commands: keys are read with one, and a counter's life is renewed when it may have begun here and
-- by one script in sixteen, long before it ends.
local renews = clock[2] % 16 == 0

local holders = {}
for first = 1, #KEYS, PASSED_MAX do
  for i, holder in ipairs(redis.call('MGET', unpack(KEYS, first, math.min(first + PASSED_MAX - 1, #KEYS)))) do
    holders[KEYS[first + i - 1]] = holder
  end
end

local function parts(key)
  return string.sub(key, 1, PREFIX) .. 'b:', string.sub(key, PREFIX + 3)
end

-- Seats to be counted, by counter: one call counts those of a whole batch.
local counted = {}

local function flush(counter)
  local members = counted[counter]
  if members then
    local added = redis.call('ZADD', counter, unpack(members))
    if renews or 2 * added == #members then
      redis.call('PEXPIRE', counter, counter_life)
    end
    counted[counter] = nil
  end
end

-- Times as text once: each call would write the number anew.
local times = {}

local function count_until(key, holder, ms)
  local prefix, number = parts(key)
  local time = times[ms] or string.format('%d', now + ms)
  times[ms] = time
  for position = HEAD + 1, #holder, 8 do
    local counter = prefix .. string.sub(holder, position, position + 7)
    local members = counted[counter] or {}
    members[#members + 1] = time
    members[#members + 1] = number
    counted[counter] = members
    if #members >= PASSED_MAX then
      flush(counter)
    end
  end
end

local function uncount(counter, member)
  flush(counter)
  redis.call('ZREM', counter, member)
end

local function free(key, owner, holder, held)
  local prefix, number = parts(key)
  if holder then
    redis.call('DEL', key)
    holders[key] = false
    for position = HEAD + 1, #holder, 8 do
      uncount(prefix .. string.sub(holder, position, position + 7), number)
    end
    owner = string.sub(holder, 1, OWNER)
    held = #holder >= HEAD and math.max(0, now - 1000 * struct.unpack('>I4', string.sub(holder, OWNER + 1, HEAD))) or held
  end
  if owner ~= '' and held > 0 then
    redis.call('INCRBY', prefix .. 'h' .. owner .. number, held)
    redis.call('PEXPIRE', prefix .. 'h' .. owner .. number, record_life)
  end
end

-- A place that was chosen after its reservation: counted by its number from now on, no more by a name of its owner (hold-keys.lua).
local chosen = {}
local function forget_name(key, owner, tags)
  local prefix = parts(key)
  chosen[owner] = (chosen[owner] or 0) + 1
  for position = 1, #tags, 8 do
    uncount(prefix .. string.sub(tags, position, position + 7), owner .. chosen[owner])
  end
end

local others = 0
local at = 4
for i = 1, #KEYS do
  local key = KEYS[i]
  local owner = string.sub(ARGV[at], 1, OWNER)
  local life = tonumber(ARGV[at + 1])
  local ms = tonumber(ARGV[at + 2])
  local holder = holders[key]
  if holder and owner ~= '' and string.sub(holder, 1, OWNER) ~= owner then
    others = others + 1
  elseif life > 0 then
    if holder then
      redis.call('PEXPIRE', key, life)
    elseif owner ~= '' then
      holder = owner .. struct.pack('>I4', clock[1]) .. string.sub(ARGV[at], OWNER + 1)
      redis.call('SET', key, holder, 'PX', life)
      holders[key] = holder
      forget_name(key, owner, string.sub(ARGV[at], OWNER + 1))
    end
    if holder and ms > 0 then
      count_until(key, holder, ms)
    end
  elseif life == 0 then
    free(key, owner, holder, ms)
  elseif holder then
    count_until(key, holder, ms)
  end
  at = at + PER_KEY
end
for counter in pairs(counted) do
  flush(counter)
end
for _ = 1, messages do
  redis.call('PUBLISH', ARGV[at], ARGV[at + 1])
  at = at + 2
end
return others
