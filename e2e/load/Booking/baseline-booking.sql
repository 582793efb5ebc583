\set n :n + 1
\set place (:client_id * :each + :n) * 2
\set p :place / :hall
\set a :place % :hall
\set b :a + 1
BEGIN;
SELECT seat_index FROM seats WHERE performance_id = :p AND seat_index IN (:a, :b) AND status = 0 ORDER BY seat_index FOR UPDATE;
INSERT INTO orders (performance_id, email, name, status, currency, total, token, paid_at) VALUES (:p, 'b' || :place || '@load.example', 'Load', 'paid', 'EUR', 0, md5(:place::text) || md5(:a::text), now()) RETURNING id AS order_id \gset
UPDATE seats SET status = 2, order_id = :order_id, fence = fence + 1 WHERE performance_id = :p AND seat_index IN (:a, :b);
INSERT INTO order_items (order_id, performance_id, seat_index, label, price) VALUES (:order_id, :p, :a, 'S1-A-' || :a, 0), (:order_id, :p, :b, 'S1-A-' || :b, 0);
INSERT INTO tickets (order_id, performance_id, seat_index, status) VALUES (:order_id, :p, :a, 'valid'), (:order_id, :p, :b, 'valid');
COMMIT;
