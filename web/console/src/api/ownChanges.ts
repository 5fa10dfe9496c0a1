// The ids of the requests by which this tab made changes: what they changed is read again anyway, so nobody needs to be
// told of it as news.
const ids = new Set<string>();
const kept = 200;

export function noteOwnChange(requestId: string | null): void {
  if (!requestId) return;
  ids.add(requestId);
  if (ids.size > kept) for (const oldest of [...ids].slice(0, ids.size - kept)) ids.delete(oldest);
}

export function isOwnChange(requestId: string | null | undefined): boolean {
  return Boolean(requestId && ids.has(requestId));
}
