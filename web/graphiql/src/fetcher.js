/**
 * Makes the function that GraphiQL sends operations with: JSON by POST to /graphql of the page's own server.
 * An Authorization header from GraphiQL's Headers tab wins over the key in the box. The schema is the same for
 * everyone and is asked for without a key, so that a wrong one does not take the documentation away.
 */
export function createFetcher(currentKey) {
  return async ({ query, variables, operationName }, { headers } = {}) => {
    const sent = new Headers(headers ?? {});
    sent.set('Content-Type', 'application/json');
    sent.set('Accept', 'application/graphql-response+json, application/json;q=0.9');
    const key = operationName === 'IntrospectionQuery' ? '' : currentKey();
    if (key && !sent.has('Authorization')) sent.set('Authorization', `Bearer ${printable(key)}`);
    const body = JSON.stringify({ query, variables, operationName });
    const response = await post(sent, body);
    return answer(response, await response.text());
  };
}

/** Refuses what no header can carry, such as the ellipsis of a shortened key, with a reason people can act on. */
function printable(key) {
  if (/[^\x21-\x7e]/.test(key)) {
    throw new Error('The key holds a character that no key has. Copy it again, whole, from where it was printed.');
  }
  return key;
}

async function post(headers, body) {
  try {
    return await fetch('/graphql', { method: 'POST', headers, body, credentials: 'omit', cache: 'no-store' });
  } catch {
    throw new Error('The server does not answer. See whether `handledesk serve` is still running, then try again.');
  }
}

function answer(response, text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`The server answered ${response.status} ${response.statusText} and no JSON: ${text.slice(0, 200)}`);
  }
}
