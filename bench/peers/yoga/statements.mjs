// The statements of the query, prepared once, as Drizzle's page on performance recommends. They are the query builder's: a
// relational query, which makes one statement with json_group_array of all, took twice as long.
import Database from "better-sqlite3";
import { and, asc, eq, inArray, ne, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { accesses, contacts, counters, handles } from "./tables.mjs";

// handlesPerPage is the most handles of which the domains are read by one statement.
const handlesPerPage = 50;

export function prepare(file) {
  const connection = new Database(file, { readonly: true, fileMustExist: true });
  connection.pragma("cache_size = -262144"); // as the limit has it
  const db = drizzle(connection);
  const given = sql.placeholder;
  const places = Array.from({ length: handlesPerPage }, (_, i) => `handle${i}`);

  const size = db
    .select({ size: sql`sum(${counters.value})` })
    .from(counters)
    .where(and(eq(counters.account, given("reseller")), ne(counters.counted, "domains")))
    .prepare();

  const page = db
    .select({
      id: accesses.handleId,
      nameKey: accesses.nameKey,
      code: accesses.code,
      rights: accesses.rights,
      reachability: accesses.reachability,
      domains: accesses.domains,
      givenName: handles.givenName,
      familyName: handles.familyName,
      organization: handles.organization,
    })
    .from(accesses)
    .innerJoin(handles, eq(handles.id, accesses.handleId))
    .where(
      and(
        eq(accesses.resellerId, given("reseller")),
        sql`(${accesses.nameKey}, ${accesses.handleId}) > (${given("nameKey")}, ${given("handleId")})`,
      ),
    )
    .orderBy(asc(accesses.nameKey), asc(accesses.handleId))
    .limit(given("limit"))
    .prepare();

  const linked = db
    .select({
      handleId: contacts.handleId,
      name: contacts.name,
      roles: contacts.roles,
      expiresAt: contacts.expiresAt,
      status: contacts.status,
    })
    .from(contacts)
    .where(and(inArray(contacts.handleId, places.map(given)), eq(contacts.resellerId, given("reseller"))))
    .orderBy(asc(contacts.handleId), asc(contacts.name), asc(contacts.domainId))
    .prepare();

  return {
    close: () => connection.close(),
    size: (reseller) => size.get({ reseller }).size ?? 0,
    page: (reseller, after, limit) => page.all({ reseller, ...after, limit }),
    // linked gives each handle's domains, in the order of the handles that were asked for.
    linked(reseller, ids) {
      const found = new Map(ids.map((id) => [id, []]));
      for (let from = 0; from < ids.length; from += handlesPerPage) {
        const asked = { reseller };
        places.forEach((place, i) => (asked[place] = ids[from + i] ?? null));
        for (const row of linked.all(asked)) found.get(row.handleId).push(row);
      }
      return ids.map((id) => found.get(id));
    },
  };
}
