-- Records the end of an attempt, unless its lease has ended and another attempt has begun. A success ends the endpoint's failing, a failure
-- that counts begins it.
WITH delivery AS (
  UPDATE webhook_deliveries SET is_leased = false, next_at = @next::timestamptz, last_at = @now, last_status = @status::integer,
    last_failure = @failure::text, last_answer = @answer::text,
    delivered_at = CASE WHEN @failure::text IS NULL THEN @now END,
    ended_at = CASE WHEN @next::timestamptz IS NULL THEN @now END
  WHERE endpoint_id = @endpoint AND fact_id = @fact AND attempts = @attempt AND is_leased
  RETURNING endpoint_id)
UPDATE webhook_endpoints e SET failing_since = CASE WHEN @failure::text IS NOT NULL THEN @now END
FROM delivery
WHERE e.id = delivery.endpoint_id
  AND CASE WHEN @failure::text IS NULL THEN e.failing_since IS NOT NULL ELSE @counts AND e.failing_since IS NULL END
