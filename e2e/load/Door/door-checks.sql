-- What is stored and counted of a performance's scans.
-- In: performance
SELECT
  (SELECT count(*) FROM scans WHERE performance_id = @performance) AS scans,
  (SELECT coalesce(sum(entered), 0) FROM checkin_counts WHERE performance_id = @performance) AS entered,
  (SELECT coalesce(sum(exits), 0) FROM checkin_counts WHERE performance_id = @performance) AS left_house,
  (SELECT coalesce(sum(inside), 0) FROM checkin_counts WHERE performance_id = @performance) AS inside,
  (SELECT count(*) FROM ticket_entries WHERE performance_id = @performance AND state = 'inside') AS heads,
  (SELECT count(*) FROM scans WHERE performance_id = @performance AND 'duplicate' = ANY (flags)) AS duplicates,
  (SELECT seq FROM checkin_doors WHERE performance_id = @performance) AS seq,
  (SELECT count(*) FROM checkin_changes WHERE performance_id = @performance) AS changes
