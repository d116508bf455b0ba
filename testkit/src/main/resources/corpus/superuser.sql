-- What only a superuser can make.
CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'ddl'; END $$;
CREATE EVENT TRIGGER watch ON ddl_command_end WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION refuse();
CREATE EVENT TRIGGER sleeping ON sql_drop EXECUTE FUNCTION refuse();
ALTER EVENT TRIGGER sleeping DISABLE;
COMMENT ON EVENT TRIGGER watch IS 'watches';
CREATE PUBLICATION everything FOR ALL TABLES;
CREATE EXTENSION file_fdw;
CREATE EXTENSION postgres_fdw;
COMMENT ON EXTENSION file_fdw IS 'a comment of one''s own';
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE SERVER other FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'nowhere.invalid', dbname 'x');
CREATE FOREIGN TABLE passwd (line text) SERVER files OPTIONS (filename '/etc/hostname');
CREATE USER MAPPING FOR PUBLIC SERVER other OPTIONS (user 'somebody');
CREATE FOREIGN TABLE elsewhere (id int) SERVER other OPTIONS (table_name 't');
CREATE OPERATOR FAMILY abs_family USING btree;
CREATE FUNCTION abs_cmp(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT btint4cmp(abs($1), abs($2))';
CREATE FUNCTION abs_lt(int, int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT abs($1) < abs($2)';
CREATE OPERATOR |<| (LEFTARG = int, RIGHTARG = int, FUNCTION = abs_lt);
CREATE OPERATOR CLASS abs_ops FOR TYPE int USING btree FAMILY abs_family AS OPERATOR 1 |<|, FUNCTION 1 abs_cmp(int, int);
CREATE FUNCTION lower_c(text) RETURNS text LANGUAGE internal STRICT IMMUTABLE AS 'lower';
-- A tablespace that the other server will lack.
SELECT current_setting('server_version_num')::int >= 150000 AS in_place \gset
\if :in_place
SELECT NOT EXISTS (SELECT FROM pg_tablespace WHERE spcname = 'elsewhere') AS missing \gset
\if :missing
SET allow_in_place_tablespaces = on;
CREATE TABLESPACE elsewhere LOCATION '';
\endif
CREATE TABLE in_tablespace (id int PRIMARY KEY USING INDEX TABLESPACE elsewhere) TABLESPACE elsewhere;
INSERT INTO in_tablespace VALUES (1);
\endif
CREATE TABLE forced (id int);
INSERT INTO forced VALUES (1);
ALTER TABLE forced ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE TABLE log_of_all (n int);
INSERT INTO log_of_all VALUES (1);
