-- Types of every kind, and values that tools have tripped over.
SELECT CASE WHEN current_setting('server_version_num')::int >= 140000 THEN 'int4multirange' ELSE 'text' END AS multirange \gset
CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s "happy"');
CREATE TYPE place AS (street text, "house No" int, at point);
CREATE DOMAIN positive AS int CHECK (VALUE > 0) DEFAULT 1;
CREATE DOMAIN "e-mail" AS text COLLATE "C" CHECK (VALUE LIKE '%@%');
CREATE TYPE span AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TABLE things (
  id bigint GENERATED ALWAYS AS IDENTITY (START 7 INCREMENT 3) PRIMARY KEY,
  small smallserial,
  m mood DEFAULT 'ok',
  p place,
  places place[],
  n positive,
  mail "e-mail",
  s span,
  spans :multirange,
  doubled int GENERATED ALWAYS AS (coalesce(n, 0) * 2) STORED,
  matrix int[][],
  j json,
  jb jsonb,
  x xml,
  b bytea,
  f float8,
  f4 float4,
  num numeric,
  exact numeric(20, 5),
  d date,
  t timestamp,
  tz timestamptz,
  tt timetz,
  i interval,
  bits bit varying(9),
  net inet,
  mac macaddr8,
  cash money,
  u uuid,
  words tsvector,
  query tsquery,
  box box,
  path path,
  "char" "char",
  padded char(9),
  "null" text
);
INSERT INTO things (m, p, places, n, mail, s, spans, matrix, j, jb, x, b, f, f4, num, exact, d, t, tz, tt, i, bits, net, mac, cash, u, words, query, box, path, "char", padded, "null")
VALUES
  ('sad', ROW('a, "b" \ ''c''', 3, '(1,2)'), ARRAY[ROW(NULL, NULL, NULL)::place], 4, 'a@b', '[1,2)', '{[1,3),[5,9)}', '{{1,2},{3,NULL}}', '{"b": 1,   "a": [1, 1]}', '{"b": 1, "a": [1, 1]}', '<a b="c">&amp;</a>', '\x00ff0a5c2e', 'NaN', '-0', 'NaN', 0.00001, 'infinity', '-infinity', '0044-03-15 BC', '23:59:59.999999+14', '-1 mon +3 days', '101', '::ffff:1.2.3.4', '08:00:2b:01:02:03:04:05', 12.5, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'a:1A fat:2B,4C', 'fat & (rat | !cat)', '(0,0),(1,1)', '[(0,0),(1,1)]', E'\\', 'x', NULL),
  (NULL, NULL, '{}', NULL, NULL, 'empty', '{}', '{}', 'null', 'null', NULL, '', '-0', 'Infinity', '1e400', -0.00000, '4713-01-01 BC', '294276-12-31 23:59:59.999999', '1900-01-01 00:00:00+00', '00:00:00-14', '178000000 years', '', '10.0.0.0/8', NULL, -0.01, NULL, '', '', NULL, '((0,0),(2,2))', '', '', 'NULL'),
  ('it''s "happy"', ROW('', 0, NULL), NULL, 1, '@', '(,)', '{(,)}', NULL, '"\u0041"', '"\u00e9 \\u0000 \ud83d\ude00"', '<?xml version="1.0"?><r/>', decode(repeat('00', 70000), 'hex'), 5e-324, 1e-45, 123456789012345678901234567890.123456789, NULL, '0001-01-01', '1999-12-31 24:00:00', '2024-03-31 02:30:00+01', NULL, '1 year 2 mons -3 days +04:05:06.7', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'both  ', '\N');
CREATE TABLE texts (id int PRIMARY KEY, t text);
INSERT INTO texts VALUES
  (1, 'cloudsqladmin'), (2, 'GRANT cloudsqlsuperuser TO cloudsqladmin;'), (3, '\.'), (4, E'\n\\.\n'), (5, '\restrict abc'),
  (6, E'a\tb\rc\nd\be\ff\vg'), (7, '\000 \x00 \u0000'), (8, ''), (9, NULL), (10, '\N'), (11, '-- '), (12, '$$ $body$ %s %d %% ${x} {{y}}'),
  (13, '2023-02-30'), (14, '0000-00-00 00:00:00'), (15, repeat('é漢🙂', 50000)), (16, U&'\FEFF\202E\0001\007F'), (17, ' leading and trailing '),
  (18, 'x''); DROP TABLE texts; --'), (19, repeat('x', 3000000));
CREATE TABLE deep (j jsonb);
INSERT INTO deep SELECT (repeat('{"a":[', 2000) || '1' || repeat(']}', 2000))::jsonb;
CREATE TABLE no_columns ();
INSERT INTO no_columns DEFAULT VALUES;
INSERT INTO no_columns DEFAULT VALUES;
CREATE TABLE twice (n int);
INSERT INTO twice SELECT 1 FROM generate_series(1, 5);
CREATE TABLE dropped (a int, b text, c int);
INSERT INTO dropped VALUES (1, 'x', 2);
ALTER TABLE dropped DROP COLUMN b, ADD COLUMN "a b" text DEFAULT 'added';
CREATE SEQUENCE "odd ""one" AS smallint INCREMENT BY -2 MAXVALUE 100 START 50 CACHE 5 CYCLE;
SELECT nextval('"odd ""one"'), nextval('"odd ""one"');
CREATE SEQUENCE never_used START 1000;
SELECT lo_from_bytea(4711, '\x00010203'), lo_from_bytea(4712, ''), lo_from_bytea(4713, decode(repeat('ab', 300000), 'hex'));
COMMENT ON LARGE OBJECT 4711 IS 'a picture';
