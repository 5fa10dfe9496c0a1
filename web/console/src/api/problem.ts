// What can go wrong with a whole operation. What the server refuses for a reason of the trade is no problem but data:
// `userErrors` of a mutation, `blockers` of an action; see refusals.ts.
import type { CombinedError } from '@urql/core';

/** The codes of GraphQL errors that the server sends, and those of this side. */
export type ProblemCode =
  | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'BAD_USER_INPUT' | 'RATE_LIMITED' | 'TIMEOUT' | 'OPERATION_TOO_COMPLEX' | 'INTERNAL' | 'UNAVAILABLE'
  | 'UNREACHABLE' | 'UNKNOWN';

const codes = new Set<string>([
  'UNAUTHENTICATED', 'FORBIDDEN', 'BAD_USER_INPUT', 'RATE_LIMITED', 'TIMEOUT', 'OPERATION_TOO_COMPLEX', 'INTERNAL', 'UNAVAILABLE',
]);

export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  /** Where in the answer, such as ["handles", "edges", 0, "node", "domains"]; empty when the whole failed. */
  readonly path: readonly (string | number)[];
  /** Quote it when the problem is reported. */
  readonly requestId: string | undefined;

  constructor(code: ProblemCode, message: string, path: readonly (string | number)[] = [], requestId?: string) {
    super(message);
    this.code = code;
    this.path = path;
    this.requestId = requestId;
  }
}

export function problemOf(error: CombinedError): Problem {
  const response = error.response as Response | undefined;
  const requestId = response?.headers?.get('X-Request-Id') ?? undefined;
  const [first] = error.graphQLErrors;
  if (!first) {
    const code = response && !response.ok ? 'UNAVAILABLE' : 'UNREACHABLE';
    return new Problem(code, error.networkError?.message ?? error.message, [], requestId);
  }
  const code = first.extensions?.code;
  return new Problem(typeof code === 'string' && codes.has(code) ? (code as ProblemCode) : 'UNKNOWN', first.message, first.path ?? [], requestId);
}
