-- Issues the pass of a called place: once, within its window, and at most as many as may be active.
-- KEYS: state, passes, windows by place, windows, places used (bitmap)
-- ARGV: epoch, place (negative: a skip-the-line link, without a call), validity of a pass in ms
-- Returns lost (another epoch); early (not called yet); late (the window has closed); used (the pass has ended); full (retry); or in, and
-- the pass' expiry in ms.
if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then
  return {'lost'}
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local place = tonumber(ARGV[2])
local expires = redis.call('ZSCORE', KEYS[2], ARGV[2])
if expires and tonumber(expires) > now then
  return {'in', string.format('%.0f', expires)}
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
  local last, closes, left = string.match(redis.call('HGET', KEYS[4], first), '^(%d+):(%d+):(%d+)$')
  if place >= tonumber(last) or tonumber(closes) <= now then
    return {'late'}
  end
  if tonumber(left) > 0 then
    redis.call('HSET', KEYS[4], first, last .. ':' .. closes .. ':' .. string.format('%.0f', left - 1))
    redis.call('HINCRBY', KEYS[1], 'unclaimed', -1)
  elseif places <= 0 then
    return {'full'}
  end
  redis.call('SETBIT', KEYS[5], ARGV[2], 1)
elseif places <= 0 then
  return {'full'}
end

expires = string.format('%.0f', now + ARGV[3])
redis.call('ZADD', KEYS[2], expires, ARGV[2])
redis.call('HINCRBY', KEYS[1], 'admitted', 1)
return {'in', expires}
