-- Gives somebody a number: the one they have, else the next. A number that is refused is not used up.
-- KEYS: state, numbers of some owners (hash: owner -> number)
-- ARGV: epoch, owner, 1 for those who come after the drawn lots, a number of theirs that is used up ('' for none), life of the hash in s
-- Answer: lost; shut (nobody gets one now); full (come back in a second); known or new, and the number.
if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then
  return {'lost'}
end

local known = redis.call('HGET', KEYS[2], ARGV[2])
if known and known ~= ARGV[4] then
  return {'known', known}
end

local state = redis.call('HMGET', KEYS[1], 'phase', 'seq', 'reserved', 'late', 'latereserved')
local phase = state[1]
if phase == 'drawing' then
  return {'full'}
end
if phase ~= 'pre-queue' and phase ~= 'live' and phase ~= 'paused' and phase ~= 'sold-out' then
  return {'shut'}
end

local number
if ARGV[3] == '1' and phase == 'pre-queue' then
  if tonumber(state[4]) >= tonumber(state[5]) then
    return {'full'}
  end
  number = string.format('%.0f', -redis.call('HINCRBY', KEYS[1], 'late', 1))
else
  if tonumber(state[2]) >= tonumber(state[3]) then
    return {'full'}
  end
  number = string.format('%.0f', redis.call('HINCRBY', KEYS[1], 'seq', 1) - 1)
end

redis.call('HINCRBY', KEYS[1], 'arrived', 1)
redis.call('HSET', KEYS[2], ARGV[2], number)
if redis.call('HLEN', KEYS[2]) == 1 then
  redis.call('EXPIRE', KEYS[2], ARGV[5])
end
return {'new', number}
