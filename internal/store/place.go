package store

import "context"

// Place gives this transaction's place in the order of all changes, for its events. Readers who go by place, and no
// further than the Horizon, miss nothing.
//
// The embedded database has one writer, which counts: from what is stored when a transaction first asks, and on from
// there for all that share it, since nobody else writes meanwhile. On Postgres transactions commit in another order than they began
// in, and a counter would make them wait for each other; so the place is the transaction's own id, and the horizon is
// where the oldest one under way begins. The offset keeps places growing when rows are moved to another cluster.
func (tx *Tx) Place(ctx context.Context) (place int64, err error) {
	if tx.store.postgres() {
		err = tx.raw.QueryRowContext(ctx, "SELECT pg_current_xact_id()::text::bigint").Scan(&place)
		return place + tx.store.offset, err
	}
	if tx.group.place == 0 {
		err = tx.raw.QueryRowContext(ctx, "SELECT coalesce(max(position), 0) FROM events").Scan(&tx.group.place)
	}
	if err != nil {
		return 0, err
	}
	tx.group.place++
	return tx.group.place, nil
}

// Horizon says how far changes can be read. Every transaction whose place is before end has ended, and what it wrote can
// be read from now on. Those from end up to begun are under way, or newer than this look; when the two are equal there is
// none. A transaction that takes long keeps end where it is, ten seconds at most as far as operations are concerned. Those
// of the cluster's other databases, and of Postgres itself, do not: they write no events here. Which ones they are is only
// known of those that still run, to whoever may see them; all others count as ours.
func (s *Store) Horizon(ctx context.Context) (end, begun int64, err error) {
	if !s.postgres() {
		err = s.reader.QueryRowContext(ctx, "SELECT coalesce(max(position), 0) + 1 FROM events").Scan(&end)
		return end, end, err
	}
	err = s.reader.QueryRowContext(ctx, `SELECT coalesce((
			SELECT min(running::text::bigint) FROM pg_snapshot_xip(now) AS running WHERE NOT EXISTS (
				SELECT 1 FROM pg_stat_activity AS other WHERE other.backend_xid = running::xid
					AND (other.datname <> current_database() OR other.backend_type <> 'client backend'))),
			pg_snapshot_xmax(now)::text::bigint), pg_snapshot_xmax(now)::text::bigint
		FROM pg_current_snapshot() AS now`).Scan(&end, &begun)
	return end + s.offset, begun + s.offset, err
}

// handleCodes is the row of sequences, and the sequence of Postgres, that counts the codes given out.
const handleCodes = "handle_code"

// CodeNumbers takes the next n numbers of handle codes, in rising order. None is ever given out twice; on Postgres those
// of a transaction that is rolled back are lost, because otherwise all creations would wait for each other.
func (tx *Tx) CodeNumbers(ctx context.Context, n int) (numbers []int64, err error) {
	numbers = make([]int64, 0, n)
	if tx.store.postgres() {
		rows, err := tx.raw.QueryContext(ctx, "SELECT nextval('handle_codes') FROM generate_series(1, $1)", n)
		if err != nil {
			return nil, err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var number int64
			if err := rows.Scan(&number); err != nil {
				return nil, err
			}
			numbers = append(numbers, number)
		}
		return numbers, rows.Err()
	}
	var last int64
	err = tx.raw.QueryRowContext(ctx, `INSERT INTO sequences (id, value) VALUES (?, ?)
		ON CONFLICT (id) DO UPDATE SET value = value + excluded.value RETURNING value`, handleCodes, n).Scan(&last)
	for number := last - int64(n) + 1; number <= last; number++ {
		numbers = append(numbers, number)
	}
	return numbers, err
}
