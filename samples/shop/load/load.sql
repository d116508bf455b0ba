-- Fills the shop; :scale is how many times 50,000 orders.
SET synchronous_commit = off;
INSERT INTO customers (name, mail, picture)
SELECT
  (ARRAY['Ünal Çelik', '李小龍', 'Ngọc Trần', 'O''Brien "Bob"', E'tab\there\nand a line', 'cloudsqlsuperuser', 'Σωκράτης 🦉'])[1 + n % 7] || ' ' || n,
  CASE WHEN n % 5 = 0 THEN NULL ELSE 'customer' || n || '@example.org' END,
  CASE WHEN n % 3 = 0 THEN NULL ELSE decode(md5(n::text) || '00ff5c27', 'hex') END
FROM generate_series(1, greatest(10, (5000 * :scale)::int)) n;

INSERT INTO orders (customer_id, state, amount, note, details, at)
SELECT
  1 + n % greatest(10, (5000 * :scale)::int),
  (ARRAY['open', 'paid', 'sent']::state[])[1 + n % 3],
  CASE WHEN n % 11 = 0 THEN NULL ELSE (n % 100000) / 100.0 END,
  CASE WHEN n % 4 = 0 THEN 'granted by cloudsqladmin to cloudsqlsuperuser ' || n WHEN n % 4 = 1 THEN '' WHEN n % 4 = 2 THEN NULL ELSE 'note ' || n || E'\n\\. \\N' END,
  jsonb_build_object('n', n, 'tags', jsonb_build_array('a', NULL, '"', n % 7), 'näme', repeat('x', n % 50)),
  timestamptz '2026-01-01 00:00:00+00' + n * interval '17 seconds'
FROM generate_series(1, greatest(100, (50000 * :scale)::int)) n;

INSERT INTO "Order events" ("order", what, payload, weight)
SELECT id, (ARRAY['created', 'paid', 'päcked'])[1 + k], jsonb_build_object('k', k, 'order', id, 'text', md5(id::text)),
  CASE WHEN id % 1000 = 0 THEN 'NaN' WHEN id % 1001 = 0 THEN '-Infinity' ELSE id / 7.0 END
FROM orders, generate_series(0, 1) k;
REFRESH MATERIALIZED VIEW sums;
SELECT lo_from_bytea(0, decode('00ff00ff', 'hex'));
ANALYZE;
