-- What the database does by itself.
CREATE TABLE log (id serial, what text, at int DEFAULT 0);
CREATE TABLE account (id int PRIMARY KEY, owner text DEFAULT current_user, balance numeric DEFAULT 0);
INSERT INTO account SELECT n, 'user' || n % 3, n FROM generate_series(1, 60) n;
SELECT current_setting('server_version_num')::int >= 140000 AS has_bodies \gset
\if :has_bodies
CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN n * 2;
\else
CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT n * 2';
\endif
CREATE FUNCTION twice(t text, VARIADIC more text[] DEFAULT '{}') RETURNS text LANGUAGE sql STABLE SET search_path TO public, pg_temp AS $$ SELECT t || t $$;
CREATE FUNCTION "odd Function"(INOUT a int, OUT b text) LANGUAGE plpgsql SECURITY DEFINER COST 7 AS $body$
-- Name: fake; Type: TABLE; Schema: public; Owner: nobody
BEGIN

  b := '$$ \. ' || a;
  SET default_tablespace = '';
END $body$;
CREATE PROCEDURE settle(INOUT n int) LANGUAGE plpgsql AS $$ BEGIN n := n + 1; END $$;
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.log (what) VALUES (TG_OP); RETURN NEW; END $$;
CREATE TRIGGER noted AFTER INSERT OR UPDATE OF balance ON account FOR EACH ROW WHEN (NEW.balance > 10) EXECUTE FUNCTION note('argument');
CREATE TRIGGER disabled BEFORE DELETE ON account FOR EACH STATEMENT EXECUTE FUNCTION note();
ALTER TABLE account DISABLE TRIGGER disabled;
CREATE CONSTRAINT TRIGGER later AFTER UPDATE ON account DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note();
ALTER TABLE account ENABLE ALWAYS TRIGGER later;
CREATE TRIGGER replica BEFORE INSERT ON log FOR EACH ROW EXECUTE FUNCTION note();
ALTER TABLE log ENABLE REPLICA TRIGGER replica;
CREATE AGGREGATE product(numeric) (SFUNC = numeric_mul, STYPE = numeric, INITCOND = '1');
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq, COMMUTATOR = ===);
CREATE TYPE money_amount AS (units bigint);
CREATE FUNCTION as_text(money_amount) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ($1).units::text';
CREATE CAST (money_amount AS text) WITH FUNCTION as_text(money_amount) AS ASSIGNMENT;
CREATE VIEW rich WITH (security_barrier) AS SELECT * FROM account WHERE balance > 30 WITH CASCADED CHECK OPTION;
CREATE VIEW richer AS SELECT id, twice(balance::int) AS "dou ble" FROM rich WHERE balance > 50;
CREATE MATERIALIZED VIEW summed AS SELECT owner, sum(balance) FROM account GROUP BY owner WITH DATA;
CREATE UNIQUE INDEX ON summed (owner);
CREATE MATERIALIZED VIEW not_filled AS SELECT * FROM summed WITH NO DATA;
CREATE RULE keep AS ON DELETE TO log DO INSTEAD NOTHING;
CREATE RULE "_also" AS ON INSERT TO account WHERE NEW.id < 0 DO ALSO SELECT 1;
CREATE RECURSIVE VIEW counted (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM counted WHERE n < 5;
ALTER TABLE account ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON account FOR SELECT USING (owner = current_user);
CREATE POLICY strict ON account AS RESTRICTIVE FOR UPDATE TO PUBLIC USING (true) WITH CHECK (balance >= 0);
CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION own (COPY = english);
ALTER TEXT SEARCH CONFIGURATION own ALTER MAPPING FOR asciiword WITH plain;
CREATE TABLE documents (id int, body text, v tsvector GENERATED ALWAYS AS (to_tsvector('own', body)) STORED);
INSERT INTO documents (id, body) VALUES (1, 'the quick brown fox');
CREATE PUBLICATION part_of_it FOR TABLE log, account WITH (publish = 'insert, update');
CREATE FUNCTION public.later_default() RETURNS int LANGUAGE sql AS 'SELECT count(*)::int FROM public.log';
ALTER TABLE log ALTER at SET DEFAULT later_default();
COMMENT ON FUNCTION twice(int) IS 'doubles';
COMMENT ON TRIGGER noted ON account IS 'notes';
COMMENT ON POLICY own ON account IS 'only mine';
COMMENT ON VIEW rich IS 'much';
COMMENT ON TYPE money_amount IS 'amount';
