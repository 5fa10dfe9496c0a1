package store

import (
	"fmt"
	"testing"
	"time"
)

func TestTheBacklogIsCounted(t *testing.T) {
	s := open(t, t.TempDir())
	now := time.UnixMilli(1_000_000)
	err := s.Write(system(), func(tx *Tx) error {
		for i, due := range []int64{999_999, 1_000_000, 1_000_001} {
			_, err := tx.ExecContext(system(), `INSERT INTO timers (id, kind, subject_id, due_at) VALUES (?, 'NOTICE', ?, ?)`,
				fmt.Sprint("tim_", i), fmt.Sprint(i), due)
			if err != nil {
				return err
			}
		}
		return tx.Enqueue(system(), []byte("{}"))
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.Backlog(t.Context(), now); err != nil || got != (Backlog{Queued: 1, Due: 2}) {
		t.Errorf("%+v waits (%v)", got, err)
	}
	_, err = s.writer.ExecContext(t.Context(), `INSERT INTO goqite (queue, body)
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ?) SELECT ?, x'7b7d' FROM n`, MaxBacklog+1, queueName)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.Backlog(t.Context(), now); err != nil || got.Queued != MaxBacklog {
		t.Errorf("%d are counted, want %d (%v)", got.Queued, MaxBacklog, err)
	}
	if reader, writer := s.Pools(); reader.MaxOpenConnections != sqliteReaders || writer.MaxOpenConnections != 1 {
		t.Errorf("the pools have %d and %d connections", reader.MaxOpenConnections, writer.MaxOpenConnections)
	}
}
