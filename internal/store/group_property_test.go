package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Whatever members do, and in whatever order they come: exactly what was answered as done is there.
func TestWhatIsAnsweredIsThere(t *testing.T) {
	s, _ := grouped(t, Options{StatementTimeout: 50 * time.Millisecond})
	number := 0
	rapid.Check(t, func(t *rapid.T) {
		var done sync.Map
		var all sync.WaitGroup
		number++
		behaviours := rapid.SliceOfN(rapid.SampledFrom([]string{"writes", "writes", "writes", "fails", "goes", "gone", "slow", "panics"}), 1, 24).
			Draw(t, "behaviours")
		if slow := slices.Index(behaviours, "slow"); slow >= 0 { // one is enough: each takes its time
			behaviours = slices.DeleteFunc(behaviours, func(b string) bool { return b == "slow" })
			behaviours = slices.Insert(behaviours, min(slow, len(behaviours)), "slow")
		}
		for i, behaviour := range behaviours {
			name := fmt.Sprintf("%d %d %s", number, i, behaviour)
			all.Go(func() {
				defer func() { _ = recover() }()
				ctx, cancel := context.WithCancel(system())
				defer cancel()
				if behaviour == "gone" {
					cancel()
				}
				err := s.Write(ctx, func(tx *Tx) error {
					if err := insert(ctx, tx, name); err != nil {
						return err
					}
					switch behaviour {
					case "fails":
						return errors.New("a mistake")
					case "goes":
						cancel()
					case "slow":
						_, err := tx.ExecContext(ctx, oneWrite)
						return err
					case "panics":
						panic("a mistake")
					}
					return nil
				})
				if err == nil {
					done.Store(name, true)
				}
			})
		}
		all.Wait()
		there, err := s.Read().Sequence.Query().IDs(system())
		if err != nil {
			t.Fatal(err)
		}
		for i, behaviour := range behaviours {
			name := fmt.Sprintf("%d %d %s", number, i, behaviour)
			_, answered := done.Load(name)
			if answered != (behaviour == "writes") || slices.Contains(there, name) != answered {
				t.Errorf("%s: done %t, there %t", name, answered, slices.Contains(there, name))
			}
		}
	})
}
