-- Watches what migrations do to a copy of a database: for rehearsals on scratch servers only.
CREATE SCHEMA rehome_rehearsal;
CREATE TABLE rehome_rehearsal.before AS
  SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name, pg_relation_filenode(c.oid) AS file,
    coalesce(s.n_tup_ins, 0) AS ins, coalesce(s.n_tup_upd, 0) AS upd, coalesce(s.n_tup_del, 0) AS del
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
  WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'rehome_rehearsal')
    AND n.nspname !~ '^pg_(toast|temp)';
CREATE TABLE rehome_rehearsal.definition
  (id bigserial, text text, seconds float8, locks text[] NOT NULL, dropped text[] NOT NULL);
CREATE FUNCTION rehome_rehearsal.began() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM set_config('rehome.began', extract(epoch FROM clock_timestamp())::text, false), set_config('rehome.dropped', '{}', false);
END $$;
CREATE FUNCTION rehome_rehearsal.dropped() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM set_config('rehome.dropped', (coalesce(nullif(current_setting('rehome.dropped', true), ''), '{}')::text[] || array(
    SELECT object_type || ' ' || object_identity FROM pg_event_trigger_dropped_objects() d
    WHERE object_type IN ('table', 'table column', 'materialized view') AND d.objid IN (SELECT oid FROM rehome_rehearsal.before)
      AND (original OR object_type <> 'table column')))::text, false);
END $$;
CREATE FUNCTION rehome_rehearsal.ended() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO rehome_rehearsal.definition (text, seconds, locks, dropped) VALUES (
    current_query(),
    extract(epoch FROM clock_timestamp())::float8 - current_setting('rehome.began')::float8,
    array(SELECT b.name || ' ' || (array_agg(l.mode ORDER BY array_position(
            '{AccessExclusiveLock,ExclusiveLock,ShareRowExclusiveLock,ShareLock,ShareUpdateExclusiveLock}', l.mode)))[1]
          FROM pg_locks l JOIN rehome_rehearsal.before b ON b.oid = l.relation
          WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.granted
            AND l.mode IN ('AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock', 'ShareUpdateExclusiveLock')
          GROUP BY b.name ORDER BY 1),
    current_setting('rehome.dropped')::text[]);
END $$;
CREATE VIEW rehome_rehearsal.touched (name, rewritten, inserted, updated, deleted) AS
  SELECT b.name, pg_relation_filenode(b.oid) IS DISTINCT FROM b.file, coalesce(s.n_tup_ins, 0) - b.ins,
    coalesce(s.n_tup_upd, 0) - b.upd, coalesce(s.n_tup_del, 0) - b.del
  FROM rehome_rehearsal.before b JOIN pg_class c ON c.oid = b.oid LEFT JOIN pg_stat_user_tables s ON s.relid = b.oid
  WHERE pg_relation_filenode(b.oid) IS DISTINCT FROM b.file OR coalesce(s.n_tup_ins, 0) <> b.ins OR coalesce(s.n_tup_upd, 0) <> b.upd
    OR coalesce(s.n_tup_del, 0) <> b.del
  ORDER BY 1;
CREATE EVENT TRIGGER rehome_began ON ddl_command_start EXECUTE FUNCTION rehome_rehearsal.began();
CREATE EVENT TRIGGER rehome_dropped ON sql_drop EXECUTE FUNCTION rehome_rehearsal.dropped();
CREATE EVENT TRIGGER rehome_ended ON ddl_command_end EXECUTE FUNCTION rehome_rehearsal.ended();
