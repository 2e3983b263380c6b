-- Appends events to one stream, at the version its writer decided on, in one round trip and one short lock.
--
-- Appends queue for the length of one commit and so have one order: positions are gapless, final and known at once, and
-- nothing ever appears below a visible one. Call it as a statement of its own on an autocommit connection: the lock is
-- held until the transaction around it ends.
--
-- SQLSTATEs: ES000 misuse; ES001 the stream is at another version, which is the DETAIL. A race lost between check and
-- lock ends in 23505: the caller calls once more and gets its replay or ES001. (An EXCEPTION block would answer at once,
-- but its subtransaction costs every append a third.)
CREATE OR REPLACE FUNCTION es.append(
  p_stream text, p_expected bigint, p_occurred timestamptz,
  p_ids uuid[], p_types text[], p_schemas smallint[], p_bodies text[], p_metas text[],
  OUT replayed boolean, OUT first_position bigint, OUT last_version bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = es, pg_temp AS $$
DECLARE
  n    int := cardinality(p_ids);
  head bigint;
  at   timestamptz;
  next bigint;
BEGIN
  IF p_stream IS NULL OR p_expected IS NULL OR p_occurred IS NULL
     OR coalesce(n, 0) = 0
     OR (n, n, n, n) IS DISTINCT FROM
        (cardinality(p_types), cardinality(p_schemas), cardinality(p_bodies), cardinality(p_metas)) THEN
    RAISE EXCEPTION 'append takes a stream, an expected version, an instant and one or more events in arrays of one length'
      USING ERRCODE = 'ES000';
  END IF;

  -- The version is read before the event id is looked for: an append of these very events that commits in between is then
  -- found by the look-up. The other way round it would pass for somebody else's, and a retry for a conflict.
  SELECT coalesce(max(e.version), 0) INTO head FROM event e WHERE e.stream = p_stream;
  SELECT e.position, e.version INTO first_position, last_version
  FROM event e WHERE e.event_id = p_ids[1] AND e.stream = p_stream;
  IF FOUND THEN                                       -- the caller compares the command's fingerprint in meta
    replayed := true;
    IF n > 1 THEN                                     -- what is stored counts, not what is asked for now
      SELECT max(e.version) INTO last_version FROM event e WHERE e.event_id = ANY (p_ids) AND e.stream = p_stream;
    END IF;
    RETURN;
  END IF;

  IF head <> p_expected THEN
    RAISE EXCEPTION 'stream % is at version %, not %', p_stream, head, p_expected
      USING ERRCODE = 'ES001', DETAIL = head::text;
  END IF;

  PERFORM pg_advisory_xact_lock(hashtextextended('es.append', 0));  -- one at a time until this commit is visible
  SELECT e.position + 1, e.recorded_at INTO next, at FROM event e ORDER BY e.position DESC LIMIT 1;
  first_position := coalesce(next, 0);
  at := greatest(clock_timestamp(), at);
  INSERT INTO event
    (position, stream, version, event_id, type, schema_version, recorded_at, occurred_at, body, meta)
  SELECT first_position + a.i - 1, p_stream, head + a.i, a.id, a.type, a.schema_version, at, p_occurred, a.body, a.meta
  FROM unnest(p_ids, p_types, p_schemas, p_bodies, p_metas)
    WITH ORDINALITY AS a(id, type, schema_version, body, meta, i);
  replayed := false;
  last_version := head + n;
END $$;
