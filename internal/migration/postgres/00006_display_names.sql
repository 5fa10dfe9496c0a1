-- +goose Up
-- Drop index "access_reseller_id_code_handle_908c724657e87c0a4a7c65e279bc1ff4" from table: "accesses".
DROP INDEX "access_reseller_id_code_handle_908c724657e87c0a4a7c65e279bc1ff4";
-- Drop index "access_reseller_id_created_at__140dedb03812b7534907942d9a67a4d5" from table: "accesses".
DROP INDEX "access_reseller_id_created_at__140dedb03812b7534907942d9a67a4d5";
-- Drop index "access_reseller_id_name_key_ha_7c24871c4c206d31e3cad34b878110a8" from table: "accesses".
DROP INDEX "access_reseller_id_name_key_ha_7c24871c4c206d31e3cad34b878110a8";
-- Drop index "access_reseller_id_updated_at__0087184f872c59c483f70998f3691c08" from table: "accesses".
DROP INDEX "access_reseller_id_updated_at__0087184f872c59c483f70998f3691c08";
-- Modify "accesses" table.
ALTER TABLE "accesses" ADD COLUMN "display_name" character varying NOT NULL DEFAULT '' COLLATE "C";
-- Create index "access_reseller_id_code_handle_6cbe650d1c24b87feff73e0948b05f26" to table: "accesses".
CREATE INDEX "access_reseller_id_code_handle_6cbe650d1c24b87feff73e0948b05f26" ON "accesses" ("reseller_id", "code", "handle_id", "rights", "origin", "reachability", "kind", "country", "linked", "domains", "display_name");
-- Create index "access_reseller_id_created_at__cf4e4e6661f89a24e63bf7a7939ab2c9" to table: "accesses".
CREATE INDEX "access_reseller_id_created_at__cf4e4e6661f89a24e63bf7a7939ab2c9" ON "accesses" ("reseller_id", "created_at", "handle_id", "rights", "origin", "reachability", "kind", "country", "linked", "domains", "code", "display_name");
-- Create index "access_reseller_id_name_key_ha_047e9935168f9ad852ff9744257681b7" to table: "accesses".
CREATE INDEX "access_reseller_id_name_key_ha_047e9935168f9ad852ff9744257681b7" ON "accesses" ("reseller_id", "name_key", "handle_id", "rights", "origin", "reachability", "kind", "country", "linked", "domains", "code", "display_name");
-- Create index "access_reseller_id_updated_at__605c0b10ad144ae5acebdebefa43be82" to table: "accesses".
CREATE INDEX "access_reseller_id_updated_at__605c0b10ad144ae5acebdebefa43be82" ON "accesses" ("reseller_id", "updated_at", "handle_id", "rights", "origin", "reachability", "kind", "country", "linked", "domains", "code", "display_name");
-- Drop index "handle_id_organization_given_name_family_name" from table: "handles".
DROP INDEX "handle_id_organization_given_name_family_name";
-- Modify "handles" table.
ALTER TABLE "handles" ADD COLUMN "display_name" character varying NOT NULL DEFAULT '' COLLATE "C";
-- By hand:
-- What the program has shown so far: the organization, otherwise given and family name.
UPDATE handles SET display_name = CASE WHEN coalesce(organization, '') <> '' THEN organization ELSE trim(given_name || ' ' || family_name) END;
UPDATE accesses SET display_name = (SELECT h.display_name FROM handles h WHERE h.id = accesses.handle_id);
