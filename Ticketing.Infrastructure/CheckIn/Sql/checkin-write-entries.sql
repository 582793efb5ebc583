-- Writes where the holders of tickets are now.
-- In:  the table entries
UPDATE ticket_entries e
SET state = n.state, entries = n.entries, first_nonce = n.first_nonce, first_at = n.first_at, first_gate_id = n.first_gate_id,
  last_nonce = n.last_nonce, last_at = n.last_at, last_gate_id = n.last_gate_id, entry_gate_id = n.entry_gate_id
FROM {{entries}} AS n
WHERE e.performance_id = n.performance_id AND e.ref = n.ref
