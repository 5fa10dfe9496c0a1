-- +goose Up
-- By hand:
-- Events are only ever added. Values may be taken out of their changes, when personal data is erased.
-- +goose StatementBegin
CREATE TRIGGER guard_event_deleted BEFORE DELETE ON events BEGIN
  SELECT RAISE(ABORT, 'events are append-only: only the values in an event''s changes may be erased');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER guard_event_changed BEFORE UPDATE ON events
WHEN (OLD.id, OLD.change_id, OLD.at, OLD.actor_kind, OLD.reseller_id, OLD.api_key_id, OLD.subject, OLD.action, OLD.entity_id, OLD.request_id)
  IS NOT (NEW.id, NEW.change_id, NEW.at, NEW.actor_kind, NEW.reseller_id, NEW.api_key_id, NEW.subject, NEW.action, NEW.entity_id, NEW.request_id)
BEGIN
  SELECT RAISE(ABORT, 'events are append-only: only the values in an event''s changes may be erased');
END;
-- +goose StatementEnd
-- So that programs of before this step refuse the file.
PRAGMA user_version = 4;
