package main

import (
	"context"
	"io"
	"strings"
	"testing"
)

func TestDataIsCopiedForTheLimitWhenItIsNeeded(t *testing.T) {
	t.Parallel()
	ctx, log := context.Background(), &strings.Builder{}
	d, err := openDataset(ctx, t.TempDir(), size{Handles: 100, Single: true}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.scratch(ctx, true); err == nil {
		t.Error("the limit's copy was there before anybody needed it")
	}
	for range 2 {
		if err := d.needLimit(ctx, log); err != nil {
			t.Fatal(err)
		}
	}
	if strings.Count(log.String(), "\n") != 1 {
		t.Errorf("copied again: %s", log)
	}
	copied, remove, err := d.scratch(ctx, true)
	if err != nil {
		t.Fatal(err)
	}
	if err := copied.needLimit(ctx, log); err != nil || strings.Count(log.String(), "\n") != 1 {
		t.Errorf("the copy has no limit: %v", err)
	}
	if err := remove(); err != nil {
		t.Error(err)
	}
}
