-- Gets or assigns an owner's number. A refusal consumes no number.
-- KEYS: state, numbers of a bucket of owners (hash: owner -> number)
-- ARGV: epoch, owner, 1 for a place after the drawn lots, the owner's used number ('' for none), TTL of the hash in s
-- Returns lost (another epoch); shut (no joins in this phase); full (retry in a second); or known or new, and the number.
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
