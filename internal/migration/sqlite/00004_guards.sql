-- +goose Up
-- Create "new_events" table.
CREATE TABLE `new_events` (`id` text NOT NULL, `position` integer NOT NULL DEFAULT (0), `change_id` text NOT NULL, `at` integer NOT NULL, `actor_kind` text NOT NULL, `reseller_id` text NULL, `api_key_id` text NULL, `subject` text NULL, `action` text NOT NULL, `entity_id` text NOT NULL, `changes` json NOT NULL, `request_id` text NULL, PRIMARY KEY (`id`));
-- Copy rows from old table "events" to new temporary table "new_events".
INSERT INTO `new_events` (`id`, `change_id`, `at`, `actor_kind`, `reseller_id`, `api_key_id`, `subject`, `action`, `entity_id`, `changes`, `request_id`) SELECT `id`, `change_id`, `at`, `actor_kind`, `reseller_id`, `api_key_id`, `subject`, `action`, `entity_id`, `changes`, `request_id` FROM `events`;
-- Drop "events" table after copying rows.
DROP TABLE `events`;
-- Rename temporary table "new_events" to "events".
ALTER TABLE `new_events` RENAME TO `events`;
-- Create index "event_position_id" to table: "events".
CREATE INDEX `event_position_id` ON `events` (`position`, `id`);
-- Create index "event_reseller_id_position_id_action_at" to table: "events".
CREATE INDEX `event_reseller_id_position_id_action_at` ON `events` (`reseller_id`, `position`, `id`, `action`, `at`);
-- Create index "event_entity_id_position_id" to table: "events".
CREATE INDEX `event_entity_id_position_id` ON `events` (`entity_id`, `position`, `id`);
-- Create index "event_change_id_position_id" to table: "events".
CREATE INDEX `event_change_id_position_id` ON `events` (`change_id`, `position`, `id`);
-- Create "feed_places" table.
CREATE TABLE `feed_places` (`id` text NOT NULL, `position` integer NOT NULL, `event_id` text NOT NULL, PRIMARY KEY (`id`));
-- Create "webhook_deliveries" table.
CREATE TABLE `webhook_deliveries` (`id` text NOT NULL, `reseller_id` text NULL, `event_id` text NULL, `state` text NOT NULL DEFAULT ('PENDING'), `by_hand` bool NOT NULL DEFAULT (false), `attempts` integer NOT NULL DEFAULT (0), `created_at` integer NOT NULL, `next_attempt_at` integer NULL, `last_attempt_at` integer NULL, `delivered_at` integer NULL, `last_status` integer NULL, `last_failure` text NULL, `last_answer` text NULL, `endpoint_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `webhook_deliveries_webhook_endpoints_deliveries` FOREIGN KEY (`endpoint_id`) REFERENCES `webhook_endpoints` (`id`) ON DELETE CASCADE);
-- Create index "webhookdelivery_endpoint_id_event_id" to table: "webhook_deliveries".
CREATE UNIQUE INDEX `webhookdelivery_endpoint_id_event_id` ON `webhook_deliveries` (`endpoint_id`, `event_id`);
-- Create index "webhookdelivery_endpoint_id_created_at_id" to table: "webhook_deliveries".
CREATE INDEX `webhookdelivery_endpoint_id_created_at_id` ON `webhook_deliveries` (`endpoint_id`, `created_at`, `id`);
-- Create index "webhookdelivery_endpoint_id_state_created_at_id" to table: "webhook_deliveries".
CREATE INDEX `webhookdelivery_endpoint_id_state_created_at_id` ON `webhook_deliveries` (`endpoint_id`, `state`, `created_at`, `id`);
-- Create index "webhookdelivery_delivered_at" to table: "webhook_deliveries".
CREATE INDEX `webhookdelivery_delivered_at` ON `webhook_deliveries` (`delivered_at`);
-- Create "webhook_endpoints" table.
CREATE TABLE `webhook_endpoints` (`id` text NOT NULL, `url` text NOT NULL, `description` text NOT NULL DEFAULT (''), `actions` json NOT NULL, `enabled` bool NOT NULL DEFAULT (true), `disabled_reason` text NULL, `generation` integer NOT NULL DEFAULT (1), `previous_until` integer NULL, `failing_since` integer NULL, `created_at` integer NOT NULL, `updated_at` integer NOT NULL, `version` integer NOT NULL DEFAULT (1), `reseller_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `webhook_endpoints_resellers_webhook_endpoints` FOREIGN KEY (`reseller_id`) REFERENCES `resellers` (`id`) ON DELETE RESTRICT);
-- Create index "webhookendpoint_reseller_id_created_at_id" to table: "webhook_endpoints".
CREATE INDEX `webhookendpoint_reseller_id_created_at_id` ON `webhook_endpoints` (`reseller_id`, `created_at`, `id`);
-- Create index "webhookendpoint_created_at_id" to table: "webhook_endpoints".
CREATE INDEX `webhookendpoint_created_at_id` ON `webhook_endpoints` (`created_at`, `id`);
-- By hand:
-- Events are only ever added. Values may be taken out of their changes, when personal data is erased.
-- +goose StatementBegin
CREATE TRIGGER guard_event_deleted BEFORE DELETE ON events BEGIN
  SELECT RAISE(ABORT, 'events are append-only: only the values in an event''s changes may be erased');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER guard_event_changed BEFORE UPDATE ON events
WHEN (OLD.id, OLD.position, OLD.change_id, OLD.at, OLD.actor_kind, OLD.reseller_id, OLD.api_key_id, OLD.subject, OLD.action, OLD.entity_id, OLD.request_id)
  IS NOT (NEW.id, NEW.position, NEW.change_id, NEW.at, NEW.actor_kind, NEW.reseller_id, NEW.api_key_id, NEW.subject, NEW.action, NEW.entity_id, NEW.request_id)
BEGIN
  SELECT RAISE(ABORT, 'events are append-only: only the values in an event''s changes may be erased');
END;
-- +goose StatementEnd
-- A table was made anew with foreign keys set aside: no row may point to nothing now.
CREATE TABLE dangling (rows_that_point_to_nothing integer CHECK (rows_that_point_to_nothing = 0));
INSERT INTO dangling SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE dangling;
-- So that programs of before this step refuse the file.
PRAGMA user_version = 4;
