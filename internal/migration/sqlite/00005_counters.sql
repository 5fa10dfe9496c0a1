-- +goose Up
-- Create "new_accesses" table.
CREATE TABLE `new_accesses` (`id` text NOT NULL, `rights` text NOT NULL, `origin` text NOT NULL, `since` integer NOT NULL, `code` text NOT NULL, `name_key` blob NOT NULL, `created_at` integer NOT NULL, `updated_at` integer NOT NULL, `kind` text NOT NULL, `country` text NOT NULL, `email_key` text NOT NULL, `linked` bool NOT NULL, `reachability` text NOT NULL, `domains` integer NOT NULL DEFAULT (0), `handle_id` text NOT NULL, `reseller_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `accesses_handles_accesses` FOREIGN KEY (`handle_id`) REFERENCES `handles` (`id`) ON DELETE CASCADE, CONSTRAINT `accesses_resellers_accesses` FOREIGN KEY (`reseller_id`) REFERENCES `resellers` (`id`) ON DELETE RESTRICT);
-- Copy rows from old table "accesses" to new temporary table "new_accesses".
INSERT INTO `new_accesses` (`id`, `rights`, `origin`, `since`, `code`, `name_key`, `created_at`, `updated_at`, `kind`, `country`, `email_key`, `linked`, `reachability`, `handle_id`, `reseller_id`) SELECT `id`, `rights`, `origin`, `since`, `code`, `name_key`, `created_at`, `updated_at`, `kind`, `country`, `email_key`, `linked`, `reachability`, `handle_id`, `reseller_id` FROM `accesses`;
-- Drop "accesses" table after copying rows.
DROP TABLE `accesses`;
-- Rename temporary table "new_accesses" to "accesses".
ALTER TABLE `new_accesses` RENAME TO `accesses`;
-- Create index "access_reseller_id_handle_id" to table: "accesses".
CREATE UNIQUE INDEX `access_reseller_id_handle_id` ON `accesses` (`reseller_id`, `handle_id`);
-- Create index "access_one_full" to table: "accesses".
CREATE UNIQUE INDEX `access_one_full` ON `accesses` (`handle_id`) WHERE rights = 'FULL';
-- Create index "access_handle_id_reseller_id" to table: "accesses".
CREATE INDEX `access_handle_id_reseller_id` ON `accesses` (`handle_id`, `reseller_id`);
-- Create index "access_reseller_id_created_at_h_140dedb03812b7534907942d9a67a4d5" to table: "accesses".
CREATE INDEX `access_reseller_id_created_at_h_140dedb03812b7534907942d9a67a4d5` ON `accesses` (`reseller_id`, `created_at`, `handle_id`, `rights`, `origin`, `reachability`, `kind`, `country`, `linked`, `domains`, `code`);
-- Create index "access_reseller_id_updated_at_h_0087184f872c59c483f70998f3691c08" to table: "accesses".
CREATE INDEX `access_reseller_id_updated_at_h_0087184f872c59c483f70998f3691c08` ON `accesses` (`reseller_id`, `updated_at`, `handle_id`, `rights`, `origin`, `reachability`, `kind`, `country`, `linked`, `domains`, `code`);
-- Create index "access_reseller_id_name_key_han_7c24871c4c206d31e3cad34b878110a8" to table: "accesses".
CREATE INDEX `access_reseller_id_name_key_han_7c24871c4c206d31e3cad34b878110a8` ON `accesses` (`reseller_id`, `name_key`, `handle_id`, `rights`, `origin`, `reachability`, `kind`, `country`, `linked`, `domains`, `code`);
-- Create index "access_reseller_id_code_handle__908c724657e87c0a4a7c65e279bc1ff4" to table: "accesses".
CREATE INDEX `access_reseller_id_code_handle__908c724657e87c0a4a7c65e279bc1ff4` ON `accesses` (`reseller_id`, `code`, `handle_id`, `rights`, `origin`, `reachability`, `kind`, `country`, `linked`, `domains`);
-- Create index "access_reseller_id_rights_handle_id" to table: "accesses".
CREATE INDEX `access_reseller_id_rights_handle_id` ON `accesses` (`reseller_id`, `rights`, `handle_id`);
-- Create index "access_reseller_id_origin_handle_id" to table: "accesses".
CREATE INDEX `access_reseller_id_origin_handle_id` ON `accesses` (`reseller_id`, `origin`, `handle_id`);
-- Create index "access_reseller_id_reachability_handle_id" to table: "accesses".
CREATE INDEX `access_reseller_id_reachability_handle_id` ON `accesses` (`reseller_id`, `reachability`, `handle_id`);
-- Create index "access_reseller_id_kind_handle_id" to table: "accesses".
CREATE INDEX `access_reseller_id_kind_handle_id` ON `accesses` (`reseller_id`, `kind`, `handle_id`);
-- Create index "access_reseller_id_country_handle_id" to table: "accesses".
CREATE INDEX `access_reseller_id_country_handle_id` ON `accesses` (`reseller_id`, `country`, `handle_id`);
-- Create index "access_reseller_id_linked_handle_id" to table: "accesses".
CREATE INDEX `access_reseller_id_linked_handle_id` ON `accesses` (`reseller_id`, `linked`, `handle_id`);
-- Create index "access_reseller_id_email_key_handle_id" to table: "accesses".
CREATE INDEX `access_reseller_id_email_key_handle_id` ON `accesses` (`reseller_id`, `email_key`, `handle_id`);
-- Drop index "contact_handle_id_reseller_id_name_domain_id_roles" from table: "contacts".
DROP INDEX `contact_handle_id_reseller_id_name_domain_id_roles`;
-- Drop index "contact_handle_id_reseller_id_expires_at_domain_id_roles" from table: "contacts".
DROP INDEX `contact_handle_id_reseller_id_expires_at_domain_id_roles`;
-- Drop index "contact_handle_id_reseller_id_registered_at_domain_id_roles" from table: "contacts".
DROP INDEX `contact_handle_id_reseller_id_registered_at_domain_id_roles`;
-- Drop index "contact_handle_id_reseller_id_due_at_domain_id_roles" from table: "contacts".
DROP INDEX `contact_handle_id_reseller_id_due_at_domain_id_roles`;
-- Create index "contact_handle_id_reseller_id_n_77b8b6c9b73a83f0647629308bcaf879" to table: "contacts".
CREATE INDEX `contact_handle_id_reseller_id_n_77b8b6c9b73a83f0647629308bcaf879` ON `contacts` (`handle_id`, `reseller_id`, `name`, `domain_id`, `roles`, `status`, `expires_at`, `registered_at`, `due_at`);
-- Create index "contact_handle_id_reseller_id_e_d4bfa63b309ed8d564529c327dd6352f" to table: "contacts".
CREATE INDEX `contact_handle_id_reseller_id_e_d4bfa63b309ed8d564529c327dd6352f` ON `contacts` (`handle_id`, `reseller_id`, `expires_at`, `domain_id`, `roles`, `status`, `name`, `registered_at`, `due_at`);
-- Create index "contact_handle_id_reseller_id_r_b0f2609675fc8ae56f71f6fada2d3774" to table: "contacts".
CREATE INDEX `contact_handle_id_reseller_id_r_b0f2609675fc8ae56f71f6fada2d3774` ON `contacts` (`handle_id`, `reseller_id`, `registered_at`, `domain_id`, `roles`, `status`, `name`, `expires_at`, `due_at`);
-- Create index "contact_handle_id_reseller_id_d_f16f6000e1a9929fa42f3c9935e05ac6" to table: "contacts".
CREATE INDEX `contact_handle_id_reseller_id_d_f16f6000e1a9929fa42f3c9935e05ac6` ON `contacts` (`handle_id`, `reseller_id`, `due_at`, `domain_id`, `roles`, `status`, `name`, `expires_at`, `registered_at`);
-- Create "new_handles" table.
CREATE TABLE `new_handles` (`id` text NOT NULL, `code` text NOT NULL, `kind` text NOT NULL, `given_name` text NOT NULL, `family_name` text NOT NULL, `organization` text NULL, `registration_number` text NULL, `address` json NOT NULL, `international_address` json NULL, `email` text NOT NULL, `phone` text NOT NULL, `fax` text NULL, `mobile` text NULL, `language` text NULL, `vat_number` text NULL, `client_delete_prohibited` bool NOT NULL DEFAULT (false), `client_update_prohibited` bool NOT NULL DEFAULT (false), `version` integer NOT NULL DEFAULT (1), `created_at` integer NOT NULL, `updated_at` integer NOT NULL, `released_at` integer NULL, `reachability_started_at` integer NULL, `email_key` text NOT NULL, `country` text NOT NULL, `name_key` blob NOT NULL, `content_key` text NOT NULL, `linked` bool NOT NULL DEFAULT (false), `reachability` text NOT NULL DEFAULT ('NONE'), `domains` integer NOT NULL DEFAULT (0), PRIMARY KEY (`id`));
-- Copy rows from old table "handles" to new temporary table "new_handles".
INSERT INTO `new_handles` (`id`, `code`, `kind`, `given_name`, `family_name`, `organization`, `registration_number`, `address`, `international_address`, `email`, `phone`, `fax`, `mobile`, `language`, `vat_number`, `client_delete_prohibited`, `client_update_prohibited`, `version`, `created_at`, `updated_at`, `released_at`, `reachability_started_at`, `email_key`, `country`, `name_key`, `content_key`, `linked`, `reachability`) SELECT `id`, `code`, `kind`, `given_name`, `family_name`, `organization`, `registration_number`, `address`, `international_address`, `email`, `phone`, `fax`, `mobile`, `language`, `vat_number`, `client_delete_prohibited`, `client_update_prohibited`, `version`, `created_at`, `updated_at`, `released_at`, `reachability_started_at`, `email_key`, `country`, `name_key`, `content_key`, `linked`, `reachability` FROM `handles`;
-- Drop "handles" table after copying rows.
DROP TABLE `handles`;
-- Rename temporary table "new_handles" to "handles".
ALTER TABLE `new_handles` RENAME TO `handles`;
-- Create index "handles_code_key" to table: "handles".
CREATE UNIQUE INDEX `handles_code_key` ON `handles` (`code`);
-- Create index "handle_created_at_id_reachability_kind_country_linked" to table: "handles".
CREATE INDEX `handle_created_at_id_reachability_kind_country_linked` ON `handles` (`created_at`, `id`, `reachability`, `kind`, `country`, `linked`);
-- Create index "handle_updated_at_id_reachability_kind_country_linked" to table: "handles".
CREATE INDEX `handle_updated_at_id_reachability_kind_country_linked` ON `handles` (`updated_at`, `id`, `reachability`, `kind`, `country`, `linked`);
-- Create index "handle_name_key_id_reachability_kind_country_linked" to table: "handles".
CREATE INDEX `handle_name_key_id_reachability_kind_country_linked` ON `handles` (`name_key`, `id`, `reachability`, `kind`, `country`, `linked`);
-- Create index "handle_email_key_id" to table: "handles".
CREATE INDEX `handle_email_key_id` ON `handles` (`email_key`, `id`);
-- Create index "handle_content_key" to table: "handles".
CREATE INDEX `handle_content_key` ON `handles` (`content_key`);
-- Create index "handle_id_organization_given_name_family_name" to table: "handles".
CREATE UNIQUE INDEX `handle_id_organization_given_name_family_name` ON `handles` (`id`, `organization`, `given_name`, `family_name`);
-- Create "counters" table.
CREATE TABLE `counters` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `account` text NOT NULL, `counted` text NOT NULL, `slot` integer NOT NULL, `value` integer NOT NULL);
-- Create index "counter_account_counted_slot" to table: "counters".
CREATE UNIQUE INDEX `counter_account_counted_slot` ON `counters` (`account`, `counted`, `slot`);
-- By hand:
-- The sizes of lists are kept here, in the transaction that changes the list, so that no code path forgets them.
INSERT INTO counters (account, counted, slot, value)
  SELECT reseller_id, rights || '/' || reachability, 0, count(*) FROM accesses GROUP BY reseller_id, rights, reachability;
INSERT INTO counters (account, counted, slot, value)
  SELECT reseller_id, 'domains', 0, count(*) FROM domains WHERE reseller_id IS NOT NULL GROUP BY reseller_id;
INSERT INTO counters (account, counted, slot, value) VALUES
  ('', 'handles', 0, (SELECT count(*) FROM handles)), ('', 'domains', 0, (SELECT count(*) FROM domains));
UPDATE accesses SET domains = (SELECT count(*) FROM contacts c WHERE c.handle_id = accesses.handle_id AND c.reseller_id = accesses.reseller_id);
UPDATE handles SET domains = (SELECT count(*) FROM contacts c WHERE c.handle_id = handles.id);
-- +goose StatementBegin
CREATE TRIGGER count_access_added AFTER INSERT ON accesses BEGIN
  INSERT INTO counters (account, counted, slot, value) VALUES (NEW.reseller_id, NEW.rights || '/' || NEW.reachability, 0, 1)
    ON CONFLICT (account, counted, slot) DO UPDATE SET value = value + 1;
  UPDATE accesses SET domains = (SELECT count(*) FROM contacts c WHERE c.handle_id = NEW.handle_id AND c.reseller_id = NEW.reseller_id)
    WHERE id = NEW.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER count_access_removed AFTER DELETE ON accesses BEGIN
  UPDATE counters SET value = value - 1 WHERE account = OLD.reseller_id AND counted = OLD.rights || '/' || OLD.reachability AND slot = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER count_access_changed AFTER UPDATE OF rights, reachability ON accesses
WHEN (OLD.rights, OLD.reachability) IS NOT (NEW.rights, NEW.reachability) BEGIN
  UPDATE counters SET value = value - 1 WHERE account = OLD.reseller_id AND counted = OLD.rights || '/' || OLD.reachability AND slot = 0;
  INSERT INTO counters (account, counted, slot, value) VALUES (NEW.reseller_id, NEW.rights || '/' || NEW.reachability, 0, 1)
    ON CONFLICT (account, counted, slot) DO UPDATE SET value = value + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER count_handle_added AFTER INSERT ON handles BEGIN
  INSERT INTO counters (account, counted, slot, value) VALUES ('', 'handles', 0, 1)
    ON CONFLICT (account, counted, slot) DO UPDATE SET value = value + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER count_handle_removed AFTER DELETE ON handles BEGIN
  UPDATE counters SET value = value - 1 WHERE account = '' AND counted = 'handles' AND slot = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER count_domain_added AFTER INSERT ON domains BEGIN
  INSERT INTO counters (account, counted, slot, value) VALUES ('', 'domains', 0, 1)
    ON CONFLICT (account, counted, slot) DO UPDATE SET value = value + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER count_domain_removed AFTER DELETE ON domains BEGIN
  UPDATE counters SET value = value - 1 WHERE account = '' AND counted = 'domains' AND slot = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER count_managed_added AFTER INSERT ON domains WHEN NEW.reseller_id IS NOT NULL BEGIN
  INSERT INTO counters (account, counted, slot, value) VALUES (NEW.reseller_id, 'domains', 0, 1)
    ON CONFLICT (account, counted, slot) DO UPDATE SET value = value + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER count_managed_removed AFTER DELETE ON domains WHEN OLD.reseller_id IS NOT NULL BEGIN
  UPDATE counters SET value = value - 1 WHERE account = OLD.reseller_id AND counted = 'domains' AND slot = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER count_managed_left AFTER UPDATE OF reseller_id ON domains
WHEN OLD.reseller_id IS NOT NEW.reseller_id AND OLD.reseller_id IS NOT NULL BEGIN
  UPDATE counters SET value = value - 1 WHERE account = OLD.reseller_id AND counted = 'domains' AND slot = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER count_managed_joined AFTER UPDATE OF reseller_id ON domains
WHEN OLD.reseller_id IS NOT NEW.reseller_id AND NEW.reseller_id IS NOT NULL BEGIN
  INSERT INTO counters (account, counted, slot, value) VALUES (NEW.reseller_id, 'domains', 0, 1)
    ON CONFLICT (account, counted, slot) DO UPDATE SET value = value + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER count_contact_added AFTER INSERT ON contacts BEGIN
  UPDATE accesses SET domains = domains + 1 WHERE reseller_id = NEW.reseller_id AND handle_id = NEW.handle_id;
  UPDATE handles SET domains = domains + 1 WHERE id = NEW.handle_id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER count_contact_removed AFTER DELETE ON contacts BEGIN
  UPDATE accesses SET domains = domains - 1 WHERE reseller_id = OLD.reseller_id AND handle_id = OLD.handle_id;
  UPDATE handles SET domains = domains - 1 WHERE id = OLD.handle_id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER count_contact_moved AFTER UPDATE OF reseller_id ON contacts WHEN OLD.reseller_id IS NOT NEW.reseller_id BEGIN
  UPDATE accesses SET domains = domains - 1 WHERE reseller_id = OLD.reseller_id AND handle_id = OLD.handle_id;
  UPDATE accesses SET domains = domains + 1 WHERE reseller_id = NEW.reseller_id AND handle_id = NEW.handle_id;
END;
-- +goose StatementEnd
-- A table was made anew with foreign keys set aside: no row may point to nothing now.
CREATE TABLE dangling (rows_that_point_to_nothing integer CHECK (rows_that_point_to_nothing = 0));
INSERT INTO dangling SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE dangling;
-- So that programs of before this step refuse the file.
PRAGMA user_version = 5;
