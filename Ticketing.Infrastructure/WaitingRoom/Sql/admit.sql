-- Inserts an admission. Idempotent: for an existing row it returns the stored owner, expiry and release.
-- In:  performance, place, owner, expires_at, waited_seconds or null
WITH made AS (
  INSERT INTO admissions (performance_id, place, owner, admitted_at, expires_at, waited_seconds)
  VALUES (@performance, @place, @owner, now(), @expires_at, @waited_seconds)
  ON CONFLICT (performance_id, place) DO UPDATE SET owner = admissions.owner
  RETURNING owner, expires_at, released_at
)
SELECT owner, expires_at, CASE WHEN expires_at <= now() THEN coalesce(released_at, expires_at) ELSE released_at END AS released_at FROM made
