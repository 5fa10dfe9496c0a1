// Whether the server answers. The banner of the shell shows it; transport.ts sets it.
import { Store } from './store';

export type Connection =
  | { state: 'fine' }
  | { state: 'lost' } // requests wait and are sent again by themselves
  | { state: 'busy'; seconds: number }; // the server asked to wait

export const connectionStore = new Store<Connection>({ state: 'fine' });

const fine: Connection = { state: 'fine' };
const waiting = new Map<symbol, Connection>();

/** Notes what one request waits for, null once it has its answer. The worst of all requests is shown. */
export function noteConnection(request: symbol, state: Connection | null): void {
  if (state) waiting.set(request, state);
  else waiting.delete(request);
  const all = [...waiting.values()];
  connectionStore.set(all.find((one) => one.state === 'lost') ?? all[0] ?? fine);
}
