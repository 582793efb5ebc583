-- Lets in whoever was called: once, in time, and never more at a time than may be in the shop.
-- KEYS: state, passes, windows by place, windows, places used (bitmap)
-- ARGV: epoch, place (below 0: by a link, without having been called), life of a pass in ms
-- Answer: lost; early; late (the time to come in is over); used (let in before, and out again); full (a moment); in, and the pass' end in ms.
if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then
  return {'lost'}
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local place = tonumber(ARGV[2])
local till = redis.call('ZSCORE', KEYS[2], ARGV[2])
if till and tonumber(till) > now then
  return {'in', string.format('%.0f', till)}
end

local state = redis.call('HMGET', KEYS[1], 'serving', 'unclaimed', 'room', 'phase')
local places = (tonumber(state[3]) or 0) - redis.call('ZCOUNT', KEYS[2], '(' .. now, '+inf') - tonumber(state[2])
if state[4] == 'closed' then
  return {'late'}
end

if place >= 0 then
  if redis.call('GETBIT', KEYS[5], ARGV[2]) == 1 then
    return {'used'}
  end
  if place >= tonumber(state[1]) then
    return {'early'}
  end
  local first = redis.call('ZREVRANGEBYSCORE', KEYS[3], ARGV[2], '-inf', 'LIMIT', 0, 1)[1]
  if not first then
    return {'late'}
  end
  local last, over, left = string.match(redis.call('HGET', KEYS[4], first), '^(%d+):(%d+):(%d+)$')
  if place >= tonumber(last) or tonumber(over) <= now then
    return {'late'}
  end
  if tonumber(left) > 0 then
    redis.call('HSET', KEYS[4], first, last .. ':' .. over .. ':' .. string.format('%.0f', left - 1))
    redis.call('HINCRBY', KEYS[1], 'unclaimed', -1)
  elseif places <= 0 then
    return {'full'}
  end
  redis.call('SETBIT', KEYS[5], ARGV[2], 1)
elseif places <= 0 then
  return {'full'}
end

till = string.format('%.0f', now + ARGV[3])
redis.call('ZADD', KEYS[2], till, ARGV[2])
redis.call('HINCRBY', KEYS[1], 'admitted', 1)
return {'in', till}
