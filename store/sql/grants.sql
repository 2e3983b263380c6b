-- Who may do what, read in a minute. Nobody may INSERT into, UPDATE or DELETE from es.event: es.append is the one door.

REVOKE ALL ON FUNCTION es.append FROM PUBLIC;

GRANT USAGE ON SCHEMA es TO kaohe_writer, kaohe_views, kaohe_reader;
GRANT SELECT ON es.event TO kaohe_writer, kaohe_views, kaohe_reader;

-- kaohe_writer: the services that carry out commands
GRANT EXECUTE ON FUNCTION es.append TO kaohe_writer;
GRANT SELECT, INSERT, UPDATE ON es.data_key TO kaohe_writer;
GRANT SELECT, INSERT ON es.key_provider TO kaohe_writer;
GRANT USAGE ON SCHEMA ballot TO kaohe_writer;
GRANT SELECT, INSERT, UPDATE, DELETE ON ballot.paper, ballot.box TO kaohe_writer;
GRANT SELECT, INSERT ON ballot.closed TO kaohe_writer;
GRANT USAGE ON SEQUENCE ballot.batch TO kaohe_writer;
GRANT USAGE ON SCHEMA follower TO kaohe_writer;
GRANT SELECT, INSERT, UPDATE ON follower.cursor TO kaohe_writer;
GRANT SELECT, INSERT, UPDATE, DELETE ON follower.parked TO kaohe_writer;
