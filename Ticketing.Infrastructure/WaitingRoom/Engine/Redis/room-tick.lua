-- One step of a room. The leading instance advances it; the others only report their load and read the state.
-- The first instance after the lease's expiry leads. Uses Redis' clock, so that late or repeated steps are harmless.
-- KEYS: state, passes (sorted set: place -> end), windows by place (sorted set), windows (hash: first place -> "end place:end:left"),
--   pulses (hash: instance -> "time;load"), released passes (sorted set: place -> time)
-- ARGV, in this order:
local epoch, instance, lease_ms, wanted_phase, people_per_ms, burst, passes_max, claim_ms,
  numbers_end, late_end, -- the ends of the reserved numbers
    serving_end, -- the end of the places that may be called
  drawn_lots, late_lots, -- -1: not drawn
  load_text, returned_since, pass_ms = unpack(ARGV)
  -- Returns lost (another epoch); or ok and a list of names and values, see the end.
local s, active, windows, window, pulses, returned = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if redis.call('HGET', s, 'epoch') ~= epoch then
  return {'lost'}
end

local names = {'phase', 'seq', 'late', 'serving', 'tokens', 'credit', 'at', 'unclaimed', 'noshows', 'lots', 'gaps', 'leader', 'leads'}
local read = redis.call('HMGET', s, unpack(names))
local room = {}
for i, name in ipairs(names) do
  room[name] = read[i] or ''
end
local function number(name) return tonumber(room[name]) or 0 end

redis.call('HSET', pulses, instance, now .. ';' .. load_text)
local leads = room.leader == instance or room.leader == '' or number('leads') < now
local phase, serving, tail = room.phase, number('serving'), number('seq')
if leads then
  redis.call('ZREMRANGEBYSCORE', active, '-inf', now)
  redis.call('ZREMRANGEBYSCORE', returned, '-inf', now - pass_ms)

  -- Closes expired windows; unclaimed places become credit for further calls.
  local unclaimed, noshows, credit = number('unclaimed'), number('noshows'), number('credit')
  while true do
    local first = redis.call('ZRANGE', windows, 0, 0)[1]
    if not first then break end
    local closes, left = string.match(redis.call('HGET', window, first), '^%d+:(%d+):(%d+)$')
        if tonumber(closes) > now then break end
    unclaimed, noshows, credit = unclaimed - left, noshows + left, credit + left
    redis.call('ZREM', windows, first)
    redis.call('HDEL', window, first)
  end

  -- The draw: joins stop, the leader persists the number of lots, then they take effect.
  local lots = tonumber(drawn_lots)
  if lots >= 0 and number('lots') < 0 then
    tail = math.max(tail, lots + late_lots)
    redis.call('HSET', s, 'lots', lots)
  end
  phase = wanted_phase
  if lots < 0 and phase ~= 'off' and phase ~= 'announced' and phase ~= 'pre-queue' and phase ~= 'closed' then
    phase = 'drawing'
  end

  local tokens = number('tokens')
  if phase == 'live' or phase == 'draining' then
    tokens = math.min(tonumber(burst), tokens + people_per_ms * math.max(0, now - number('at')))
    local places = tonumber(passes_max) - redis.call('ZCARD', active) - unclaimed
    local count = math.floor(math.min(tokens + credit, places, serving_end - serving))
    local gaps = {}
    for from, to in string.gmatch(room.gaps, '(%d+)%-(%d+)') do
      gaps[#gaps + 1] = {tonumber(from), tonumber(to)}
    end
    local function open(first, last, left)
      redis.call('ZADD', windows, first, string.format('%.0f', first))
      redis.call('HSET', window, string.format('%.0f', first), string.format('%.0f:%.0f:%.0f', last, now + claim_ms, left))
    end
    while count > 0 and serving < tail do
      while gaps[1] and gaps[1][2] <= serving do table.remove(gaps, 1) end
      if gaps[1] and gaps[1][1] <= serving then
        -- Few numbers of a gap are assigned, if any: opens a window without reserved passes.
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

  redis.call('HSET', s, 'leader', instance, 'leads', now + lease_ms, 'phase', phase, 'at', now,
    'tokens', tostring(tokens), 'credit', tostring(credit), 'serving', string.format('%.0f', serving),
    'seq', string.format('%.0f', tail), 'unclaimed', string.format('%.0f', unclaimed),
    'noshows', string.format('%.0f', noshows), 'reserved', numbers_end, 'latereserved', late_end, 'room', passes_max)
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
return {'ok', {
  'leads', leads and 1 or 0,
  'now', now,
  'phase', phase,
  'serving', string.format('%.0f', serving),
  'tail', string.format('%.0f', tail),
  'late', counts[1] or 0,
  'passes', redis.call('ZCARD', active),
  'unclaimed', counts[2] or 0,
  'admitted', counts[3] or 0,
  'no_shows', counts[4] or 0,
  'given_back', counts[5] or 0,
  'arrived', counts[6] or 0,
  'first_window', redis.call('ZRANGE', windows, 0, 0)[1] or string.format('%.0f', serving), -- first place of the first open window
  'pulses', fresh,
  'returned', redis.call('ZRANGEBYSCORE', returned, returned_since, '+inf'), -- places
  'gaps', counts[7] or '', -- unassigned numbers: from-to (to excluded), comma-separated
}}
