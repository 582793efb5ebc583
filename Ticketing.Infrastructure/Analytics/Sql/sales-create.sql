-- Makes the tables of a rebuild, beside the live ones. What a rebuild that was interrupted left is removed.
DROP TABLE IF EXISTS sales_minutes_next, order_sales_next;

CREATE TABLE sales_minutes_next (
  LIKE sales_minutes INCLUDING DEFAULTS,
  CONSTRAINT pk_sales_minutes_next PRIMARY KEY (performance_id, minute, tier_id, section, channel, currency)
) WITH (fillfactor = 70);

CREATE TABLE order_sales_next (
  LIKE order_sales INCLUDING DEFAULTS,
  CONSTRAINT pk_order_sales_next PRIMARY KEY (order_id)
) WITH (fillfactor = 80);
