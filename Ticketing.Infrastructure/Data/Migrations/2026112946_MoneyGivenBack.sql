-- Refunds made at the provider, and how staff dealt with a failed refund.
ALTER TABLE refunds ADD COLUMN made_at_provider boolean NOT NULL DEFAULT false;
ALTER TABLE refunds ADD COLUMN resolution varchar(24);
ALTER TABLE refunds ADD COLUMN resolution_note varchar(200);
ALTER TABLE refunds ADD COLUMN resolved_at timestamptz;
UPDATE refunds SET made_at_provider = true WHERE reason = 'provider' AND provider_refund_id IS NOT NULL;
CREATE INDEX ix_refunds_failed_updated_at ON refunds (updated_at) WHERE status = 'failed' AND resolution IS NULL;

-- Whether a refund or a dispute of the payment came before its settlement.
ALTER TABLE payments ADD COLUMN has_early_events boolean NOT NULL DEFAULT false;

CREATE TABLE dispute_cases (
    id varchar(255) NOT NULL,
    provider_payment_id varchar(255) NOT NULL,
    amount bigint NOT NULL,
    currency varchar(3) NOT NULL,
    reason varchar(100) NOT NULL,
    status varchar(24) NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT pk_dispute_cases PRIMARY KEY (id)
);
CREATE INDEX ix_dispute_cases_provider_payment_id ON dispute_cases (provider_payment_id);

-- Disputes that were received before, from their events: the worst status of each. Stripe has two decimals for ISK and UGX.
INSERT INTO dispute_cases (id, provider_payment_id, amount, currency, reason, status, created_at, updated_at)
SELECT DISTINCT ON (d.id) d.id, d.payment, CASE WHEN d.currency IN ('ISK', 'UGX') THEN d.amount / 100 ELSE d.amount END,
  d.currency, d.reason, d.status, d.received_at, d.received_at
FROM (
  SELECT e.payload #>> '{data,object,id}' AS id, e.payload #>> '{data,object,payment_intent}' AS payment,
    (e.payload #>> '{data,object,amount}')::bigint AS amount, upper(e.payload #>> '{data,object,currency}') AS currency,
    coalesce(e.payload #>> '{data,object,reason}', 'general') AS reason,
    CASE WHEN e.payload #>> '{data,object,status}' = 'lost' THEN 'lost'
      WHEN e.payload #>> '{data,object,status}' IN ('won', 'warning_closed', 'prevented') THEN 'won'
      ELSE 'open' END AS status,
    e.received_at
  FROM payment_events e
  WHERE e.type LIKE 'charge.dispute.%'
) d
WHERE d.id IS NOT NULL AND d.payment IS NOT NULL AND d.amount IS NOT NULL AND d.currency IS NOT NULL
ORDER BY d.id, CASE d.status WHEN 'lost' THEN 0 WHEN 'won' THEN 1 ELSE 2 END, d.received_at;

-- What has been given back, by the rule that is now the only one: failed refunds do not count, refunds made at the provider do.
UPDATE orders o SET refunded = least(p.amount,
  coalesce((SELECT sum(r.amount) FROM refunds r WHERE r.payment_id = p.id AND r.status <> 'failed'), 0)
  + coalesce((SELECT sum(d.amount) FROM dispute_cases d WHERE d.provider_payment_id = p.provider_payment_id AND d.status = 'lost'), 0))
FROM payments p
WHERE p.order_id = o.id AND p.status = 'succeeded'
  AND (EXISTS (SELECT 1 FROM refunds r WHERE r.payment_id = p.id)
    OR EXISTS (SELECT 1 FROM dispute_cases d WHERE d.provider_payment_id = p.provider_payment_id));
