-- Holds for the owner and on a replica's apply as well: ALWAYS. An owner's DDL is not prevented; sealing shows it.
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON es.event
  FOR EACH STATEMENT EXECUTE FUNCTION es.refuse();
ALTER TABLE es.event ENABLE ALWAYS TRIGGER append_only;
