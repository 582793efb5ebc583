-- Reserves the seats of a batch of requests, each all or nothing in itself, in the order given.
-- A seat's key holds the bytes of its owner. An owner passes its own keys: a double click is no conflict.
-- KEYS: the seats, request after request; of one performance in a cluster (one hash tag), of any number elsewhere.
-- ARGV: life of a new key in ms, number of requests, then for each request: owner, number of its seats.
-- Answer: one entry a request: false when all its seats are its own now, else the positions (from 1) of those that are not.
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
