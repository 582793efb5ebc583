-- The newest orders are read by the primary key: ids are UUIDv7 of the time of placing. What is left for this index are spans of time.
DROP INDEX ix_orders_created_at;
CREATE INDEX ix_orders_created_at ON orders USING brin (created_at);
