-- The rights of the role that serves: it reads and writes, but the history it cannot change even by mistake.
-- Run as the owner, after the tables were made and again after every upgrade:
--   psql --variable=role=huikuan_app --file=docs/admin/application-role.sql huikuan
\set ON_ERROR_STOP on
\pset tuples_only on
BEGIN;
GRANT USAGE ON SCHEMA public TO :"role";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :"role";
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO :"role";
-- Every append-only table carries a trigger <table>_append_only; the role loses the rights themselves as well. What it
-- keeps is what locking needs: TRUNCATE for a table (the trigger <table>_no_truncate refuses to do it) and the key column
-- for a row (the trigger refuses to change it).
SELECT format(
    'REVOKE UPDATE, DELETE ON %1$s FROM %2$I; GRANT TRUNCATE, UPDATE (%3$I) ON %1$s TO %2$I',
    tgrelid::regclass, :'role', attname)
FROM pg_trigger
JOIN pg_index ON indrelid = tgrelid AND indisprimary
JOIN pg_attribute ON attrelid = tgrelid AND attnum = indkey[0]
WHERE NOT tgisinternal AND tgname = tgrelid::regclass || '_append_only'
\gexec
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM :"role";
COMMIT;
