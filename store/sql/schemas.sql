-- What only the database's owner can do, done again at every migration: schemas, and who may build in them.

CREATE SCHEMA IF NOT EXISTS es AUTHORIZATION kaohe_owner;
CREATE SCHEMA IF NOT EXISTS view AUTHORIZATION kaohe_views;

-- Migrations create schemas; a rebuild of the views makes a new one beside the old.
DO $$ BEGIN
  EXECUTE format('GRANT CREATE ON DATABASE %I TO kaohe_owner, kaohe_views', current_database());
END $$;

-- Whatever the views' owner builds can be read, from the moment it is there.
GRANT USAGE ON SCHEMA view TO kaohe_writer, kaohe_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE kaohe_views GRANT USAGE ON SCHEMAS TO kaohe_writer, kaohe_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE kaohe_views GRANT SELECT ON TABLES TO kaohe_writer, kaohe_reader;
