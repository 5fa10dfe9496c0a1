// graphql-yoga with Drizzle on better-sqlite3 over the product's own database, opened for reading: the query's part of the
// product's schema, on Node's http server, with yoga's caches of parsed and validated documents as they are by default.
// Domains are loaded in one batch by DataLoader. Counts come from where the product keeps them.
import { createServer } from "node:http";
import DataLoader from "dataloader";
import { createSchema, createYoga } from "graphql-yoga";
import { prepare } from "./statements.mjs";

const file = process.argv[2];
if (!file) throw new Error("usage: server.mjs FILE");
const statements = prepare(file);

const typeDefs = /* GraphQL */ `
  scalar DateTime
  enum AccessRights { FULL LIMITED }
  enum ReachabilityState { NONE PENDING VALIDATED FAILED }
  enum ContactRole { OWNER ADMIN TECH BILLING }
  enum DomainStatus { OK INACTIVE CLIENT_HOLD CLIENT_TRANSFER_PROHIBITED }
  type Query { handles(reseller: ID!, first: Int! = 20, after: String): HandleConnection! }
  type HandleConnection { totalCount: Int! edges: [HandleEdge!]! pageInfo: PageInfo! }
  type HandleEdge { node: Handle! }
  type Handle {
    code: String!
    displayName: String!
    rights: AccessRights!
    reachability: Reachability!
    domains(first: Int! = 20): DomainConnection!
  }
  type Reachability { state: ReachabilityState! }
  type DomainConnection { totalCount: Int! edges: [DomainEdge!]! pageInfo: PageInfo! }
  type DomainEdge { roles: [ContactRole!]! node: Domain! }
  type Domain { name: String! expiresAt: DateTime! statuses: [DomainStatus!]! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
`;

// Every set of roles and of statuses, by the bits that are stored.
const sets = (...names) => Array.from({ length: 1 << names.length }, (_, bits) => names.filter((_, i) => bits & (1 << i)));
const roles = sets("OWNER", "ADMIN", "TECH", "BILLING");
const statuses = sets("OK", "INACTIVE", "CLIENT_HOLD", "CLIENT_TRANSFER_PROHIBITED");

const resolvers = {
  Query: {
    handles(_, { reseller, first, after }, context) {
      context.domains = new DataLoader((ids) => Promise.resolve(statements.linked(reseller, ids)));
      const rows = statements.page(reseller, readCursor(after), first + 1);
      const shown = rows.slice(0, first);
      return {
        totalCount: () => statements.size(reseller),
        edges: shown.map((node) => ({ node })),
        pageInfo: { hasNextPage: rows.length > first, endCursor: shown.length ? cursorOf(shown.at(-1)) : null },
      };
    },
  },
  Handle: {
    displayName: (handle) => handle.organization ?? `${handle.givenName} ${handle.familyName}`,
    reachability: (handle) => ({ state: handle.reachability }),
    async domains(handle, { first }, context) {
      const rows = await context.domains.load(handle.id);
      return {
        totalCount: handle.domains,
        edges: rows.slice(0, first).map((node) => ({ roles: roles[node.roles], node })),
        pageInfo: { hasNextPage: rows.length > first },
      };
    },
  },
  Domain: {
    expiresAt: (domain) => new Date(domain.expiresAt).toISOString(),
    statuses: (domain) => statuses[domain.status],
  },
};

function cursorOf(handle) {
  return Buffer.from(JSON.stringify([handle.nameKey.toString("base64"), handle.id])).toString("base64url");
}

function readCursor(text) {
  if (text == null) return { nameKey: Buffer.alloc(0), handleId: "" }; // before everything
  const [nameKey, handleId] = JSON.parse(Buffer.from(text, "base64url").toString());
  return { nameKey: Buffer.from(nameKey, "base64"), handleId };
}

const yoga = createYoga({ schema: createSchema({ typeDefs, resolvers }), logging: false, graphiql: false, landingPage: false });
const server = createServer(yoga);
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/graphql`));

process.once("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
  statements.close();
});
