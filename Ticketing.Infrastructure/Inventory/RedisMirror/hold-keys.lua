-- Reserves the seats of a batch of requests in order, each request all or nothing, within the budgets of their origins.
-- A seat's key holds: owner (16 bytes), time of taking in seconds (4 bytes), then the tags of the counters that count it (8 bytes each).
-- Keys of the same owner are no conflict (double click).
-- A counter is a sorted set of seats by the time until which they count. Its tag's first letter is its kind: d device, a account,
-- l line, b block (see SeatBudget). A proof of work gives the owner credit beyond the first three; the block has no credit.
-- KEYS: per request: the prefix of the performance's counters (never a key itself), then its seats; in a cluster of one performance (one
--   hash tag), elsewhere of any number.
-- ARGV: TTL of a new key in ms, number of requests, TTL of a counter in ms, maxima of account, line and block, then per request:
--   owner, number of its seats, number of places chosen later, ms for which its seats count, tags ('': no budget), maximum of the
--   device, proof to use ('': none), credit of a proof, ms for which one owner may hold a seat in all, admission pass ('': none).
-- Returns one entry per request:
--   false           all its seats are reserved
--   ms              the same; the owner may hold them only so long
--   {position, ..}  positions (from 1) of seats with another owner
--   {0, seats}      over a budget that a proof raises; seats counted for the line
--   {-1}            over the block's budget
--   {-2}            the pass has another hold
--   {-3, pos, ..}   positions of seats that the owner has held as long as is allowed
local ARGUMENTS = 10
local FEWEST_MS = 30000
local life = ARGV[1]
local counter_life = ARGV[3]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local taken_at = struct.pack('>I4', clock[1])

-- A call from Lua costs more than most commands: keys are read with one, and a counter's life is renewed when it begins and by one script
-- in sixteen, long before it ends.
local renews = clock[2] % 16 == 0
local begun, written = {}, {}

local READ_MAX = 4000
local holders = {}
for first = 1, #KEYS, READ_MAX do
  for i, holder in ipairs(redis.call('MGET', unpack(KEYS, first, math.min(first + READ_MAX - 1, #KEYS)))) do
    holders[first + i - 1] = holder
  end
end
-- Set by earlier requests of this batch.
local reserved = {}

-- The seats counted by a counter; expired ones are removed only when they would matter.
local function count(key, needed, max)
  local seats = redis.call('ZCARD', key)
  if seats == 0 then
    begun[key] = true
  end
  if seats + needed > max then
    redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
    seats = redis.call('ZCARD', key)
  end
  return seats
end

-- Takes credit that proofs gave the owner.
local function take_credit(prefix, owner, needed, proof, credit)
  local key = prefix .. 'c' .. owner
  if proof ~= '' and redis.call('SET', prefix .. 'p' .. proof, '1', 'PX', counter_life, 'NX') then
    redis.call('INCRBY', key, credit)
    redis.call('PEXPIRE', key, counter_life)
  end
  if tonumber(redis.call('GET', key) or '0') < needed then
    return false
  end
  redis.call('DECRBY', key, needed)
  return true
end

-- Returns nil within the budgets, else the refusal.
local function check_budget(prefix, owner, needed, at)
  local tags = ARGV[at + 4]
  local max = { d = tonumber(ARGV[at + 5]), a = tonumber(ARGV[4]), l = tonumber(ARGV[5]), b = tonumber(ARGV[6]) }
  local over, of_line = false, 0
  for position = 1, #tags, 8 do
    local tag = string.sub(tags, position, position + 7)
    local kind = string.sub(tag, 1, 1)
    local seats = count(prefix .. tag, needed, max[kind])
    if kind == 'l' then
      of_line = seats
    end
    if seats + needed > max[kind] then
      if kind == 'b' then
        return { -1 }
      end
      over = true
    end
  end
  if over and not take_credit(prefix, owner, needed, ARGV[at + 6], ARGV[at + 7]) then
    return { 0, of_line }
  end
  return nil
end

-- Returns the seats that the owner may hold no longer, and the shortest time left of the others (nil: unlimited).
local function check_time(prefix, owner, free, total)
  local spent, rest = { -3 }, nil
  for _, seat in ipairs(free) do
    local held = redis.call('GET', prefix .. 'h' .. owner .. seat.number)
    if held then
      local left = total - tonumber(held)
      if left < math.min(FEWEST_MS, total / 10) then
        spent[#spent + 1] = seat.position
      elseif not rest or left < rest then
        rest = left
      end
    end
  end
  return spent, rest
end

local function reserve(first, at)
  local prefix = KEYS[first]
  local owner = ARGV[at]
  local taken, free = {}, {}
  for position = 1, tonumber(ARGV[at + 1]) do
    local key = KEYS[first + position]
    local holder = reserved[key] or holders[first + position]
    if not holder then
      free[#free + 1] = { key = key, position = position, number = string.sub(key, #prefix + 1) }
    elseif string.sub(holder, 1, 16) ~= owner then
      taken[#taken + 1] = position
    end
  end
  if #taken > 0 then
    return taken
  end

  local tags = ARGV[at + 4]
  local places = tonumber(ARGV[at + 2])
  local needed = #free + places
  local rest = nil
  if tags ~= '' and needed > 0 then
    if ARGV[at + 9] ~= '' then
      local pass = prefix .. 'w' .. ARGV[at + 9]
      if not redis.call('SET', pass, owner, 'PX', counter_life, 'NX') and redis.call('GET', pass) ~= owner then
        return { -2 }
      end
    end
    -- Without a device tag the owner was made for this request and has held nothing.
    if string.sub(tags, 1, 1) == 'd' then
      local spent
      spent, rest = check_time(prefix, owner, free, tonumber(ARGV[at + 8]))
      if #spent > 1 then
        return spent
      end
    end
    local refusal = check_budget(prefix, owner, needed, at)
    if refusal then
      return refusal
    end
  end

  local value = owner .. taken_at .. tags
  for _, seat in ipairs(free) do
    redis.call('SET', seat.key, value, 'PX', life)
    reserved[seat.key] = value
  end
  if tags ~= '' and needed > 0 then
    local members = {}
    -- As text once: each call would write the number anew.
    local counts_until = string.format('%d', now + ARGV[at + 3])
    for _, seat in ipairs(free) do
      members[#members + 1] = counts_until
      members[#members + 1] = seat.number
    end
    -- Places are counted by number once they are chosen; until then under names that expire by themselves.
    for place = 1, places do
      members[#members + 1] = now + life
      members[#members + 1] = owner .. place
    end
    for position = 1, #tags, 8 do
      local key = prefix .. string.sub(tags, position, position + 7)
      redis.call('ZADD', key, unpack(members))
      written[key] = true
    end
  end
  return rest or false
end

local answer = {}
local first = 1
local at = 7
for request = 1, tonumber(ARGV[2]) do
  answer[request] = reserve(first, at)
  first = first + 1 + tonumber(ARGV[at + 1])
  at = at + ARGUMENTS
end
for key in pairs(renews and written or begun) do
  redis.call('PEXPIRE', key, counter_life)
end
return answer
