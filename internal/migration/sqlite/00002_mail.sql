-- +goose Up
-- Mails are sent, owners have passwords, deadlines are timers.
-- Create "new_mails" table.
CREATE TABLE `new_mails` (`id` text NOT NULL, `case_id` text NULL, `link_id` text NULL, `kind` text NOT NULL, `reason` text NOT NULL, `recipient` text NOT NULL, `created_at` integer NOT NULL, `state` text NOT NULL DEFAULT 'QUEUED', `attempts` integer NOT NULL DEFAULT 0, `last_attempt_at` integer NULL, `sent_at` integer NULL, `reply` text NULL, `handle_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `mails_handles_mails` FOREIGN KEY (`handle_id`) REFERENCES `handles` (`id`) ON UPDATE NO ACTION ON DELETE CASCADE);
-- Copy rows from old table "mails" to new temporary table "new_mails".
INSERT INTO `new_mails` (`id`, `case_id`, `kind`, `reason`, `recipient`, `created_at`, `handle_id`) SELECT `id`, `case_id`, `kind`, `reason`, `recipient`, `created_at`, `handle_id` FROM `mails`;
-- Drop "mails" table after copying rows.
DROP TABLE `mails`;
-- Rename temporary table "new_mails" to "mails".
ALTER TABLE `new_mails` RENAME TO `mails`;
-- Create index "mail_handle_id_id" to table: "mails".
CREATE INDEX `mail_handle_id_id` ON `mails` (`handle_id`, `id`);
-- Create index "mail_case_id_reason_created_at" to table: "mails".
CREATE INDEX `mail_case_id_reason_created_at` ON `mails` (`case_id`, `reason`, `created_at`);
-- Create index "mail_dead" to table: "mails".
CREATE INDEX `mail_dead` ON `mails` (`id`) WHERE state = 'DEAD';
-- Create "new_reachability_cases" table.
CREATE TABLE `new_reachability_cases` (`id` text NOT NULL, `fingerprint` text NOT NULL, `state` text NOT NULL, `generation` integer NOT NULL DEFAULT 0, `resets` integer NOT NULL DEFAULT 0, `reminders` integer NOT NULL DEFAULT 0, `started_at` integer NOT NULL, `reminded_from` integer NOT NULL DEFAULT 0, `sent_at` integer NULL, `bounced_at` integer NULL, `closed_at` integer NULL, `handle_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `reachability_cases_handles_cases` FOREIGN KEY (`handle_id`) REFERENCES `handles` (`id`) ON UPDATE NO ACTION ON DELETE CASCADE);
-- Copy rows from old table "reachability_cases" to new temporary table "new_reachability_cases".
INSERT INTO `new_reachability_cases` (`id`, `fingerprint`, `state`, `generation`, `resets`, `started_at`, `closed_at`, `handle_id`) SELECT `id`, `fingerprint`, `state`, IFNULL(`generation`, 0) AS `generation`, `resets`, `started_at`, `closed_at`, `handle_id` FROM `reachability_cases`;
-- Drop "reachability_cases" table after copying rows.
DROP TABLE `reachability_cases`;
-- Rename temporary table "new_reachability_cases" to "reachability_cases".
ALTER TABLE `new_reachability_cases` RENAME TO `reachability_cases`;
-- Create index "reachabilitycase_handle_id_id" to table: "reachability_cases".
CREATE INDEX `reachabilitycase_handle_id_id` ON `reachability_cases` (`handle_id`, `id`);
-- Create index "reachabilitycase_fingerprint_closed_at_id" to table: "reachability_cases".
CREATE INDEX `reachabilitycase_fingerprint_closed_at_id` ON `reachability_cases` (`fingerprint`, `closed_at`, `id`);
-- Add column "mail_sender_name" to table: "resellers".
ALTER TABLE `resellers` ADD COLUMN `mail_sender_name` text NULL;
-- Create index "session_handle_id" to table: "sessions".
CREATE INDEX `session_handle_id` ON `sessions` (`handle_id`);
-- Create index "session_expires_at" to table: "sessions".
CREATE INDEX `session_expires_at` ON `sessions` (`expires_at`);
-- Create "evidences" table.
CREATE TABLE `evidences` (`id` text NOT NULL, `case_id` text NULL, `kind` text NOT NULL, `at` integer NOT NULL, `recipient` text NULL, `reason` text NULL, `message_id` text NULL, `reply` text NULL, `note` text NULL, `remote_address` text NULL, `handle_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `evidences_handles_evidence` FOREIGN KEY (`handle_id`) REFERENCES `handles` (`id`) ON UPDATE NO ACTION ON DELETE CASCADE);
-- Create index "evidence_handle_id_id" to table: "evidences".
CREATE INDEX `evidence_handle_id_id` ON `evidences` (`handle_id`, `id`);
-- Create "links" table.
CREATE TABLE `links` (`id` text NOT NULL, `case_id` text NULL, `kind` text NOT NULL, `generation` integer NOT NULL, `token_hash` blob NOT NULL, `created_at` integer NOT NULL, `expires_at` integer NOT NULL, `used_at` integer NULL, `superseded_at` integer NULL, `handle_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `links_handles_links` FOREIGN KEY (`handle_id`) REFERENCES `handles` (`id`) ON UPDATE NO ACTION ON DELETE CASCADE);
-- Create index "links_token_hash_key" to table: "links".
CREATE UNIQUE INDEX `links_token_hash_key` ON `links` (`token_hash`);
-- Create index "link_handle_id_kind" to table: "links".
CREATE INDEX `link_handle_id_kind` ON `links` (`handle_id`, `kind`);
-- Create index "link_case_id_generation" to table: "links".
CREATE INDEX `link_case_id_generation` ON `links` (`case_id`, `generation`);
-- Create "passwords" table.
CREATE TABLE `passwords` (`id` text NOT NULL, `hash` text NOT NULL, `set_at` integer NOT NULL, `handle_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `passwords_handles_passwords` FOREIGN KEY (`handle_id`) REFERENCES `handles` (`id`) ON UPDATE NO ACTION ON DELETE CASCADE);
-- Create index "password_handle_id" to table: "passwords".
CREATE UNIQUE INDEX `password_handle_id` ON `passwords` (`handle_id`);
-- Create "throttles" table.
CREATE TABLE `throttles` (`id` text NOT NULL, `until` integer NOT NULL, PRIMARY KEY (`id`));
-- Create index "throttle_until" to table: "throttles".
CREATE INDEX `throttle_until` ON `throttles` (`until`);
-- Create "timers" table.
CREATE TABLE `timers` (`id` text NOT NULL, `kind` text NOT NULL, `subject_id` text NOT NULL, `due_at` integer NOT NULL, PRIMARY KEY (`id`));
-- Create index "timer_due_at_id" to table: "timers".
CREATE INDEX `timer_due_at_id` ON `timers` (`due_at`, `id`);
-- Create index "timer_subject_id_kind" to table: "timers".
CREATE UNIQUE INDEX `timer_subject_id_kind` ON `timers` (`subject_id`, `kind`);
-- By hand:
-- The queue's table is the library's own, github.com/maragudk/goqite 0.4.0, which does not make it.
CREATE TABLE goqite (
  id TEXT PRIMARY KEY DEFAULT ('m_' || lower(hex(randomblob(16)))),
  created TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ')),
  updated TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ')),
  queue TEXT NOT NULL,
  body BLOB NOT NULL,
  timeout TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ')),
  received INTEGER NOT NULL DEFAULT 0,
  priority INTEGER NOT NULL DEFAULT 0
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER goqite_updated_timestamp AFTER UPDATE ON goqite BEGIN
  UPDATE goqite SET updated = strftime('%Y-%m-%dT%H:%M:%fZ') WHERE id = old.id;
END;
-- +goose StatementEnd
CREATE INDEX goqite_queue_priority_created_idx ON goqite (queue, priority DESC, created);
-- The first version never sent a mail, so the owners of running proofs get their first one now, as a reminder.
UPDATE mails SET state = 'OBSOLETE' WHERE link_id IS NULL AND state = 'QUEUED';
UPDATE reachability_cases SET reminded_from = started_at WHERE reminded_from = 0;
-- An id becomes a timer's by its prefix: the rest is as unique as before.
INSERT INTO timers (id, kind, subject_id, due_at)
  SELECT 'tim_' || substr(id, 5), 'REMINDER', id, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM reachability_cases
  WHERE closed_at IS NULL;
INSERT INTO timers (id, kind, subject_id, due_at)
  SELECT 'tim_' || substr(id, 5), 'DEADLINE', id, due_at FROM domains
  WHERE due_at < 253402300799999 AND NOT EXISTS
    (SELECT 1 FROM holds WHERE holds.domain_id = domains.id AND holds.reason = 'REACHABILITY');
-- A table was made anew with foreign keys set aside: no row may point to nothing now.
CREATE TABLE dangling (rows_that_point_to_nothing integer CHECK (rows_that_point_to_nothing = 0));
INSERT INTO dangling SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE dangling;
-- So that programs of before this step refuse the file.
PRAGMA user_version = 2;
