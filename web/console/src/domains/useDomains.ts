import { useEffect, useMemo, useState } from 'react';
import { HandleDomainsDocument } from '../api/generated/graphql';
import { useRead } from '../api/operations';

/** A page holds fewer than can be released at once, and little enough to be quick for a handle with thousands. */
export const sizes = [25, 50, 100] as const;

interface Place {
  search: string;
  size: number;
  after?: string;
  before?: string;
}

/** One page of a handle's domains, by one request, and how to go on from it. */
export function useDomains(id: string) {
  const [place, setPlace] = useState<Place>({ search: '', size: sizes[0] });
  const variables = useMemo(() => {
    const { search, size, after, before } = place;
    const filter = search ? { search } : null;
    return before ? { id, last: size, before, filter } : { id, first: size, after: after ?? null, filter };
  }, [id, place]);
  const reading = useRead(HandleDomainsDocument, variables, { types: ['Handle', 'Domain'] });
  const { data, fetching } = reading;
  const page = data?.handle?.domains;
  const pastTheEnd = !fetching && page?.edges.length === 0 && Boolean(place.after ?? place.before);
  useEffect(() => {
    // All of a page was released: there are others before it.
    if (pastTheEnd) setPlace(({ search, size }) => ({ search, size }));
  }, [pastTheEnd]);
  return {
    ...reading,
    handle: data?.handle,
    search: place.search,
    size: place.size,
    onSearch: (search: string) => setPlace(({ size }) => ({ search, size })),
    onSize: (size: number) => setPlace(({ search }) => ({ search, size })),
    onNext: () => setPlace(({ search, size }) => ({ search, size, after: page?.pageInfo.endCursor ?? '' })),
    onPrevious: () => setPlace(({ search, size }) => ({ search, size, before: page?.pageInfo.startCursor ?? '' })),
  };
}
