-- Extensions, in schemas of their own, and what uses them.
CREATE SCHEMA ext;
CREATE EXTENSION hstore WITH SCHEMA ext;
CREATE EXTENSION pg_trgm WITH SCHEMA ext;
CREATE EXTENSION citext;
CREATE EXTENSION ltree WITH SCHEMA ext;
CREATE EXTENSION unaccent;
CREATE EXTENSION pgcrypto;
COMMENT ON SCHEMA ext IS 'for extensions';
CREATE TABLE used (id int PRIMARY KEY, h ext.hstore, c citext UNIQUE, l ext.ltree, name text DEFAULT gen_random_uuid()::text);
INSERT INTO used VALUES (1, '"a b"=>"c\"d", e=>NULL', 'CaSe', 'Top.Science', 'n'), (2, NULL, 'other', 'Top', 'm');
CREATE INDEX fuzzy ON used USING gin (name ext.gin_trgm_ops);
CREATE INDEX path ON used USING gist (l);
CREATE FUNCTION plain(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT public.unaccent($1)';
CREATE INDEX without_accents ON used (plain(name));
