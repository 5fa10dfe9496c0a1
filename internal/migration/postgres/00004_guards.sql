-- +goose Up
-- Create "timers" table.
CREATE TABLE "timers" ("id" character varying NOT NULL COLLATE "C", "kind" character varying NOT NULL COLLATE "C", "subject_id" character varying NOT NULL COLLATE "C", "due_at" bigint NOT NULL, PRIMARY KEY ("id"));
-- Create index "timer_due_at_id" to table: "timers".
CREATE INDEX "timer_due_at_id" ON "timers" ("due_at", "id");
-- Create index "timer_subject_id_kind" to table: "timers".
CREATE UNIQUE INDEX "timer_subject_id_kind" ON "timers" ("subject_id", "kind");
-- Create "sequences" table.
CREATE TABLE "sequences" ("id" character varying NOT NULL COLLATE "C", "value" bigint NOT NULL, PRIMARY KEY ("id"));
-- Create "throttles" table.
CREATE TABLE "throttles" ("id" character varying NOT NULL COLLATE "C", "until" bigint NOT NULL, PRIMARY KEY ("id"));
-- Create index "throttle_until" to table: "throttles".
CREATE INDEX "throttle_until" ON "throttles" ("until");
-- Create "events" table.
CREATE TABLE "events" ("id" character varying NOT NULL COLLATE "C", "position" bigint NOT NULL DEFAULT 0, "change_id" character varying NOT NULL COLLATE "C", "at" bigint NOT NULL, "actor_kind" character varying NOT NULL COLLATE "C", "reseller_id" character varying NULL COLLATE "C", "api_key_id" character varying NULL COLLATE "C", "subject" character varying NULL COLLATE "C", "action" character varying NOT NULL COLLATE "C", "entity_id" character varying NOT NULL COLLATE "C", "changes" jsonb NOT NULL, "request_id" character varying NULL COLLATE "C", PRIMARY KEY ("id"));
-- Create index "event_change_id_position_id" to table: "events".
CREATE INDEX "event_change_id_position_id" ON "events" ("change_id", "position", "id");
-- Create index "event_entity_id_position_id" to table: "events".
CREATE INDEX "event_entity_id_position_id" ON "events" ("entity_id", "position", "id");
-- Create index "event_position_id" to table: "events".
CREATE INDEX "event_position_id" ON "events" ("position", "id");
-- Create index "event_reseller_id_position_id_action_at" to table: "events".
CREATE INDEX "event_reseller_id_position_id_action_at" ON "events" ("reseller_id", "position", "id", "action", "at");
-- Create "outcomes" table.
CREATE TABLE "outcomes" ("id" character varying NOT NULL COLLATE "C", "key" character varying NOT NULL COLLATE "C", "request" character varying NOT NULL COLLATE "C", "field" character varying NOT NULL COLLATE "C", "result" bytea NOT NULL, "at" bigint NOT NULL, PRIMARY KEY ("id"));
-- Create index "outcome_at" to table: "outcomes".
CREATE INDEX "outcome_at" ON "outcomes" ("at");
-- Create index "outcome_key_field" to table: "outcomes".
CREATE UNIQUE INDEX "outcome_key_field" ON "outcomes" ("key", "field");
-- Create "feed_places" table.
CREATE TABLE "feed_places" ("id" character varying NOT NULL COLLATE "C", "position" bigint NOT NULL, "event_id" character varying NOT NULL COLLATE "C", PRIMARY KEY ("id"));
-- Create "handles" table.
CREATE TABLE "handles" ("id" character varying NOT NULL COLLATE "C", "code" character varying NOT NULL COLLATE "C", "kind" character varying NOT NULL COLLATE "C", "given_name" character varying NOT NULL COLLATE "C", "family_name" character varying NOT NULL COLLATE "C", "organization" character varying NULL COLLATE "C", "registration_number" character varying NULL COLLATE "C", "address" jsonb NOT NULL, "international_address" jsonb NULL, "email" character varying NOT NULL COLLATE "C", "phone" character varying NOT NULL COLLATE "C", "fax" character varying NULL COLLATE "C", "mobile" character varying NULL COLLATE "C", "language" character varying NULL COLLATE "C", "vat_number" character varying NULL COLLATE "C", "client_delete_prohibited" boolean NOT NULL DEFAULT false, "client_update_prohibited" boolean NOT NULL DEFAULT false, "version" bigint NOT NULL DEFAULT 1, "created_at" bigint NOT NULL, "updated_at" bigint NOT NULL, "released_at" bigint NULL, "reachability_started_at" bigint NULL, "email_key" character varying NOT NULL COLLATE "C", "country" character varying NOT NULL COLLATE "C", "name_key" bytea NOT NULL, "content_key" character varying NOT NULL COLLATE "C", "linked" boolean NOT NULL DEFAULT false, "reachability" character varying NOT NULL DEFAULT 'NONE' COLLATE "C", PRIMARY KEY ("id"));
-- Create index "handle_content_key" to table: "handles".
CREATE INDEX "handle_content_key" ON "handles" ("content_key");
-- Create index "handle_created_at_id_reachability_kind_country_linked" to table: "handles".
CREATE INDEX "handle_created_at_id_reachability_kind_country_linked" ON "handles" ("created_at", "id", "reachability", "kind", "country", "linked");
-- Create index "handle_email_key_id" to table: "handles".
CREATE INDEX "handle_email_key_id" ON "handles" ("email_key", "id");
-- Create index "handle_name_key_id_reachability_kind_country_linked" to table: "handles".
CREATE INDEX "handle_name_key_id_reachability_kind_country_linked" ON "handles" ("name_key", "id", "reachability", "kind", "country", "linked");
-- Create index "handle_updated_at_id_reachability_kind_country_linked" to table: "handles".
CREATE INDEX "handle_updated_at_id_reachability_kind_country_linked" ON "handles" ("updated_at", "id", "reachability", "kind", "country", "linked");
-- Create index "handles_code_key" to table: "handles".
CREATE UNIQUE INDEX "handles_code_key" ON "handles" ("code");
-- Create "verified_identities" table.
CREATE TABLE "verified_identities" ("id" character varying NOT NULL COLLATE "C", "fingerprint" character varying NOT NULL COLLATE "C", "verified_at" bigint NOT NULL, PRIMARY KEY ("id"));
-- Create index "verified_identities_fingerprint_key" to table: "verified_identities".
CREATE UNIQUE INDEX "verified_identities_fingerprint_key" ON "verified_identities" ("fingerprint");
-- Create "resellers" table.
CREATE TABLE "resellers" ("id" character varying NOT NULL COLLATE "C", "name" character varying NOT NULL COLLATE "C", "converted_at" bigint NOT NULL, "mail_sender_name" character varying NULL COLLATE "C", "rate_bucket" bigint NULL, "rate_restore" bigint NULL, "own_handle_id" character varying NULL COLLATE "C", PRIMARY KEY ("id"), CONSTRAINT "resellers_handles_own_handle" FOREIGN KEY ("own_handle_id") REFERENCES "handles" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
-- Create index "resellers_name_key" to table: "resellers".
CREATE UNIQUE INDEX "resellers_name_key" ON "resellers" ("name");
-- Create "accesses" table.
CREATE TABLE "accesses" ("id" character varying NOT NULL COLLATE "C", "rights" character varying NOT NULL COLLATE "C", "origin" character varying NOT NULL COLLATE "C", "since" bigint NOT NULL, "code" character varying NOT NULL COLLATE "C", "name_key" bytea NOT NULL, "created_at" bigint NOT NULL, "updated_at" bigint NOT NULL, "kind" character varying NOT NULL COLLATE "C", "country" character varying NOT NULL COLLATE "C", "email_key" character varying NOT NULL COLLATE "C", "linked" boolean NOT NULL, "reachability" character varying NOT NULL COLLATE "C", "handle_id" character varying NOT NULL COLLATE "C", "reseller_id" character varying NOT NULL COLLATE "C", PRIMARY KEY ("id"), CONSTRAINT "accesses_handles_accesses" FOREIGN KEY ("handle_id") REFERENCES "handles" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "accesses_resellers_accesses" FOREIGN KEY ("reseller_id") REFERENCES "resellers" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT);
-- Create index "access_handle_id_reseller_id" to table: "accesses".
CREATE INDEX "access_handle_id_reseller_id" ON "accesses" ("handle_id", "reseller_id");
-- Create index "access_one_full" to table: "accesses".
CREATE UNIQUE INDEX "access_one_full" ON "accesses" ("handle_id") WHERE ((rights)::text = 'FULL'::text);
-- Create index "access_reseller_id_code_handle_3d34c886edec9961d7cbe00715cb48dc" to table: "accesses".
CREATE INDEX "access_reseller_id_code_handle_3d34c886edec9961d7cbe00715cb48dc" ON "accesses" ("reseller_id", "code", "handle_id", "rights", "origin", "reachability", "kind", "country", "linked");
-- Create index "access_reseller_id_country_handle_id" to table: "accesses".
CREATE INDEX "access_reseller_id_country_handle_id" ON "accesses" ("reseller_id", "country", "handle_id");
-- Create index "access_reseller_id_created_at__694b1aeb90cecd1f11e853e8a82ef4f1" to table: "accesses".
CREATE INDEX "access_reseller_id_created_at__694b1aeb90cecd1f11e853e8a82ef4f1" ON "accesses" ("reseller_id", "created_at", "handle_id", "rights", "origin", "reachability", "kind", "country", "linked");
-- Create index "access_reseller_id_email_key_handle_id" to table: "accesses".
CREATE INDEX "access_reseller_id_email_key_handle_id" ON "accesses" ("reseller_id", "email_key", "handle_id");
-- Create index "access_reseller_id_handle_id" to table: "accesses".
CREATE UNIQUE INDEX "access_reseller_id_handle_id" ON "accesses" ("reseller_id", "handle_id");
-- Create index "access_reseller_id_kind_handle_id" to table: "accesses".
CREATE INDEX "access_reseller_id_kind_handle_id" ON "accesses" ("reseller_id", "kind", "handle_id");
-- Create index "access_reseller_id_linked_handle_id" to table: "accesses".
CREATE INDEX "access_reseller_id_linked_handle_id" ON "accesses" ("reseller_id", "linked", "handle_id");
-- Create index "access_reseller_id_name_key_ha_b08eceb9e3cc14ef41731db04e5f7c2b" to table: "accesses".
CREATE INDEX "access_reseller_id_name_key_ha_b08eceb9e3cc14ef41731db04e5f7c2b" ON "accesses" ("reseller_id", "name_key", "handle_id", "rights", "origin", "reachability", "kind", "country", "linked");
-- Create index "access_reseller_id_origin_handle_id" to table: "accesses".
CREATE INDEX "access_reseller_id_origin_handle_id" ON "accesses" ("reseller_id", "origin", "handle_id");
-- Create index "access_reseller_id_reachability_handle_id" to table: "accesses".
CREATE INDEX "access_reseller_id_reachability_handle_id" ON "accesses" ("reseller_id", "reachability", "handle_id");
-- Create index "access_reseller_id_rights_handle_id" to table: "accesses".
CREATE INDEX "access_reseller_id_rights_handle_id" ON "accesses" ("reseller_id", "rights", "handle_id");
-- Create index "access_reseller_id_updated_at__2585397adbe3a46bbd882ae8f356fafc" to table: "accesses".
CREATE INDEX "access_reseller_id_updated_at__2585397adbe3a46bbd882ae8f356fafc" ON "accesses" ("reseller_id", "updated_at", "handle_id", "rights", "origin", "reachability", "kind", "country", "linked");
-- Create "api_keys" table.
CREATE TABLE "api_keys" ("id" character varying NOT NULL COLLATE "C", "name" character varying NOT NULL COLLATE "C", "role" character varying NOT NULL COLLATE "C", "scopes" jsonb NOT NULL, "secret_hash" bytea NOT NULL, "hint" character varying NOT NULL COLLATE "C", "created_at" bigint NOT NULL, "expires_at" bigint NULL, "last_used_at" bigint NULL, "last_used_from" character varying NULL COLLATE "C", "revoked_at" bigint NULL, "replaces_id" character varying NULL COLLATE "C", "rate_bucket" bigint NULL, "rate_restore" bigint NULL, "reseller_id" character varying NULL COLLATE "C", PRIMARY KEY ("id"), CONSTRAINT "api_keys_resellers_keys" FOREIGN KEY ("reseller_id") REFERENCES "resellers" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT);
-- Create index "api_keys_secret_hash_key" to table: "api_keys".
CREATE UNIQUE INDEX "api_keys_secret_hash_key" ON "api_keys" ("secret_hash");
-- Create index "apikey_created_at_id" to table: "api_keys".
CREATE INDEX "apikey_created_at_id" ON "api_keys" ("created_at", "id");
-- Create index "apikey_reseller_id_created_at_id" to table: "api_keys".
CREATE INDEX "apikey_reseller_id_created_at_id" ON "api_keys" ("reseller_id", "created_at", "id");
-- Create "domains" table.
CREATE TABLE "domains" ("id" character varying NOT NULL COLLATE "C", "name" character varying NOT NULL COLLATE "C", "unicode_name" character varying NOT NULL COLLATE "C", "tld" character varying NOT NULL COLLATE "C", "auto_renew" boolean NOT NULL, "transfer_lock" boolean NOT NULL, "nameservers" jsonb NOT NULL, "auth_code_hash" bytea NULL, "registered_at" bigint NOT NULL, "expires_at" bigint NOT NULL, "due_at" bigint NOT NULL, "status" bigint NOT NULL, "updated_at" bigint NOT NULL, "reseller_id" character varying NULL COLLATE "C", PRIMARY KEY ("id"), CONSTRAINT "domains_resellers_domains" FOREIGN KEY ("reseller_id") REFERENCES "resellers" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT);
-- Create index "domain_due_at_id_status_tld" to table: "domains".
CREATE INDEX "domain_due_at_id_status_tld" ON "domains" ("due_at", "id", "status", "tld");
-- Create index "domain_expires_at_id_status_tld" to table: "domains".
CREATE INDEX "domain_expires_at_id_status_tld" ON "domains" ("expires_at", "id", "status", "tld");
-- Create index "domain_registered_at_id_status_tld" to table: "domains".
CREATE INDEX "domain_registered_at_id_status_tld" ON "domains" ("registered_at", "id", "status", "tld");
-- Create index "domain_reseller_id_due_at_id_status_tld" to table: "domains".
CREATE INDEX "domain_reseller_id_due_at_id_status_tld" ON "domains" ("reseller_id", "due_at", "id", "status", "tld");
-- Create index "domain_reseller_id_expires_at_id_status_tld" to table: "domains".
CREATE INDEX "domain_reseller_id_expires_at_id_status_tld" ON "domains" ("reseller_id", "expires_at", "id", "status", "tld");
-- Create index "domain_reseller_id_name_id_status_tld" to table: "domains".
CREATE INDEX "domain_reseller_id_name_id_status_tld" ON "domains" ("reseller_id", "name", "id", "status", "tld");
-- Create index "domain_reseller_id_registered_at_id_status_tld" to table: "domains".
CREATE INDEX "domain_reseller_id_registered_at_id_status_tld" ON "domains" ("reseller_id", "registered_at", "id", "status", "tld");
-- Create index "domain_reseller_id_status_id" to table: "domains".
CREATE INDEX "domain_reseller_id_status_id" ON "domains" ("reseller_id", "status", "id");
-- Create index "domain_reseller_id_tld_id" to table: "domains".
CREATE INDEX "domain_reseller_id_tld_id" ON "domains" ("reseller_id", "tld", "id");
-- Create index "domains_name_key" to table: "domains".
CREATE UNIQUE INDEX "domains_name_key" ON "domains" ("name");
-- Create "contacts" table.
CREATE TABLE "contacts" ("id" character varying NOT NULL COLLATE "C", "roles" bigint NOT NULL, "reseller_id" character varying NULL COLLATE "C", "name" character varying NOT NULL COLLATE "C", "tld" character varying NOT NULL COLLATE "C", "registered_at" bigint NOT NULL, "expires_at" bigint NOT NULL, "due_at" bigint NOT NULL, "status" bigint NOT NULL, "domain_id" character varying NOT NULL COLLATE "C", "handle_id" character varying NOT NULL COLLATE "C", PRIMARY KEY ("id"), CONSTRAINT "contacts_domains_contacts" FOREIGN KEY ("domain_id") REFERENCES "domains" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "contacts_handles_contacts" FOREIGN KEY ("handle_id") REFERENCES "handles" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT);
-- Create index "contact_domain_id_handle_id" to table: "contacts".
CREATE UNIQUE INDEX "contact_domain_id_handle_id" ON "contacts" ("domain_id", "handle_id");
-- Create index "contact_handle_id_reseller_id_due_at_domain_id_roles" to table: "contacts".
CREATE INDEX "contact_handle_id_reseller_id_due_at_domain_id_roles" ON "contacts" ("handle_id", "reseller_id", "due_at", "domain_id", "roles");
-- Create index "contact_handle_id_reseller_id_expires_at_domain_id_roles" to table: "contacts".
CREATE INDEX "contact_handle_id_reseller_id_expires_at_domain_id_roles" ON "contacts" ("handle_id", "reseller_id", "expires_at", "domain_id", "roles");
-- Create index "contact_handle_id_reseller_id_name_domain_id_roles" to table: "contacts".
CREATE INDEX "contact_handle_id_reseller_id_name_domain_id_roles" ON "contacts" ("handle_id", "reseller_id", "name", "domain_id", "roles");
-- Create index "contact_handle_id_reseller_id_registered_at_domain_id_roles" to table: "contacts".
CREATE INDEX "contact_handle_id_reseller_id_registered_at_domain_id_roles" ON "contacts" ("handle_id", "reseller_id", "registered_at", "domain_id", "roles");
-- Create index "contact_one_admin" to table: "contacts".
CREATE UNIQUE INDEX "contact_one_admin" ON "contacts" ("domain_id") WHERE ((roles & (2)::bigint) <> 0);
-- Create index "contact_one_billing" to table: "contacts".
CREATE UNIQUE INDEX "contact_one_billing" ON "contacts" ("domain_id") WHERE ((roles & (8)::bigint) <> 0);
-- Create index "contact_one_owner" to table: "contacts".
CREATE UNIQUE INDEX "contact_one_owner" ON "contacts" ("domain_id") WHERE ((roles & (1)::bigint) <> 0);
-- Create index "contact_one_tech" to table: "contacts".
CREATE UNIQUE INDEX "contact_one_tech" ON "contacts" ("domain_id") WHERE ((roles & (4)::bigint) <> 0);
-- Create "domain_tokens" table.
CREATE TABLE "domain_tokens" ("id" bigint NOT NULL GENERATED BY DEFAULT AS IDENTITY, "reseller_id" character varying NULL COLLATE "C", "token" character varying NOT NULL COLLATE "C", "domain_id" character varying NOT NULL COLLATE "C", PRIMARY KEY ("id"), CONSTRAINT "domain_tokens_domains_tokens" FOREIGN KEY ("domain_id") REFERENCES "domains" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- Create index "domaintoken_domain_id_token" to table: "domain_tokens".
CREATE UNIQUE INDEX "domaintoken_domain_id_token" ON "domain_tokens" ("domain_id", "token");
-- Create index "domaintoken_reseller_id_token_domain_id" to table: "domain_tokens".
CREATE INDEX "domaintoken_reseller_id_token_domain_id" ON "domain_tokens" ("reseller_id", "token", "domain_id");
-- Create index "domaintoken_token_domain_id" to table: "domain_tokens".
CREATE INDEX "domaintoken_token_domain_id" ON "domain_tokens" ("token", "domain_id");
-- Create "evidences" table.
CREATE TABLE "evidences" ("id" character varying NOT NULL COLLATE "C", "case_id" character varying NULL COLLATE "C", "kind" character varying NOT NULL COLLATE "C", "at" bigint NOT NULL, "recipient" character varying NULL COLLATE "C", "reason" character varying NULL COLLATE "C", "message_id" character varying NULL COLLATE "C", "reply" character varying NULL COLLATE "C", "note" character varying NULL COLLATE "C", "remote_address" character varying NULL COLLATE "C", "handle_id" character varying NOT NULL COLLATE "C", PRIMARY KEY ("id"), CONSTRAINT "evidences_handles_evidence" FOREIGN KEY ("handle_id") REFERENCES "handles" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- Create index "evidence_handle_id_id" to table: "evidences".
CREATE INDEX "evidence_handle_id_id" ON "evidences" ("handle_id", "id");
-- Create "handle_tokens" table.
CREATE TABLE "handle_tokens" ("id" bigint NOT NULL GENERATED BY DEFAULT AS IDENTITY, "reseller_id" character varying NOT NULL COLLATE "C", "token" character varying NOT NULL COLLATE "C", "handle_id" character varying NOT NULL COLLATE "C", PRIMARY KEY ("id"), CONSTRAINT "handle_tokens_handles_tokens" FOREIGN KEY ("handle_id") REFERENCES "handles" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- Create index "handletoken_handle_id_reseller_id_token" to table: "handle_tokens".
CREATE INDEX "handletoken_handle_id_reseller_id_token" ON "handle_tokens" ("handle_id", "reseller_id", "token");
-- Create index "handletoken_reseller_id_token_handle_id" to table: "handle_tokens".
CREATE UNIQUE INDEX "handletoken_reseller_id_token_handle_id" ON "handle_tokens" ("reseller_id", "token", "handle_id");
-- Create index "handletoken_token_handle_id" to table: "handle_tokens".
CREATE INDEX "handletoken_token_handle_id" ON "handle_tokens" ("token", "handle_id");
-- Create "holds" table.
CREATE TABLE "holds" ("id" character varying NOT NULL COLLATE "C", "reason" character varying NOT NULL COLLATE "C", "case_id" character varying NULL COLLATE "C", "placed_at" bigint NOT NULL, "domain_id" character varying NOT NULL COLLATE "C", PRIMARY KEY ("id"), CONSTRAINT "holds_domains_holds" FOREIGN KEY ("domain_id") REFERENCES "domains" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- Create index "hold_case_id" to table: "holds".
CREATE INDEX "hold_case_id" ON "holds" ("case_id");
-- Create index "hold_domain_id_reason" to table: "holds".
CREATE UNIQUE INDEX "hold_domain_id_reason" ON "holds" ("domain_id", "reason");
-- Create "import_refs" table.
CREATE TABLE "import_refs" ("id" character varying NOT NULL COLLATE "C", "reseller_id" character varying NOT NULL COLLATE "C", "ref" character varying NOT NULL COLLATE "C", "handle_id" character varying NOT NULL COLLATE "C", PRIMARY KEY ("id"), CONSTRAINT "import_refs_handles_import_refs" FOREIGN KEY ("handle_id") REFERENCES "handles" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- Create index "importref_handle_id" to table: "import_refs".
CREATE INDEX "importref_handle_id" ON "import_refs" ("handle_id");
-- Create index "importref_reseller_id_ref" to table: "import_refs".
CREATE UNIQUE INDEX "importref_reseller_id_ref" ON "import_refs" ("reseller_id", "ref");
-- Create "links" table.
CREATE TABLE "links" ("id" character varying NOT NULL COLLATE "C", "case_id" character varying NULL COLLATE "C", "kind" character varying NOT NULL COLLATE "C", "generation" bigint NOT NULL, "token_hash" bytea NOT NULL, "created_at" bigint NOT NULL, "expires_at" bigint NOT NULL, "used_at" bigint NULL, "superseded_at" bigint NULL, "handle_id" character varying NOT NULL COLLATE "C", PRIMARY KEY ("id"), CONSTRAINT "links_handles_links" FOREIGN KEY ("handle_id") REFERENCES "handles" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- Create index "link_case_id_generation" to table: "links".
CREATE INDEX "link_case_id_generation" ON "links" ("case_id", "generation");
-- Create index "link_handle_id_kind" to table: "links".
CREATE INDEX "link_handle_id_kind" ON "links" ("handle_id", "kind");
-- Create index "links_token_hash_key" to table: "links".
CREATE UNIQUE INDEX "links_token_hash_key" ON "links" ("token_hash");
-- Create "mails" table.
CREATE TABLE "mails" ("id" character varying NOT NULL COLLATE "C", "case_id" character varying NULL COLLATE "C", "link_id" character varying NULL COLLATE "C", "kind" character varying NOT NULL COLLATE "C", "reason" character varying NOT NULL COLLATE "C", "recipient" character varying NOT NULL COLLATE "C", "created_at" bigint NOT NULL, "state" character varying NOT NULL DEFAULT 'QUEUED' COLLATE "C", "attempts" bigint NOT NULL DEFAULT 0, "last_attempt_at" bigint NULL, "sent_at" bigint NULL, "reply" character varying NULL COLLATE "C", "handle_id" character varying NOT NULL COLLATE "C", PRIMARY KEY ("id"), CONSTRAINT "mails_handles_mails" FOREIGN KEY ("handle_id") REFERENCES "handles" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- Create index "mail_case_id_reason_created_at" to table: "mails".
CREATE INDEX "mail_case_id_reason_created_at" ON "mails" ("case_id", "reason", "created_at");
-- Create index "mail_dead" to table: "mails".
CREATE INDEX "mail_dead" ON "mails" ("id") WHERE ((state)::text = 'DEAD'::text);
-- Create index "mail_handle_id_id" to table: "mails".
CREATE INDEX "mail_handle_id_id" ON "mails" ("handle_id", "id");
-- Create "passwords" table.
CREATE TABLE "passwords" ("id" character varying NOT NULL COLLATE "C", "hash" character varying NOT NULL COLLATE "C", "set_at" bigint NOT NULL, "handle_id" character varying NOT NULL COLLATE "C", PRIMARY KEY ("id"), CONSTRAINT "passwords_handles_passwords" FOREIGN KEY ("handle_id") REFERENCES "handles" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- Create index "password_handle_id" to table: "passwords".
CREATE UNIQUE INDEX "password_handle_id" ON "passwords" ("handle_id");
-- Create "reachability_cases" table.
CREATE TABLE "reachability_cases" ("id" character varying NOT NULL COLLATE "C", "fingerprint" character varying NOT NULL COLLATE "C", "state" character varying NOT NULL COLLATE "C", "generation" bigint NOT NULL DEFAULT 0, "resets" bigint NOT NULL DEFAULT 0, "reminders" bigint NOT NULL DEFAULT 0, "started_at" bigint NOT NULL, "reminded_from" bigint NOT NULL DEFAULT 0, "sent_at" bigint NULL, "bounced_at" bigint NULL, "closed_at" bigint NULL, "handle_id" character varying NOT NULL COLLATE "C", PRIMARY KEY ("id"), CONSTRAINT "reachability_cases_handles_cases" FOREIGN KEY ("handle_id") REFERENCES "handles" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- Create index "reachabilitycase_fingerprint_closed_at_id" to table: "reachability_cases".
CREATE INDEX "reachabilitycase_fingerprint_closed_at_id" ON "reachability_cases" ("fingerprint", "closed_at", "id");
-- Create index "reachabilitycase_handle_id_id" to table: "reachability_cases".
CREATE INDEX "reachabilitycase_handle_id_id" ON "reachability_cases" ("handle_id", "id");
-- Create "sessions" table.
CREATE TABLE "sessions" ("id" character varying NOT NULL COLLATE "C", "token_hash" bytea NOT NULL, "created_at" bigint NOT NULL, "expires_at" bigint NOT NULL, "revoked_at" bigint NULL, "handle_id" character varying NOT NULL COLLATE "C", PRIMARY KEY ("id"), CONSTRAINT "sessions_handles_sessions" FOREIGN KEY ("handle_id") REFERENCES "handles" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- Create index "session_expires_at" to table: "sessions".
CREATE INDEX "session_expires_at" ON "sessions" ("expires_at");
-- Create index "session_handle_id" to table: "sessions".
CREATE INDEX "session_handle_id" ON "sessions" ("handle_id");
-- Create index "sessions_token_hash_key" to table: "sessions".
CREATE UNIQUE INDEX "sessions_token_hash_key" ON "sessions" ("token_hash");
-- Create "webhook_endpoints" table.
CREATE TABLE "webhook_endpoints" ("id" character varying NOT NULL COLLATE "C", "url" character varying NOT NULL COLLATE "C", "description" character varying NOT NULL DEFAULT '' COLLATE "C", "actions" jsonb NOT NULL, "enabled" boolean NOT NULL DEFAULT true, "disabled_reason" character varying NULL COLLATE "C", "generation" bigint NOT NULL DEFAULT 1, "previous_until" bigint NULL, "failing_since" bigint NULL, "created_at" bigint NOT NULL, "updated_at" bigint NOT NULL, "version" bigint NOT NULL DEFAULT 1, "reseller_id" character varying NULL COLLATE "C", PRIMARY KEY ("id"), CONSTRAINT "webhook_endpoints_resellers_webhook_endpoints" FOREIGN KEY ("reseller_id") REFERENCES "resellers" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT);
-- Create index "webhookendpoint_created_at_id" to table: "webhook_endpoints".
CREATE INDEX "webhookendpoint_created_at_id" ON "webhook_endpoints" ("created_at", "id");
-- Create index "webhookendpoint_reseller_id_created_at_id" to table: "webhook_endpoints".
CREATE INDEX "webhookendpoint_reseller_id_created_at_id" ON "webhook_endpoints" ("reseller_id", "created_at", "id");
-- Create "webhook_deliveries" table.
CREATE TABLE "webhook_deliveries" ("id" character varying NOT NULL COLLATE "C", "reseller_id" character varying NULL COLLATE "C", "event_id" character varying NULL COLLATE "C", "state" character varying NOT NULL DEFAULT 'PENDING' COLLATE "C", "by_hand" boolean NOT NULL DEFAULT false, "attempts" bigint NOT NULL DEFAULT 0, "created_at" bigint NOT NULL, "next_attempt_at" bigint NULL, "last_attempt_at" bigint NULL, "delivered_at" bigint NULL, "last_status" bigint NULL, "last_failure" character varying NULL COLLATE "C", "last_answer" character varying NULL COLLATE "C", "endpoint_id" character varying NOT NULL COLLATE "C", PRIMARY KEY ("id"), CONSTRAINT "webhook_deliveries_webhook_endpoints_deliveries" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoints" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- Create index "webhookdelivery_delivered_at" to table: "webhook_deliveries".
CREATE INDEX "webhookdelivery_delivered_at" ON "webhook_deliveries" ("delivered_at");
-- Create index "webhookdelivery_endpoint_id_created_at_id" to table: "webhook_deliveries".
CREATE INDEX "webhookdelivery_endpoint_id_created_at_id" ON "webhook_deliveries" ("endpoint_id", "created_at", "id");
-- Create index "webhookdelivery_endpoint_id_event_id" to table: "webhook_deliveries".
CREATE UNIQUE INDEX "webhookdelivery_endpoint_id_event_id" ON "webhook_deliveries" ("endpoint_id", "event_id");
-- Create index "webhookdelivery_endpoint_id_state_created_at_id" to table: "webhook_deliveries".
CREATE INDEX "webhookdelivery_endpoint_id_state_created_at_id" ON "webhook_deliveries" ("endpoint_id", "state", "created_at", "id");
-- By hand:
-- Rows can be copied in any order within a transaction that says SET CONSTRAINTS ALL DEFERRED.
-- +goose StatementBegin
DO $$
DECLARE
  key record;
BEGIN
  FOR key IN SELECT conname, conrelid::regclass AS of_table FROM pg_constraint
    WHERE contype = 'f' AND NOT condeferrable AND connamespace = current_schema()::regnamespace
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE INITIALLY IMMEDIATE', key.of_table, key.conname);
  END LOOP;
END
$$;
-- +goose StatementEnd
-- What belongs to one reseller points to nothing of another one: the keys carry the reseller. They are looked at when a
-- transaction commits, since a use case changes a domain and its contacts one after the other.
ALTER TABLE domains ADD CONSTRAINT guard_domain UNIQUE (id, reseller_id);
ALTER TABLE api_keys ADD CONSTRAINT guard_api_key UNIQUE (reseller_id, id);
ALTER TABLE contacts
  ADD CONSTRAINT guard_contact_domain FOREIGN KEY (domain_id, reseller_id)
    REFERENCES domains (id, reseller_id) DEFERRABLE INITIALLY DEFERRED,
  ADD CONSTRAINT guard_contact_handle FOREIGN KEY (reseller_id, handle_id)
    REFERENCES accesses (reseller_id, handle_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE domain_tokens
  ADD CONSTRAINT guard_domain_token FOREIGN KEY (domain_id, reseller_id)
    REFERENCES domains (id, reseller_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE handle_tokens
  ADD CONSTRAINT guard_handle_token FOREIGN KEY (reseller_id, handle_id)
    REFERENCES accesses (reseller_id, handle_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE import_refs
  ADD CONSTRAINT guard_import_ref FOREIGN KEY (reseller_id, handle_id)
    REFERENCES accesses (reseller_id, handle_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE resellers
  ADD CONSTRAINT guard_own_handle FOREIGN KEY (id, own_handle_id)
    REFERENCES accesses (reseller_id, handle_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE api_keys
  ADD CONSTRAINT guard_replaced_key FOREIGN KEY (reseller_id, replaces_id)
    REFERENCES api_keys (reseller_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE webhook_endpoints ADD CONSTRAINT guard_endpoint UNIQUE (id, reseller_id);
ALTER TABLE webhook_deliveries
  ADD CONSTRAINT guard_delivery FOREIGN KEY (endpoint_id, reseller_id)
    REFERENCES webhook_endpoints (id, reseller_id) DEFERRABLE INITIALLY DEFERRED;
-- A key with a null in it holds for nothing, so what may be null is compared as well: a contact's reseller is its
-- domain's, and the handle is in that reseller's list.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION guard_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM contacts c JOIN domains d ON d.id = c.domain_id
    WHERE c.id = NEW.id AND (c.reseller_id IS DISTINCT FROM d.reseller_id OR d.reseller_id IS NOT NULL AND NOT EXISTS
      (SELECT 1 FROM accesses a WHERE a.reseller_id = d.reseller_id AND a.handle_id = c.handle_id)))
  THEN
    RAISE EXCEPTION 'contact % is not of the reseller that manages its domain', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE CONSTRAINT TRIGGER guard_contact_made AFTER INSERT ON contacts
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_contact();
CREATE CONSTRAINT TRIGGER guard_contact_changed AFTER UPDATE ON contacts
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.domain_id, OLD.handle_id, OLD.reseller_id) IS DISTINCT FROM (NEW.domain_id, NEW.handle_id, NEW.reseller_id))
  EXECUTE FUNCTION guard_contact();
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION guard_domain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM domains d JOIN contacts c ON c.domain_id = d.id
    WHERE d.id = NEW.id AND (c.reseller_id IS DISTINCT FROM d.reseller_id OR d.reseller_id IS NOT NULL AND NOT EXISTS
      (SELECT 1 FROM accesses a WHERE a.reseller_id = d.reseller_id AND a.handle_id = c.handle_id)))
  THEN
    RAISE EXCEPTION 'domain % has a contact that is not of the reseller that manages it', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE CONSTRAINT TRIGGER guard_domain_changed AFTER UPDATE ON domains
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.reseller_id IS DISTINCT FROM NEW.reseller_id) EXECUTE FUNCTION guard_domain();
-- The same for keys: those of staff have no reseller, and take the place of such keys alone.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION guard_replaced_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM api_keys k WHERE k.id = NEW.replaces_id AND k.reseller_id IS NOT DISTINCT FROM NEW.reseller_id) THEN
    RAISE EXCEPTION 'key % takes the place of one that is not of its reseller', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE CONSTRAINT TRIGGER guard_key_made AFTER INSERT OR UPDATE OF reseller_id, replaces_id ON api_keys
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.replaces_id IS NOT NULL) EXECUTE FUNCTION guard_replaced_key();
-- A reseller's endpoint is told of that reseller's events alone; the registrar's own hear of all.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION guard_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM webhook_endpoints p WHERE p.id = NEW.endpoint_id AND p.reseller_id IS DISTINCT FROM NEW.reseller_id)
    OR NEW.reseller_id IS NOT NULL AND EXISTS
      (SELECT 1 FROM events e WHERE e.id = NEW.event_id AND e.reseller_id IS DISTINCT FROM NEW.reseller_id)
  THEN
    RAISE EXCEPTION 'delivery % is not of the reseller of its endpoint and its event', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE CONSTRAINT TRIGGER guard_delivery_made AFTER INSERT OR UPDATE OF endpoint_id, event_id, reseller_id ON webhook_deliveries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_delivery();
-- Events are only ever added. Values may be taken out of their changes, when personal data is erased.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION guard_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  erased events;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    erased := OLD;
    erased.changes := NEW.changes;
    IF erased IS NOT DISTINCT FROM NEW THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'events are append-only: of event % only the values in its changes may be erased', OLD.id
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER guard_event BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION guard_event();
-- What counts the codes given out; it is no row, so that creations do not wait for each other.
CREATE SEQUENCE handle_codes;
-- The queue's table is the library's own, github.com/maragudk/goqite 0.4.0, which does not make it. Its ids come from
-- what Postgres has built in, so that no extension is asked for.
CREATE TABLE goqite (
  id text COLLATE "C" PRIMARY KEY DEFAULT ('m_' || replace(gen_random_uuid()::text, '-', '')),
  created timestamptz NOT NULL DEFAULT now(),
  updated timestamptz NOT NULL DEFAULT now(),
  queue text COLLATE "C" NOT NULL,
  body bytea NOT NULL,
  timeout timestamptz NOT NULL DEFAULT now(),
  received integer NOT NULL DEFAULT 0,
  priority integer NOT NULL DEFAULT 0
);
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION goqite_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated = now();
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER goqite_updated_timestamp BEFORE UPDATE ON goqite FOR EACH ROW EXECUTE FUNCTION goqite_updated();
CREATE INDEX goqite_queue_priority_created_idx ON goqite (queue, priority DESC, created);
