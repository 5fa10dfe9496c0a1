// Runs the 61 audits of GraphQL over HTTP (npm package graphql-http) against the endpoint in HANDLEDESK_URL, such as
// http://127.0.0.1:8080/graphql, and fails unless each one passes, the optional ones included.
import { serverAudits } from 'graphql-http';

const expected = 61;

const url = process.env.HANDLEDESK_URL;
if (!url) {
  console.error('HANDLEDESK_URL is not set: give the endpoint, such as http://127.0.0.1:8080/graphql');
  process.exit(2);
}

// The server asks a header of GET that a foreign web page cannot send; any client that uses GET adds it.
const fetchWithPreflightHeader = (input, init = {}) => {
  const headers = new Headers(init.headers);
  if ((init.method ?? 'GET') === 'GET') headers.set('GraphQL-Require-Preflight', '1');
  return fetch(input, { ...init, headers });
};

const audits = serverAudits({ url, fetchFn: fetchWithPreflightHeader });
let passed = 0;
for (const { fn } of audits) {
  const result = await fn();
  if (result.status === 'ok') {
    passed++;
    continue;
  }
  console.error(`${result.status}: ${result.id} ${result.name}\n  ${result.reason}`);
}
console.log(`${passed} of ${audits.length} audits passed`);
if (audits.length !== expected) {
  console.error(`expected ${expected} audits: the package has changed, look at what is new and set the number here`);
  process.exitCode = 1;
}
if (passed !== audits.length) process.exitCode = 1;
