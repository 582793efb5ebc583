-- Which order a mail was about, so that undelivered ones are told on its page.
ALTER TABLE sent_mails ADD COLUMN order_id uuid;
CREATE INDEX ix_sent_mails_order_id ON sent_mails (order_id);
UPDATE sent_mails s SET order_id = o.aggregateid::uuid FROM outbox o WHERE o.id = s.event_id AND o.aggregatetype = 'order';
