-- Reserves the seats of a batch of requests in order, each request all or nothing.
-- A seat's key holds its owner. Keys of the same owner are no conflict (double click).
-- KEYS: the seats, request after request; in a cluster of one performance (one hash tag), elsewhere of any number.
-- ARGV: TTL of a new key in ms, number of requests, then per request: owner, number of its seats.
-- Returns one entry per request: false if all its seats are reserved, else the positions (from 1) of seats with another owner.
local life = ARGV[1]
local answer = {}
local first = 0
for request = 1, tonumber(ARGV[2]) do
  local owner = ARGV[1 + 2 * request]
  local count = tonumber(ARGV[2 + 2 * request])
  local taken = {}
  local free = {}
  for position = 1, count do
    local holder = redis.call('GET', KEYS[first + position])
    if not holder then
      free[#free + 1] = KEYS[first + position]
    elseif holder ~= owner then
      taken[#taken + 1] = position
    end
  end
  if #taken > 0 then
    answer[request] = taken
  else
    for _, key in ipairs(free) do
      redis.call('SET', key, owner, 'PX', life, 'NX')
    end
    answer[request] = false
  end
  first = first + count
end
return answer
