-- All scans of tickets whose entries are locked.
-- In:  the table keys
SELECT s.nonce, s.received, s.device_id, s.performance_id, s.gate_id, s.ref, s.kind, s.at, s.uncertainty_ms, s.received_at, s.said, s.judged,
  s.flags, s.counts, s.other_nonce, s.supersedes, s.overridden, s.verdict_seq
FROM {{keys}} AS k
JOIN scans s ON s.performance_id = k.performance_id AND s.ref = k.ref
