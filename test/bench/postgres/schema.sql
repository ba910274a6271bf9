-- The rows that an authorization of the product reads and writes, as PostgreSQL would keep them:
-- limits and counters of an owner in one row (arrays: cheaper here than JSON), one row each for
-- the sale with its parts, the transfer, and the first answer.
CREATE TABLE workstation (workstation_id text PRIMARY KEY, station_id text NOT NULL, state text NOT NULL);
CREATE TABLE product (product_id text PRIMARY KEY, unit text NOT NULL, group_id text NOT NULL);
CREATE TABLE price (
  station_id text NOT NULL, product_id text NOT NULL, from_ms bigint NOT NULL,
  price_minor_per_litre bigint NOT NULL, currency text NOT NULL,
  PRIMARY KEY (station_id, product_id, from_ms));
CREATE TABLE contract (
  contract_id text PRIMARY KEY, zone text NOT NULL, currency text NOT NULL, state text NOT NULL,
  credit_limit_minor bigint NOT NULL, deposits_minor bigint NOT NULL);
CREATE TABLE card (
  card_id text PRIMARY KEY, contract_id text NOT NULL, state text NOT NULL, expires_on date,
  tank_capacity_ml bigint, transaction_max_ml bigint, transaction_max_minor bigint,
  product_ids text[], station_ids text[], pin_required boolean NOT NULL);
CREATE TABLE pack (
  owner_key text PRIMARY KEY, contract_id text NOT NULL, limit_ids text[] NOT NULL,
  measures text[] NOT NULL, scopes text[] NOT NULL, periods text[] NOT NULL,
  amounts bigint[] NOT NULL, window_keys text[] NOT NULL, captured bigint[] NOT NULL,
  held bigint[] NOT NULL, leased bigint[] NOT NULL, money_captured bigint NOT NULL,
  money_held bigint NOT NULL, money_leased bigint NOT NULL, last_sale_at_ms bigint
) WITH (fillfactor = 70);
CREATE TABLE sale (
  sale_id text PRIMARY KEY, contract_id text NOT NULL, card_id text NOT NULL,
  station_id text NOT NULL, workstation_id text NOT NULL, operator_id text NOT NULL,
  pump_number int NOT NULL, product_id text NOT NULL, price_minor_per_litre bigint NOT NULL,
  vat_rate_bp int NOT NULL, mode text NOT NULL, state text NOT NULL,
  authorized_at_ms bigint NOT NULL, hold_amount_minor bigint NOT NULL,
  hold_volume_ml bigint NOT NULL, closed_at_ms bigint, amount_minor bigint NOT NULL,
  volume_ml bigint NOT NULL, vat_minor bigint NOT NULL, slip_number int, parts jsonb NOT NULL);
CREATE INDEX sale_open ON sale (workstation_id, authorized_at_ms) WHERE state = 'held';
CREATE TABLE transfer (
  transfer_id text PRIMARY KEY, contract_id text NOT NULL, debit_account_id text NOT NULL,
  credit_account_id text NOT NULL, amount_minor bigint NOT NULL, pending_minor bigint NOT NULL,
  state text NOT NULL, at_ms bigint NOT NULL, memo text NOT NULL);
CREATE TABLE command_outcome (
  command_id text PRIMARY KEY, contract_id text, kind text NOT NULL, digest text NOT NULL,
  outcome jsonb NOT NULL, at_ms bigint NOT NULL);

-- Counts one sale against the limits of one owner; raises with the limit that refuses.
CREATE FUNCTION count_sale(
  INOUT p pack, at_local timestamp, product_id text, group_id text, amount bigint, volume bigint,
  INOUT parts jsonb
) LANGUAGE plpgsql AS $$
DECLARE
  n int;
  need bigint;
  window_key text;
BEGIN
  FOR n IN 1 .. cardinality(p.limit_ids) LOOP
    CONTINUE WHEN p.scopes[n] <> '*' AND p.scopes[n] <> product_id AND p.scopes[n] <> group_id;
    need := CASE p.measures[n] WHEN 'money' THEN amount WHEN 'volume' THEN volume ELSE 1 END;
    window_key := CASE p.periods[n]
      WHEN 'day' THEN to_char(at_local, '"D"YYYY-MM-DD')
      WHEN 'week' THEN to_char(at_local, '"W"IYYY-IW')
      ELSE to_char(at_local, '"M"YYYY-MM') END;
    IF p.window_keys[n] IS DISTINCT FROM window_key THEN
      p.window_keys[n] := window_key;
      p.captured[n] := 0;
      p.held[n] := 0;
      p.leased[n] := 0;
    END IF;
    IF p.captured[n] + p.held[n] + p.leased[n] + need > p.amounts[n] THEN
      RAISE EXCEPTION 'LIMIT_EXCEEDED %', p.limit_ids[n];
    END IF;
    p.held[n] := p.held[n] + need;
    parts := parts || jsonb_build_object('allowanceKey',
      'limit/' || p.limit_ids[n] || '/' || window_key, 'measure', p.measures[n], 'held', need,
      'leaseId', NULL);
  END LOOP;
