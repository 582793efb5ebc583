-- Removes facts that every consumer has behind it.
-- KEYS: trimmed ids, then the streams.
-- ARGV: per stream: id up to which facts are removed, the id after it.
local function numbers(id)
  local transaction, ordinal = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(transaction), tonumber(ordinal)
end

local function is_larger(id, other)
  local transaction, ordinal = numbers(id)
  local other_transaction, other_ordinal = numbers(other)
  return transaction > other_transaction or (transaction == other_transaction and ordinal > other_ordinal)
end

for n = 2, #KEYS do
  -- A consumer that is new begins before what has been removed; that stays noted.
  if redis.call('XTRIM', KEYS[n], 'MINID', ARGV[2 * n - 2]) > 0 then
    local trimmed = redis.call('HGET', KEYS[1], n - 2)
    if not trimmed or is_larger(ARGV[2 * n - 3], trimmed) then
      redis.call('HSET', KEYS[1], n - 2, ARGV[2 * n - 3])
    end
  end
end
return 1
