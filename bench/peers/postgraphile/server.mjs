// PostGraphile 5 over the product's own tables, as its pages on library usage and on production have it: the Amber
// preset, the pg adaptor with a pool, grafserv on Node's http server. What a preset caches by default (parsed documents,
// plans, prepared statements) is cached.
import { createServer } from "node:http";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { postgraphile } from "postgraphile";
import { TYPES } from "postgraphile/@dataplan/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { addPgTableOrderBy } from "postgraphile/utils";

const connectionString = process.argv[2];
if (!connectionString) throw new Error("usage: server.mjs postgres://…");

// PostGraphile makes an order of any indexed column but those of bytes, and ends each with the primary key, which no index
// of the product does. So both lists get orders that are their indexes', and are said to be unique.
const handlesByName = addPgTableOrderBy({ schemaName: "public", tableName: "accesses" }, ({ sql }) => ({
  BY_NAME: order((query) => [{ fragment: sql`${query.alias}.name_key`, codec: bytesAsText, nullable: false }, { attribute: "handle_id" }]),
}));
const domainsByName = addPgTableOrderBy({ schemaName: "public", tableName: "contacts" }, () => ({
  BY_NAME: order(() => [{ attribute: "name" }, { attribute: "domain_id" }]),
}));

function order(columns) {
  const apply = (query) => {
    for (const column of columns(query)) query.orderBy({ ...column, direction: "ASC" });
    query.setOrderIsUnique();
  };
  return { extensions: { grafast: { apply } } };
}

// Cursors are JSON, which bytes do not survive as such; as the database's text they do.
const bytesAsText = { ...TYPES.bytea, name: "bytesAsText", fromPg: (text) => text, toPg: (text) => text };

const pgl = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [handlesByName, domainsByName],
  pgServices: [makePgService({ connectionString, schemas: ["public"] })],
  grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false, outputDataAsString: true },
  grafast: { explain: false },
});
const serv = pgl.createServ(grafserv);
const server = createServer();
await serv.addTo(server);
await pgl.getSchema();
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/graphql`));

process.once("SIGTERM", async () => {
  server.close();
  server.closeAllConnections();
  await pgl.release();
  process.exit(0);
});
