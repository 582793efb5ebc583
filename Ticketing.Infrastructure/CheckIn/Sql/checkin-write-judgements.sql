-- Writes what has changed about scans.
-- In:  the table judged
UPDATE scans s
SET judged = j.judged, flags = CASE WHEN j.flags = '' THEN '{}' ELSE string_to_array(j.flags, ' ') END, counts = j.counts,
  other_nonce = j.other_nonce, verdict_seq = j.verdict_seq
FROM {{judged}} AS j
WHERE s.nonce = j.nonce
