// One subscription over server-sent events, in graphql-sse's "distinct connections mode", read from a fetch: an EventSource
// can send neither a body nor the key.
import { endpoint, headersFor } from '../api/client';
import { LiveDocument, type LiveSubscription } from '../api/generated/graphql';
import { byId } from '../api/documents';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';

const silence = 45_000; // milliseconds; the server sends a comment every fifteen seconds

interface Answer {
  data?: LiveSubscription | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** Why a line ended. */
export interface Ended {
  /** The code of the error that ended it; null when it just ended. */
  code: string | null;
  /** Seconds that the server asks to wait. */
  wait: number;
}

export interface Told {
  open: () => void;
  next: (update: LiveSubscription['events']) => void;
}

/** Reads until the line ends, and says why. It throws when the server cannot be reached, or `signal` is aborted. */
export async function readLine(credential: string, after: string | null, told: Told, signal: AbortSignal): Promise<Ended> {
  const watchdog = new AbortController();
  let timer = setTimeout(() => watchdog.abort(), silence);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => watchdog.abort(), silence);
  };
  try {
    const { documentId } = byId(LiveDocument) as TypedDocumentNode & { documentId: string };
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { ...headersFor(credential), Accept: 'text/event-stream', 'Content-Type': 'application/json' },
      body: JSON.stringify({ documentId, variables: { after } }),
      signal: AbortSignal.any([signal, watchdog.signal]),
    });
    if (!response.ok || !response.body) return await refused(response);
    told.open();
    for await (const { event, data } of eventsOf(response.body, alive)) {
      if (event === 'complete') return { code: null, wait: 0 };
      const answer = JSON.parse(data) as Answer;
      if (!answer.data) return { code: answer.errors?.[0]?.extensions?.code ?? 'UNKNOWN', wait: 0 };
      told.next(answer.data.events);
    }
    return { code: null, wait: 0 };
  } finally {
    clearTimeout(timer);
    watchdog.abort();
  }
}

async function refused(response: Response): Promise<Ended> {
  const wait = Number(response.headers.get('Retry-After')) || 0;
  const answer = (await response.json().catch(() => ({}))) as Answer;
  return { code: answer.errors?.[0]?.extensions?.code ?? 'UNAVAILABLE', wait };
}

/** Splits a stream into events: lines `event:` and `data:`, ended by an empty line; others are comments. */
async function* eventsOf(body: ReadableStream<Uint8Array>, alive: () => void): AsyncGenerator<{ event: string; data: string }> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      alive();
      const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const lines = block.split('\n');
        const field = (name: string) => lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).trim()).join('\n');
        if (field('event')) yield { event: field('event'), data: field('data') };
      }
    }
  } finally {
    reader.cancel().catch(() => {}); // it is over either way
  }
}
