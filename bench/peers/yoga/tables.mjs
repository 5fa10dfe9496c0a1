// The product's tables, as far as the query reads them.
import { blob, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const accesses = sqliteTable("accesses", {
  id: text("id").primaryKey(),
  resellerId: text("reseller_id").notNull(),
  handleId: text("handle_id").notNull(),
  code: text("code").notNull(),
  nameKey: blob("name_key", { mode: "buffer" }).notNull(),
  rights: text("rights").notNull(),
  reachability: text("reachability").notNull(),
  domains: integer("domains").notNull(),
});

export const handles = sqliteTable("handles", {
  id: text("id").primaryKey(),
  givenName: text("given_name").notNull(),
  familyName: text("family_name").notNull(),
  organization: text("organization"),
});

export const contacts = sqliteTable("contacts", {
  id: text("id").primaryKey(),
  resellerId: text("reseller_id"),
  handleId: text("handle_id").notNull(),
  domainId: text("domain_id").notNull(),
  name: text("name").notNull(),
  roles: integer("roles").notNull(),
  expiresAt: integer("expires_at").notNull(),
  status: integer("status").notNull(),
});

// The sizes of whole lists, which the database's triggers keep.
export const counters = sqliteTable("counters", {
  id: integer("id").primaryKey(),
  account: text("account").notNull(),
  counted: text("counted").notNull(),
  value: integer("value").notNull(),
});
