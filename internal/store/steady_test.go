package store

import (
	"context"
	"errors"
	"testing"
)

// TestASteadyStatementEndsWithItsCaller: it is not interrupted on the way to a row, but reads no further one.
func TestASteadyStatementEndsWithItsCaller(t *testing.T) {
	t.Parallel()
	s := hurried(t, 0)
	ctx, cancel := context.WithCancel(t.Context())
	found, err := s.Read().QueryContext(steady(ctx), manyRows)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := found.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
	}()
	for range 10 {
		if !found.Next() {
			t.Fatalf("it ended by itself: %v", found.Err())
		}
	}
	cancel()
	n := 0
	for ; found.Next(); n++ {
		if n > 10 {
			t.Fatal("it reads on although its caller has gone")
		}
	}
	if err := found.Err(); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}
