-- Percentiles of the waiting times of recent admissions.
-- In:  performance, span (how far back)
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY waited_seconds) AS median,
  percentile_disc(0.9) WITHIN GROUP (ORDER BY waited_seconds) AS ninetieth,
  count(*) AS people
FROM admissions
WHERE performance_id = @performance AND admitted_at > now() - @span::interval AND waited_seconds IS NOT NULL
