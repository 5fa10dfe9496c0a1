package store

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkWrite compares a commit for each write with commits that are shared, side by side: a statement each, with
// full synchronisation, 1 and 64 writers at once.
func BenchmarkWrite(b *testing.B) {
	for _, writers := range []int{1, 64} {
		for name, alone := range map[string]bool{"a commit each": true, "shared commits": false} {
			b.Run(name+" of "+strconv.Itoa(writers), func(b *testing.B) {
				s, err := Open(b.Context(), Options{Directory: b.TempDir()})
				if err != nil {
					b.Fatal(err)
				}
				defer func() { _ = s.Close() }()
				var next atomic.Int64
				took := make([]time.Duration, b.N)
				var all sync.WaitGroup
				b.ResetTimer()
				for range writers {
					all.Go(func() {
						for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
							start := time.Now()
							err := s.writeOnce(system(), alone, func(tx *Tx) error {
								_, err := tx.ExecContext(context.Background(), `INSERT INTO sequences (id, value) VALUES (?, 1)`, strconv.FormatInt(n, 10))
								return err
							})
							if err != nil {
								b.Error(err)
								return
							}
							took[n-1] = time.Since(start)
						}
					})
				}
				all.Wait()
				b.StopTimer()
				slices.Sort(took)
				b.ReportMetric(float64(took[b.N*99/100].Microseconds()), "p99-µs")
			})
		}
	}
}
