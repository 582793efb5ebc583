-- Stores scans; those that are known stay as they are.
-- In:  now, and the table sent
-- Out: the nonces of the new ones.                                          Lock order: scans by nonce.
INSERT INTO scans (nonce, seq, device_id, performance_id, gate_id, ref, ticket_id, kind, at, device_at, uncertainty_ms, received_at, method,
  said, judged, flags, counts, supersedes, reason, overridden)
SELECT nonce, seq, device_id, performance_id, gate_id, ref, ticket_id, kind, at, device_at, uncertainty_ms, @now, method,
  said, said, CASE WHEN flags = '' THEN '{}' ELSE string_to_array(flags, ' ') END, false, supersedes, reason, overridden
FROM {{sent}} AS s
ORDER BY nonce
ON CONFLICT (nonce) DO NOTHING
RETURNING nonce
