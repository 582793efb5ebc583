-- Locks the entries of tickets and reads them, with what the tickets are. The statement before has inserted those that were missing.
-- In:  the table keys                                                        Lock order: entries by performance and ref.
SELECT e.performance_id, e.ref, e.state, e.entries, e.first_nonce, e.last_nonce, e.last_at, e.entry_gate_id
FROM {{keys}} AS k
JOIN ticket_entries e ON e.performance_id = k.performance_id AND e.ref = k.ref
ORDER BY e.performance_id, e.ref
FOR UPDATE OF e
