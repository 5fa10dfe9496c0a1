import { cacheExchange, Client, fetchExchange, mapExchange } from '@urql/core';
import { problemOf } from './problem';
import { endSession } from './session';
import { patientFetch } from './transport';

export const endpoint = '/graphql';

/** A client for one credential. Another session gets another client, so that no answer is kept for somebody else. */
export function makeClient(credential: string): Client {
  return new Client({
    url: endpoint,
    preferGetMethod: false,
    requestPolicy: 'cache-and-network', // what was seen before shows at once, and the answer of now takes its place
    fetch: patientFetch,
    fetchOptions: { headers: headersFor(credential) },
    exchanges: [
      mapExchange({
        onResult(result) {
          if (result.error && problemOf(result.error).code === 'UNAUTHENTICATED') endSession('rejected', credential);
        },
      }),
      cacheExchange,
      fetchExchange,
    ],
  });
}

export function headersFor(credential: string): Record<string, string> {
  return {
    Accept: 'application/graphql-response+json, application/json;q=0.9',
    ...(credential && { Authorization: `Bearer ${credential}` }), // nobody is signed in while somebody signs in
  };
}