END $$;

CREATE FUNCTION authorize_sale(
  a_sale_id text, a_digest text, a_card_id text, a_station_id text, a_workstation_id text,
  a_operator_id text, a_product_id text, a_pump int, a_volume bigint, a_at_ms bigint
) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  kept command_outcome;
  c card;
  k contract;
  w workstation;
  g product;
  unit_price bigint;
  card_pack pack;
  contract_pack pack;
  counted record;
  parts jsonb := '[]';
  amount bigint;
  at_local timestamp;
BEGIN
  SELECT * INTO kept FROM command_outcome WHERE command_id = a_sale_id;
  IF FOUND THEN
    IF kept.digest <> a_digest THEN RAISE EXCEPTION 'COMMAND_ID_REUSED'; END IF;
    RETURN kept.outcome;
  END IF;
  SELECT * INTO w FROM workstation WHERE workstation_id = a_workstation_id;
  SELECT * INTO c FROM card WHERE card_id = a_card_id;
  SELECT * INTO k FROM contract WHERE contract_id = c.contract_id;
  SELECT * INTO g FROM product WHERE product_id = a_product_id;
  SELECT price_minor_per_litre INTO unit_price FROM price
    WHERE station_id = a_station_id AND product_id = a_product_id AND from_ms <= a_at_ms
      AND currency = k.currency ORDER BY from_ms DESC LIMIT 1;
  -- One order of locks for all: the contract before the card.
  SELECT * INTO contract_pack FROM pack WHERE owner_key = 'contract/' || c.contract_id FOR UPDATE;
  SELECT * INTO card_pack FROM pack WHERE owner_key = 'card/' || a_card_id FOR UPDATE;
  at_local := to_timestamp(a_at_ms / 1000.0) AT TIME ZONE k.zone;
  IF w.state <> 'active' OR c.state <> 'active' OR k.state <> 'signed'
    OR c.expires_on < at_local::date OR g.unit <> 'litre' OR c.pin_required
    OR NOT coalesce(a_product_id = ANY (c.product_ids), true)
    OR NOT coalesce(a_station_id = ANY (c.station_ids), true)
    OR a_volume > least(c.tank_capacity_ml, c.transaction_max_ml, 2000000) THEN
    RAISE EXCEPTION 'REFUSED';
  END IF;
  amount := round(unit_price * a_volume / 1000.0);
  counted := count_sale(card_pack, at_local, a_product_id, g.group_id, amount, a_volume, parts);
  card_pack := counted.p;
  counted := count_sale(
    contract_pack, at_local, a_product_id, g.group_id, amount, a_volume, counted.parts);
  contract_pack := counted.p;
  parts := counted.parts;
  IF contract_pack.money_captured + contract_pack.money_held + contract_pack.money_leased + amount
    > k.deposits_minor + k.credit_limit_minor THEN
    RAISE EXCEPTION 'INSUFFICIENT_FUNDS';
  END IF;
  parts := parts || jsonb_build_object('allowanceKey', 'money/' || k.contract_id, 'measure',
    'money', 'held', amount, 'leaseId', NULL);
  UPDATE pack SET window_keys = card_pack.window_keys, captured = card_pack.captured,
    held = card_pack.held, leased = card_pack.leased, last_sale_at_ms = a_at_ms
    WHERE owner_key = 'card/' || a_card_id;
  UPDATE pack SET window_keys = contract_pack.window_keys, captured = contract_pack.captured,
    held = contract_pack.held, leased = contract_pack.leased,
    money_held = money_held + amount, last_sale_at_ms = a_at_ms
    WHERE owner_key = 'contract/' || k.contract_id;
  INSERT INTO sale VALUES (a_sale_id, k.contract_id, a_card_id, a_station_id, a_workstation_id,
    a_operator_id, a_pump, a_product_id, unit_price, 2000, 'online', 'held', a_at_ms, amount,
    a_volume, NULL, 0, 0, 0, NULL, parts);
  INSERT INTO transfer VALUES (a_sale_id, k.contract_id, 'contract:' || k.contract_id,
    'revenue:' || a_station_id || ':' || k.currency, 0, amount, 'pending', a_at_ms, 'sale');
  INSERT INTO command_outcome VALUES (a_sale_id, k.contract_id, 'sale.authorize', a_digest,
    jsonb_build_object('sale', a_sale_id, 'state', 'held'), a_at_ms);
  RETURN jsonb_build_object('saleId', a_sale_id, 'amountMinor', amount, 'parts', parts);
END $$;
