-- Since when the bank has a payment without an answer.
ALTER TABLE payments ADD COLUMN processing_since timestamptz;

-- The local provider's bank: what becomes of payments that it settles later.
CREATE TABLE local_stripe.payment_outcomes (
    intent_id text PRIMARY KEY REFERENCES local_stripe.resources (id) ON DELETE CASCADE,
    due_at timestamptz NOT NULL,
    succeeds boolean NOT NULL
);
