-- Every change that a database may suffer, as a command and the name of what it changes. A line of dashes ends a query.
-- Of rows: one goes.
SELECT format('DELETE FROM ONLY %s WHERE ctid = (SELECT ctid FROM ONLY %1$s OFFSET %s LIMIT 1)', c.oid::regclass, n), c.relname
FROM pg_class c, generate_series(0, 9) n WHERE relkind = 'r' AND relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname !~ '^(pg_|information)');
------
-- One is there twice.
SELECT format('INSERT INTO %s SELECT * FROM ONLY %1$s OFFSET %s LIMIT 1', c.oid::regclass, n), c.relname
FROM pg_class c, generate_series(0, 4) n WHERE relkind = 'r' AND relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname !~ '^(pg_|information)')
  AND NOT EXISTS (SELECT FROM pg_attribute a WHERE attrelid = c.oid AND (attgenerated <> '' OR attidentity = 'a'));
------
-- A value is another, however little.
SELECT format('UPDATE ONLY %s SET %I = %s WHERE ctid = (SELECT ctid FROM ONLY %1$s WHERE (%3$s)::text IS DISTINCT FROM %2$I::text OFFSET %s LIMIT 1)',
    c.oid::regclass, attname, replace(v.value, '@', quote_ident(attname)), n), c.relname
FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity <> 'a'
  JOIN (VALUES ('int4', '@ + 1'), ('int4', 'NULL'), ('text', '@ || '' '''), ('text', ''''''), ('text', 'upper(@)'), ('text', 'NULL'),
    ('float8', '0.0'), ('float8', '@ * (1 + 1e-15)'), ('float8', '''Infinity'''), ('numeric', '@ * 1.0'), ('numeric', '''NaN'''), ('numeric', '0'),
    ('bytea', '@ || ''\x00'''), ('bytea', 'substr(@, 2)'), ('json', '(@::text || '' '')::json'), ('jsonb', '''{"b": 1}'''), ('jsonb', 'NULL'),
    ('timestamptz', '@ + interval ''1 microsecond'''), ('timestamp', '@ - interval ''1 microsecond'''), ('date', '''-infinity'''), ('interval', '@ + interval ''1 day'''),
    ('mood', '''ok'''), ('varbit', '@ || B''0'''), ('money', '@ + 0.01::money'), ('uuid', '''00000000-0000-0000-0000-000000000000'''),
    ('bpchar', '''y'''), ('xml', '''<b/>'''), ('_int4', '''{}'''), ('_int4', '''{NULL}'''), ('tsvector', '''x:9'''), ('inet', '''10.0.0.0/9'''),
    ('place', 'ROW('''', NULL, NULL)::place'), ('_place', 'ARRAY[]::place[]'), ('span', '''(1,2]'''), ('int4multirange', '''{[1,2)}'''), ('timetz', '''00:00:00+14''')) v (type, value)
    ON v.type = a.atttypid::regtype::text OR a.atttypid = (SELECT oid FROM pg_type WHERE typname = v.type LIMIT 1), generate_series(0, 2) n
WHERE relkind = 'r' AND relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname !~ '^(pg_|information)');
------
-- Two rows swap a value.
SELECT format('WITH x AS (SELECT ctid c, %2$I v FROM ONLY %1$s OFFSET %3$s LIMIT 1), y AS (SELECT ctid c, %2$I v FROM ONLY %1$s WHERE %2$I::text IS DISTINCT FROM (SELECT v::text FROM x) LIMIT 1) '
    'UPDATE ONLY %1$s t SET %2$I = CASE WHEN t.ctid = x.c THEN y.v ELSE x.v END FROM x, y WHERE t.ctid IN (x.c, y.c)', c.oid::regclass, attname, n), c.relname
FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity <> 'a', generate_series(0, 3) n
WHERE relkind = 'r' AND c.oid >= 16384 AND EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND NOT a.attnum = ANY (i.indkey));
------
-- A sequence stands elsewhere.
SELECT format('SELECT setval(%L, %s)', format('%I.%I', schemaname, sequencename), greatest(coalesce(last_value, start_value - increment_by) - increment_by * n, min_value)), sequencename
FROM pg_sequences, generate_series(1, 3) n WHERE greatest(coalesce(last_value, start_value - increment_by) - increment_by * n, min_value) IS DISTINCT FROM last_value AND greatest(coalesce(last_value, start_value - increment_by) - increment_by * n, min_value) <= max_value;
------
-- A right is gone, or is there.
SELECT format('REVOKE %s ON %s FROM %s', privilege_type, c.oid::regclass, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END), c.relname
FROM pg_class c, aclexplode(relacl) WHERE relkind IN ('r', 'v') AND grantee <> relowner AND c.oid >= 16384;
------
SELECT format('GRANT %s ON %s TO readers', p, c.oid::regclass), c.relname FROM pg_class c, unnest(ARRAY['UPDATE', 'DELETE', 'TRIGGER']) p
WHERE relkind IN ('r', 'v') AND c.oid >= 16384 AND NOT has_table_privilege('readers', c.oid, p);
------
SELECT format('REVOKE SELECT (%I) ON %s FROM readers', attname, c.oid::regclass), c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid, aclexplode(attacl) e
WHERE c.oid >= 16384 AND e.grantee = 'readers'::regrole AND e.privilege_type = 'SELECT';
------
SELECT c, n FROM (VALUES ('REVOKE EXECUTE ON FUNCTION hidden.f FROM writers', 'hidden.f'), ('GRANT EXECUTE ON FUNCTION hidden.f TO readers', 'hidden.f'),
  ('REVOKE USAGE ON SCHEMA hidden FROM readers', 'hidden'), ('GRANT USAGE ON TYPE hidden.kind TO PUBLIC', 'kind'), ('ALTER TABLE hidden.bobs OWNER TO alice', 'bobs'),
  ('ALTER FUNCTION hidden.f OWNER TO owner', 'hidden.f'), ('ALTER DEFAULT PRIVILEGES FOR ROLE alice IN SCHEMA alices REVOKE SELECT ON TABLES FROM readers', 'alices'),
  ('GRANT SELECT ON LARGE OBJECT 4711 TO alice', 'large objects'), ('ALTER LARGE OBJECT 4711 OWNER TO alice', 'large objects'),
  ('COMMENT ON LARGE OBJECT 4711 IS NULL', 'large objects'), ('SELECT lo_truncate(lo_open(4713, 131072), 299999)', 'large objects'), ('SELECT lo_unlink(4712)', 'large objects'),
  ('SELECT lo_put(4711, 0, ''\xff'')', 'large objects'), ('SELECT lo_create(0)', 'large objects')) v (c, n);
------
-- A definition is gone or another.
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', conrelid::regclass, conname), relname FROM pg_constraint JOIN pg_class c ON c.oid = conrelid WHERE conrelid >= 16384 AND conislocal AND coninhcount = 0;
------
SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass), tgname FROM pg_trigger WHERE NOT tgisinternal;
------
SELECT format('ALTER TABLE %s %s TRIGGER %I', tgrelid::regclass, CASE tgenabled WHEN 'O' THEN 'DISABLE' ELSE 'ENABLE' END, tgname), split_part(tgrelid::regclass::text, '.', 1) FROM pg_trigger WHERE NOT tgisinternal;
------
SELECT format('DROP INDEX %s CASCADE', indexrelid::regclass), c.relname FROM pg_index i JOIN pg_class c ON c.oid = indexrelid WHERE indexrelid >= 16384
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = indexrelid);
------
SELECT format('DROP POLICY %I ON %s', polname, polrelid::regclass), polname FROM pg_policy;
------
SELECT format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', oid::regclass), relname FROM pg_class WHERE relrowsecurity;
------
SELECT format('COMMENT ON %s %s IS NULL', i.type, i.identity), CASE i.type WHEN 'table' THEN c.relname ELSE '' END
FROM pg_description d CROSS JOIN pg_identify_object(d.classoid, d.objoid, 0) i LEFT JOIN pg_class c ON c.oid = d.objoid AND d.classoid = 'pg_class'::regclass
WHERE d.objoid >= 16384 AND d.objsubid = 0 AND d.description <> '' AND i.type IN ('table', 'view', 'index', 'schema', 'type', 'function') AND NOT EXISTS (SELECT FROM pg_depend p WHERE p.objid = d.objoid AND p.deptype = 'e');
------
SELECT format('ALTER TABLE %s ALTER %I TYPE %s', attrelid::regclass, attname, CASE atttypid WHEN 'int4'::regtype THEN 'bigint' ELSE 'varchar(4000000)' END), c.relname
FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid WHERE relkind = 'r' AND NOT relispartition AND c.oid >= 16384 AND attnum > 0 AND attgenerated = '' AND attinhcount = 0 AND atttypid IN ('int4'::regtype, 'text'::regtype);
------
SELECT format('ALTER TABLE %s ALTER %I TYPE text COLLATE "POSIX"', attrelid::regclass, attname), c.relname
FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid WHERE relkind = 'r' AND NOT relispartition AND c.oid >= 16384 AND attnum > 0 AND attgenerated = '' AND attinhcount = 0 AND atttypid = 'text'::regtype;
------
SELECT format('ALTER TABLE %s ALTER %I %s', attrelid::regclass, attname, w), c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid, unnest(ARRAY['SET DEFAULT NULL', 'SET STATISTICS 77', 'DROP DEFAULT', 'SET NOT NULL', 'DROP NOT NULL']) w
WHERE relkind = 'r' AND NOT relispartition AND c.oid >= 16384 AND attnum > 0 AND attgenerated = '' AND attidentity = '' AND attinhcount = 0
  AND CASE w WHEN 'SET DEFAULT NULL' THEN atthasdef WHEN 'DROP DEFAULT' THEN atthasdef WHEN 'SET NOT NULL' THEN NOT attnotnull WHEN 'DROP NOT NULL' THEN attnotnull AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid AND attnum = ANY (indkey) AND indisprimary) ELSE true END;
------
SELECT format('ALTER TABLE %s RENAME %I TO renamed', attrelid::regclass, attname), c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
WHERE relkind = 'r' AND NOT relispartition AND c.oid >= 16384 AND attnum > 0 AND NOT attisdropped AND attinhcount = 0;
------
SELECT format('DROP %s %s CASCADE', CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'r' THEN 'TABLE' END, oid::regclass), relname FROM pg_class WHERE relkind IN ('v', 'm', 'r') AND oid >= 16384;
------
SELECT format('DROP ROUTINE %s CASCADE', oid::regprocedure), proname FROM pg_proc p WHERE oid >= 16384 AND prokind <> 'a' AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype IN ('e', 'i'));
------
SELECT format('ALTER FUNCTION %s COST 42', oid::regprocedure), proname FROM pg_proc p WHERE oid >= 16384 AND prokind = 'f' AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype IN ('e', 'i'));
------
SELECT format('ALTER SEQUENCE %s INCREMENT BY 17', oid::regclass), relname FROM pg_class WHERE relkind = 'S' AND oid >= 16384;
------
SELECT c, n FROM (VALUES ('DROP STATISTICS together', 'together'), ('DROP PUBLICATION part_of_it', 'part_of_it'), ('ALTER PUBLICATION part_of_it DROP TABLE log', 'part_of_it'),
  ('ALTER TYPE mood ADD VALUE ''new''', 'mood'), ('ALTER DOMAIN positive DROP DEFAULT', 'positive'), ('DROP CAST (money_amount AS text)', 'money_amount'),
  ('DROP RULE keep ON log', 'keep'), ('ALTER TABLE cache SET LOGGED', 'cache'), ('ALTER TABLE indexed REPLICA IDENTITY DEFAULT', 'indexed'),
  ('ALTER TABLE indexed ALTER t SET STORAGE PLAIN', 'indexed'), ('ALTER TABLE cache SET (fillfactor = 71)', 'cache'), ('ALTER TEXT SEARCH CONFIGURATION own DROP MAPPING FOR word', 'own'),
  ('ALTER TABLE sales DETACH PARTITION sales_2024', 'sales_2024'), ('ALTER TABLE child NO INHERIT parent', 'child'), ('ALTER TABLE "Mixed Case"."Ta ble" SET WITHOUT CLUSTER', 'Ta ble'),
  ('ALTER SCHEMA empty RENAME TO emptier', 'emptie'), ('DROP AGGREGATE product(numeric)', 'product'), ('DROP OPERATOR ===(int, int)', '==='), ('DROP COLLATION loose CASCADE', 'loose'),
  ('REFRESH MATERIALIZED VIEW not_filled', 'not_filled'), ('ALTER VIEW rich RESET (security_barrier)', 'rich'), ('ALTER TABLE tree VALIDATE CONSTRAINT sometime', 'sometime')) v (c, n)
