-- The local provider's own world: nothing of the shop refers to it, it refers to nothing of the shop.
create schema local_stripe;

-- One account. Keys are random per database, so that a demonstration on the open internet has none that is known.
create table local_stripe.account (
  id smallint primary key default 1 constraint account_is_one check (id = 1),
  secret_key text not null,
  publishable_key text not null,
  webhook_secret text not null,
  created_at timestamptz not null default now()
);

insert into local_stripe.account (secret_key, publishable_key, webhook_secret)
values (
  'sk_test_' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
  'pk_test_' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
  'whsec_' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
);

-- Every object Stripe would have: intents, charges, refunds, payment methods, events, disputes, webhook endpoints.
-- json, not jsonb: what goes out keeps the order of its fields.
create table local_stripe.resources (
  id text primary key,
  kind text not null,
  sequence bigint generated always as identity,
  parent text,
  behavior text,
  created_at timestamptz not null,
  body json not null
);
create index resources_kind on local_stripe.resources (kind, sequence desc);
create index resources_parent on local_stripe.resources (parent, kind, sequence desc) where parent is not null;

create table local_stripe.idempotency_keys (
  key text primary key,
  request_hash bytea not null,
  status smallint not null,
  body text not null,
  created_at timestamptz not null
);
create index idempotency_keys_created_at on local_stripe.idempotency_keys (created_at);

-- A webhook on its way; endpoint_id null is the application's own endpoint.
create table local_stripe.deliveries (
  id bigint generated always as identity primary key,
  event_id text not null references local_stripe.resources (id) on delete cascade,
  endpoint_id text,
  attempts integer not null default 0,
  due_at timestamptz,
  delivered_at timestamptz,
  last_error text
);
create index deliveries_due on local_stripe.deliveries (due_at) where due_at is not null;
create index deliveries_event on local_stripe.deliveries (event_id);

-- Where a buyer goes after 3-D Secure; stays when the intent has forgotten, for the back button.
create table local_stripe.challenges (
  intent_id text primary key references local_stripe.resources (id) on delete cascade,
  return_url text not null
);

-- What becomes of slow refunds.
create table local_stripe.refund_outcomes (
  refund_id text primary key references local_stripe.resources (id) on delete cascade,
  due_at timestamptz not null,
  status text not null
);

-- For tests: how webhooks of one intent ('*': of all) go astray.
create table local_stripe.webhook_rules (
  payment_intent text primary key,
  dropped boolean not null default false,
  delay_milliseconds integer not null default 0,
  copies smallint not null default 1
);
