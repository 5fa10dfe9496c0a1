package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/handledesk/handledesk/internal/store"
)

const (
	// commitWriters is how many write at once, where commits are shared.
	commitWriters = 64
	commitRounds  = 5
	commitsAlone  = 300 // of one writer in a round; he shares with nobody
	commitsShared = 3000
)

// sharedCommits compares writers who come together with one who comes alone: how many inserts of a row each get done,
// with full synchronisation, in turn.
func (f fileFlags) sharedCommits(ctx context.Context, log io.Writer) (_ figure, err error) {
	fmt.Fprintf(log, "Shared commits: %d rounds\n", commitRounds)
	// Beside the data sets, which are on a disk more often than what is for the moment.
	if err := os.MkdirAll(f.folder(), 0o700); err != nil {
		return figure{}, err
	}
	folder, err := os.MkdirTemp(f.folder(), "scratch-")
	if err != nil {
		return figure{}, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	db, err := store.Open(ctx, store.Options{Directory: folder})
	if err != nil {
		return figure{}, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var number atomic.Int64
	var alone, ratios []float64
	for range commitRounds {
		one, err := insertRate(ctx, db, &number, 1, commitsAlone)
		if err != nil {
			return figure{}, err
		}
		many, err := insertRate(ctx, db, &number, commitWriters, commitsShared)
		if err != nil {
			return figure{}, err
		}
		alone, ratios = append(alone, one), append(ratios, many/one)
	}
	return figure{ratio: median(ratios), varied: spreadOf(alone).variation()}, nil
}

// insertRate is how many rows a second the writers insert together, each in a transaction of its own.
func insertRate(ctx context.Context, db *store.Store, number *atomic.Int64, writers, writes int) (float64, error) {
	var left atomic.Int64
	left.Store(int64(writes))
	failed := make([]error, writers)
	var all sync.WaitGroup
	start := time.Now()
	for i := range writers {
		all.Go(func() {
			for failed[i] == nil && left.Add(-1) >= 0 {
				id := strconv.FormatInt(number.Add(1), 10)
				failed[i] = db.Write(ctx, func(tx *store.Tx) error {
					_, err := tx.ExecContext(ctx, "INSERT INTO sequences (id, value) VALUES (?, 1)", id)
					return err
				})
			}
		})
	}
	all.Wait()
	return float64(writes) / time.Since(start).Seconds(), errors.Join(failed...)
}
