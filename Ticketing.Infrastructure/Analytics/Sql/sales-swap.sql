-- Puts the rebuilt tables in the place of the live ones. The caller has locked the consumer out. Readers wait for the commit.
DROP TABLE sales_minutes, order_sales;

ALTER TABLE sales_minutes_next RENAME TO sales_minutes;
ALTER TABLE sales_minutes RENAME CONSTRAINT pk_sales_minutes_next TO pk_sales_minutes;
ALTER TABLE order_sales_next RENAME TO order_sales;
ALTER TABLE order_sales RENAME CONSTRAINT pk_order_sales_next TO pk_order_sales;
