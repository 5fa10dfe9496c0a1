-- +goose Up
-- By hand:
-- What is counted once for each statement rather than for each of its rows: within a transaction every change of a row leaves
-- a version that the next one walks past, so a load that counted row by row took time with the square of its size.
-- Each row to change is found by its key: the plan of a statement that joined the new rows is kept, and was made when tables
-- were empty.
DROP TRIGGER count_access ON accesses;
DROP TRIGGER count_handle ON handles;
DROP TRIGGER count_domain ON domains;
DROP TRIGGER count_contact ON contacts;
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION count_accesses() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  n record;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    PERFORM count_more(OLD.reseller_id, OLD.rights || '/' || OLD.reachability, -1);
    PERFORM count_more(NEW.reseller_id, NEW.rights || '/' || NEW.reachability, 1);
    RETURN NULL;
  END IF;
  FOR n IN SELECT reseller_id, rights || '/' || reachability AS what, count(*) AS rows FROM changed GROUP BY 1, 2 ORDER BY 1, 2 LOOP
    PERFORM count_more(n.reseller_id, n.what, CASE TG_OP WHEN 'INSERT' THEN n.rows ELSE -n.rows END);
  END LOOP;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
-- A handle that comes into a list where domains list it already begins with their number.
-- +goose StatementBegin
CREATE FUNCTION count_listed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.domains := (SELECT count(*) FROM contacts c WHERE c.handle_id = NEW.handle_id AND c.reseller_id = NEW.reseller_id);
  RETURN NEW;
END
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION count_handles() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  rows bigint := (SELECT count(*) FROM changed);
BEGIN
  IF rows > 0 THEN
    PERFORM count_more('', 'handles', CASE TG_OP WHEN 'INSERT' THEN rows ELSE -rows END);
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION count_domains() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  n record;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.reseller_id IS NOT NULL THEN
      PERFORM count_more(OLD.reseller_id, 'domains', -1);
    END IF;
    IF NEW.reseller_id IS NOT NULL THEN
      PERFORM count_more(NEW.reseller_id, 'domains', 1);
    END IF;
    RETURN NULL;
  END IF;
  -- An account is never empty, which stands for everybody's.
  FOR n IN SELECT coalesce(reseller_id, '') AS account, count(*) AS rows FROM changed GROUP BY GROUPING SETS ((reseller_id), ())
    HAVING reseller_id IS NOT NULL OR grouping(reseller_id) = 1 AND count(*) > 0 ORDER BY 1 LOOP
    PERFORM count_more(n.account, 'domains', CASE TG_OP WHEN 'INSERT' THEN n.rows ELSE -n.rows END);
  END LOOP;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION count_contacts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  n record;
  sign bigint := CASE TG_OP WHEN 'DELETE' THEN -1 ELSE 1 END;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    UPDATE accesses SET domains = domains - 1 WHERE reseller_id = OLD.reseller_id AND handle_id = OLD.handle_id;
    UPDATE accesses SET domains = domains + 1 WHERE reseller_id = NEW.reseller_id AND handle_id = NEW.handle_id;
    RETURN NULL;
  END IF;
  FOR n IN SELECT handle_id, reseller_id, count(*) AS rows FROM changed WHERE reseller_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2 LOOP
    UPDATE accesses SET domains = domains + sign * n.rows WHERE reseller_id = n.reseller_id AND handle_id = n.handle_id;
  END LOOP;
  FOR n IN SELECT handle_id, count(*) AS rows FROM changed GROUP BY 1 ORDER BY 1 LOOP
    UPDATE handles SET domains = domains + sign * n.rows WHERE id = n.handle_id;
  END LOOP;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER count_listed BEFORE INSERT ON accesses FOR EACH ROW EXECUTE FUNCTION count_listed();
CREATE TRIGGER count_access_made AFTER INSERT ON accesses REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION count_accesses();
CREATE TRIGGER count_access_gone AFTER DELETE ON accesses REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION count_accesses();
CREATE TRIGGER count_handle_made AFTER INSERT ON handles REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION count_handles();
CREATE TRIGGER count_handle_gone AFTER DELETE ON handles REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION count_handles();
CREATE TRIGGER count_domain_made AFTER INSERT ON domains REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION count_domains();
CREATE TRIGGER count_domain_gone AFTER DELETE ON domains REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION count_domains();
CREATE TRIGGER count_contact_made AFTER INSERT ON contacts REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION count_contacts();
CREATE TRIGGER count_contact_gone AFTER DELETE ON contacts REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION count_contacts();
