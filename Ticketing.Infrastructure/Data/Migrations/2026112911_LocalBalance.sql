-- The local provider keeps a balance from now on: what charges, refunds and disputes from before did to it, as
-- BalanceTransactions would have written it.
create index resources_source on local_stripe.resources ((body ->> 'source')) where kind = 'balance_transaction';

-- Text is replaced, not JSON: the order of the fields stays.
with charge as materialized (
  select id, parent, created_at, body,
    'txn_' || left(replace(gen_random_uuid()::text, '-', ''), 24) as txn,
    extract(epoch from created_at)::bigint as at,
    (body ->> 'amount_captured')::bigint as amount,
    round((body ->> 'amount_captured')::bigint * 0.015)::bigint + 25 as fee
  from local_stripe.resources
  where kind = 'charge' and (body ->> 'captured')::boolean and body ->> 'balance_transaction' is null
), written as (
  insert into local_stripe.resources (id, kind, parent, created_at, body)
  select txn, 'balance_transaction', parent, created_at, json_build_object(
    'id', txn, 'object', 'balance_transaction', 'amount', amount, 'available_on', at, 'balance_type', 'payments', 'created', at,
    'currency', body ->> 'currency', 'description', body ->> 'description', 'exchange_rate', null, 'fee', fee,
    'fee_details', json_build_array(json_build_object(
      'amount', fee, 'application', null, 'currency', body ->> 'currency', 'description', 'Stripe processing fees', 'type', 'stripe_fee')),
    'net', amount - fee, 'reporting_category', 'charge', 'source', id, 'status', 'available', 'type', 'charge')
  from charge
)
update local_stripe.resources as kept
set body = replace(kept.body::text, '"balance_transaction":null', '"balance_transaction":"' || charge.txn || '"')::json
from charge where kept.id = charge.id;

with refund as materialized (
  select id, parent, created_at, body,
    'txn_' || left(replace(gen_random_uuid()::text, '-', ''), 24) as txn,
    extract(epoch from created_at)::bigint as at,
    (body ->> 'amount')::bigint as amount
  from local_stripe.resources
  where kind = 'refund' and body ->> 'balance_transaction' is null
), written as (
  insert into local_stripe.resources (id, kind, parent, created_at, body)
  select txn, 'balance_transaction', parent, created_at, json_build_object(
    'id', txn, 'object', 'balance_transaction', 'amount', -amount, 'available_on', at, 'balance_type', 'payments', 'created', at,
    'currency', body ->> 'currency', 'description', 'REFUND FOR CHARGE', 'exchange_rate', null, 'fee', 0, 'fee_details', json_build_array(),
    'net', -amount, 'reporting_category', 'refund', 'source', id, 'status', 'available', 'type', 'refund')
  from refund
), failed as (
  insert into local_stripe.resources (id, kind, parent, created_at, body)
  select back.txn, 'balance_transaction', parent, created_at, json_build_object(
    'id', back.txn, 'object', 'balance_transaction', 'amount', amount, 'available_on', at, 'balance_type', 'payments', 'created', at,
    'currency', body ->> 'currency', 'description', 'REFUND FAILURE', 'exchange_rate', null, 'fee', 0, 'fee_details', json_build_array(),
    'net', amount, 'reporting_category', 'refund_failure', 'source', id, 'status', 'available', 'type', 'refund_failure')
  from refund, lateral (select 'txn_' || reverse(right(refund.txn, 24)) as txn) as back
  where body ->> 'status' = 'failed'
)
update local_stripe.resources as kept
set body = replace(kept.body::text, '"balance_transaction":null', '"balance_transaction":"' || refund.txn || '"')::json
from refund where kept.id = refund.id;

with dispute as materialized (
  select id, parent, created_at, body,
    extract(epoch from created_at)::bigint as at,
    (body ->> 'amount')::bigint as amount
  from local_stripe.resources
  where kind = 'dispute' and json_array_length(body -> 'balance_transactions') = 0
), entry as materialized (
  select dispute.*, 'txn_' || left(replace(gen_random_uuid()::text, '-', ''), 24) as txn, change.*
  from dispute, lateral (
    values (1, 'dispute', -amount, 2000, 'Chargeback withdrawal for '), (2, 'dispute_reversal', amount, 0, 'Chargeback reversal for ')
  ) as change (turn, category, moved, fee, what)
  where turn = 1 or body ->> 'status' = 'won'
), written as (
  insert into local_stripe.resources (id, kind, parent, created_at, body)
  select txn, 'balance_transaction', parent, created_at, json_build_object(
    'id', txn, 'object', 'balance_transaction', 'amount', moved, 'available_on', at, 'balance_type', 'payments', 'created', at,
    'currency', body ->> 'currency', 'description', what || (body ->> 'charge'), 'exchange_rate', null, 'fee', fee,
    'fee_details', case when fee = 0 then json_build_array() else json_build_array(json_build_object(
      'amount', fee, 'application', null, 'currency', body ->> 'currency', 'description', 'Dispute fee', 'type', 'stripe_fee')) end,
    'net', moved - fee, 'reporting_category', category, 'source', id, 'status', 'available', 'type', 'adjustment')
  from entry order by id, turn
  returning id, body
)
update local_stripe.resources as kept
set body = replace(kept.body::text, '"balance_transactions":[]', '"balance_transactions":' || carried.entries)::json
from (
  select body ->> 'source' as dispute, json_agg(body order by (body ->> 'net')::bigint)::text as entries from written group by 1
) as carried
where kept.id = carried.dispute;
