-- +goose Up
-- Keys rotate and carry limits, staff signs in at an OpenID provider, a mutation that is sent twice is done once.
-- Add column "last_used_from" to table: "api_keys".
ALTER TABLE `api_keys` ADD COLUMN `last_used_from` text NULL;
-- Add column "replaces_id" to table: "api_keys".
ALTER TABLE `api_keys` ADD COLUMN `replaces_id` text NULL;
-- Add column "rate_bucket" to table: "api_keys".
ALTER TABLE `api_keys` ADD COLUMN `rate_bucket` integer NULL;
-- Add column "rate_restore" to table: "api_keys".
ALTER TABLE `api_keys` ADD COLUMN `rate_restore` integer NULL;
-- Add column "subject" to table: "events".
ALTER TABLE `events` ADD COLUMN `subject` text NULL;
-- Add column "rate_bucket" to table: "resellers".
ALTER TABLE `resellers` ADD COLUMN `rate_bucket` integer NULL;
-- Add column "rate_restore" to table: "resellers".
ALTER TABLE `resellers` ADD COLUMN `rate_restore` integer NULL;
-- Create "outcomes" table.
CREATE TABLE `outcomes` (`id` text NOT NULL, `key` text NOT NULL, `request` text NOT NULL, `field` text NOT NULL, `result` blob NOT NULL, `at` integer NOT NULL, PRIMARY KEY (`id`));
-- Create index "outcome_key_field" to table: "outcomes".
CREATE UNIQUE INDEX `outcome_key_field` ON `outcomes` (`key`, `field`);
-- Create index "outcome_at" to table: "outcomes".
CREATE INDEX `outcome_at` ON `outcomes` (`at`);
-- So that programs of before this step refuse the file.
PRAGMA user_version = 3;
