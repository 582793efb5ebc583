-- One step of a room: by the instance that leads it the whole step, by the others their pulse and a look.
-- Who asks first after the lease is over leads. Time is Redis' own; a step that comes late or twice changes nothing but that.
-- KEYS: state, passes (sorted set: place -> end), windows by place (sorted set), windows (hash: first place -> "end place:end:left"),
--   pulses (hash: instance -> "time;pulse"), given back (sorted set: place -> when)
-- ARGV: 1 epoch, 2 instance, 3 lease in ms, 4 phase wanted, 5 people a ms, 6 burst, 7 passes at most, 8 ms to come in,
--   9 numbers end here, 10 late numbers end here, 11 nobody is called from here on, 12 lots (-1: not drawn), 13 late lots, 14 pulse,
--   15 given back since (ms), 16 life of a pass in ms
-- Answer: lost; or ok, leads (1/0), now in ms, phase, serving, tail, late, passes, unclaimed, admitted, no-shows, given back,
--   arrived, first open window, list of pulses, list of places given back, numbers that nobody has (from-to, not included, …).
local s, active, windows, window, pulses, returned = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if redis.call('HGET', s, 'epoch') ~= ARGV[1] then
  return {'lost'}
end

local names = {'phase', 'seq', 'late', 'serving', 'tokens', 'credit', 'at', 'unclaimed', 'noshows', 'lots', 'gaps', 'leader', 'leads'}
local read = redis.call('HMGET', s, unpack(names))
local room = {}
for i, name in ipairs(names) do
  room[name] = read[i] or ''
end
local function number(name) return tonumber(room[name]) or 0 end

redis.call('HSET', pulses, ARGV[2], now .. ';' .. ARGV[14])
local leads = room.leader == ARGV[2] or room.leader == '' or number('leads') < now
local phase, serving, tail = room.phase, number('serving'), number('seq')
if leads then
  redis.call('ZREMRANGEBYSCORE', active, '-inf', now)
  redis.call('ZREMRANGEBYSCORE', returned, '-inf', now - ARGV[16])

  -- Whoever did not come in time makes room for the next.
  local unclaimed, noshows, credit = number('unclaimed'), number('noshows'), number('credit')
  while true do
    local first = redis.call('ZRANGE', windows, 0, 0)[1]
    if not first then break end
    local till, left = string.match(redis.call('HGET', window, first), '^%d+:(%d+):(%d+)$')
    if tonumber(till) > now then break end
    unclaimed, noshows, credit = unclaimed - left, noshows + left, credit + left
    redis.call('ZREM', windows, first)
    redis.call('HDEL', window, first)
  end

  -- The draw: first nobody joins any more, then the leader makes their number durable, then it counts.
  local lots = tonumber(ARGV[12])
  if lots >= 0 and number('lots') < 0 then
    tail = math.max(tail, lots + ARGV[13])
    redis.call('HSET', s, 'lots', lots)
  end
  phase = ARGV[4]
  if lots < 0 and phase ~= 'off' and phase ~= 'announced' and phase ~= 'pre-queue' and phase ~= 'closed' then
    phase = 'drawing'
  end

  local tokens = number('tokens')
  if phase == 'live' or phase == 'draining' then
    tokens = math.min(tonumber(ARGV[6]), tokens + ARGV[5] * math.max(0, now - number('at')))
    local places = tonumber(ARGV[7]) - redis.call('ZCARD', active) - unclaimed
    local count = math.floor(math.min(tokens + credit, places, ARGV[11] - serving))
    local gaps = {}
    for from, to in string.gmatch(room.gaps, '(%d+)%-(%d+)') do
      gaps[#gaps + 1] = {tonumber(from), tonumber(to)}
    end
    local function open(first, last, left)
      redis.call('ZADD', windows, first, string.format('%.0f', first))
      redis.call('HSET', window, string.format('%.0f', first), string.format('%.0f:%.0f:%.0f', last, now + ARGV[8], left))
    end
    while count > 0 and serving < tail do
      while gaps[1] and gaps[1][2] <= serving do table.remove(gaps, 1) end
      if gaps[1] and gaps[1][1] <= serving then
        -- Hardly anybody is in a gap. Who is may come, as far as there is room for them then.
        open(serving, gaps[1][2], 0)
        serving = gaps[1][2]
      else
        local step = math.min(count, (gaps[1] and gaps[1][1] or tail) - serving)
        open(serving, serving + step, step)
        serving, count, unclaimed = serving + step, count - step, unclaimed + step
        local owed = math.min(credit, step)
        credit, tokens = credit - owed, tokens - (step - owed)
      end
    end
    local rest = {}
    for i, gap in ipairs(gaps) do rest[i] = string.format('%.0f-%.0f', gap[1], gap[2]) end
    redis.call('HSET', s, 'gaps', table.concat(rest, ','))
  end

  redis.call('HSET', s, 'leader', ARGV[2], 'leads', now + ARGV[3], 'phase', phase, 'at', now, 'tokens', tostring(tokens), 'credit', tostring(credit),
    'serving', string.format('%.0f', serving), 'seq', string.format('%.0f', tail), 'unclaimed', string.format('%.0f', unclaimed),
    'noshows', string.format('%.0f', noshows), 'reserved', ARGV[9], 'latereserved', ARGV[10], 'room', ARGV[7])
end

local counts = redis.call('HMGET', s, 'late', 'unclaimed', 'admitted', 'noshows', 'returned', 'arrived', 'gaps')
local fresh = {}
local all = redis.call('HGETALL', pulses)
for i = 1, #all, 2 do
  if now - string.match(all[i + 1], '^%d+') > 5000 then
    redis.call('HDEL', pulses, all[i])
  else
    fresh[#fresh + 1] = string.match(all[i + 1], ';(.*)$')
  end
end
return {'ok', leads and 1 or 0, now, phase, string.format('%.0f', serving), string.format('%.0f', tail), counts[1] or 0, redis.call('ZCARD', active),
  counts[2] or 0, counts[3] or 0, counts[4] or 0, counts[5] or 0, counts[6] or 0, redis.call('ZRANGE', windows, 0, 0)[1] or string.format('%.0f', serving),
  fresh, redis.call('ZRANGEBYSCORE', returned, ARGV[15], '+inf'), counts[7] or ''}
