package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
)

// event writes one at the transaction's place.
func event(ctx context.Context, tx *Tx, id string) (place int64, err error) {
	if place, err = tx.Place(ctx); err != nil {
		return 0, err
	}
	_, err = tx.raw.ExecContext(ctx, `INSERT INTO events (id, position, change_id, at, actor_kind, action, entity_id, changes)
		VALUES (?, ?, '', 0, 'SYSTEM', 'HANDLE_UPDATED', '', '[]')`, id, place)
	return place, err
}

// TestPlacesRiseWithinASharedTransaction: each member has a place of its own, after those before it, also when one of
// them was taken back; and the next transaction goes on from what is stored.
func TestPlacesRiseWithinASharedTransaction(t *testing.T) {
	t.Parallel()
	s, commits := grouped(t, Options{})
	refused := errors.New("refused")
	places := make([]int64, 5) // in the order in which they were given out
	write := func(i int, fails error) func() error {
		return func() error {
			return s.Write(system(), func(tx *Tx) (err error) {
				if places[i], err = event(system(), tx, fmt.Sprint(i)); err != nil {
					return err
				}
				return fails
			})
		}
	}
	ended := behind(t, s, write(0, nil), write(1, refused), write(2, nil))
	if !errors.Is(ended[1], refused) || ended[0] != nil || ended[2] != nil || commits() != 1 {
		t.Fatalf("ended with %v", ended)
	}
	if err := errors.Join(write(3, nil)(), write(4, nil)()); err != nil || !slices.IsSorted(places) || len(slices.Compact(slices.Clone(places))) != len(places) {
		t.Errorf("places %v, %v", places, err)
	}
	var last int64
	if err := s.reader.QueryRowContext(t.Context(), "SELECT max(position) FROM events").Scan(&last); err != nil {
		t.Fatal(err)
	}
	if end, _, err := s.Horizon(t.Context()); err != nil || end != last+1 || last != places[4] {
		t.Errorf("the last place is %d of %v, and the horizon %d: %v", last, places, end, err)
	}
}
