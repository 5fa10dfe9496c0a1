package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/mattn/go-sqlite3"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
)

func TestAGroupLoadsEachThingOnceForAll(t *testing.T) {
	g := &group[int]{items: []int{1, 2, 3}}
	var loads atomic.Int32
	load := func(ctx context.Context, items []int) (map[int]int, error) {
		loads.Add(1)
		doubled := map[int]int{}
		for _, i := range items {
			doubled[i] = 2 * i
		}
		return doubled, ctx.Err()
	}
	var wait sync.WaitGroup
	for i := range 30 {
		wait.Go(func() {
			item := i%3 + 1
			got, err := together(t.Context(), g, keyOf("doubled", i%2), load)
			if err != nil || got[item] != 2*item {
				t.Errorf("%d became %v (%v)", item, got, err)
			}
		})
	}
	wait.Wait()
	if n := loads.Load(); n != 2 {
		t.Errorf("two different things were loaded %d times", n)
	}
}

func TestAGroupTellsEveryoneOfAFailure(t *testing.T) {
	g := &group[int]{items: []int{1}}
	failure := errors.New("failed")
	for range 2 {
		_, err := together(t.Context(), g, "x", func(context.Context, []int) (map[int]int, error) { return nil, failure })
		if !errors.Is(err, failure) {
			t.Errorf("the error is %v", err)
		}
	}
}

func TestKeysOfLoadsTellArgumentsApart(t *testing.T) {
	keys := map[string]bool{}
	after := page.Key{Value: int64(1), ID: "a"}
	for _, arguments := range [][]any{
		{}, {page.Window{Size: 1}}, {page.Window{Size: 2}}, {page.Window{Size: 1, Backward: true}}, {page.Window{Size: 1, After: &after}},
		{page.Window{Size: 1, Before: &after}}, {&DomainFilter{}}, {&DomainFilter{TLD: []string{}}}, {&DomainFilter{TLD: []string{"com"}}},
		{&DomainFilter{Search: new("com")}}, {DomainOrder{"NAME", "ASC"}}, {DomainOrder{"NAME", "DESC"}},
	} {
		keys[keyOf("domains", arguments...)] = true
	}
	if len(keys) != 12 {
		t.Errorf("only %d keys of 12 are different", len(keys))
	}
}

func TestTotalsAreExactUpToTheBound(t *testing.T) {
	for counted, want := range map[int]Total{0: {0, true}, 9_999: {9_999, true}, 10_000: {10_000, true}, 10_001: {10_000, false}} {
		if got := totalOf(counted); got != want {
			t.Errorf("%d counted give %v, want %v", counted, got, want)
		}
	}
}

func TestATotalIsCountedOnce(t *testing.T) {
	var counts atomic.Int32
	c := &counting{total: func(context.Context) (Total, error) { counts.Add(1); return Total{7, true}, nil }}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			n, err1 := c.TotalCount(t.Context())
			exact, err2 := c.TotalCountExact(t.Context())
			if n != 7 || !exact || err1 != nil || err2 != nil {
				t.Errorf("%d %v %v %v", n, exact, err1, err2)
			}
		})
	}
	wait.Wait()
	if counts.Load() != 1 {
		t.Errorf("counted %d times", counts.Load())
	}
}

func TestErrorsAreTranslatedForCallers(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want registrar.Code
	}{
		"a problem":       {registrar.Refuse(registrar.HandleLinked, ""), registrar.HandleLinked},
		"a hidden row":    {&db.NotFoundError{}, registrar.NotFound},
		"a busy database": {fmt.Errorf("x: %w", sqlite3.Error{Code: sqlite3.ErrBusy}), registrar.Unavailable},
		"a full disk":     {sqlite3.Error{Code: sqlite3.ErrFull}, registrar.Unavailable},
		"a deadline":      {fmt.Errorf("x: %w", context.DeadlineExceeded), registrar.Timeout},
	} {
		p, is := errors.AsType[*registrar.Problem](translate(c.err))
		if !is || p.Code != c.want {
			t.Errorf("%s: %v, want %s", name, p, c.want)
		}
	}
	unknown := errors.New("no such table: secrets")
	if err := translate(unknown); !errors.Is(err, unknown) {
		t.Errorf("an unknown error became %v", err)
	}
	if translate(nil) != nil {
		t.Error("no error became one")
	}
}

func TestChangesOfOneFieldAreOneChange(t *testing.T) {
	first := []registrar.Change{{Field: "a", Before: 1, After: 2}, {Field: "b", Before: "x", After: "y"}}
	got := merge(first, []registrar.Change{{Field: "a", Before: 2, After: 3}, {Field: "c", After: true}})
	want := []registrar.Change{{Field: "a", Before: 1, After: 3}, {Field: "b", Before: "x", After: "y"}, {Field: "c", After: true}}
	if !slices.Equal(got, want) {
		t.Errorf("merged: %v", got)
	}
	if first[0].After != 2 {
		t.Error("the first list was written over")
	}
	if merge(nil, nil) == nil {
		t.Error("no changes are stored as null")
	}
}

func TestRolesAreGatheredByHandle(t *testing.T) {
	got := rolesByHandle(map[registrar.Role]string{registrar.Owner: "a", registrar.Tech: "a", registrar.Billing: "b"})
	if len(got) != 2 || got["a"] != registrar.RolesOf(registrar.Owner, registrar.Tech) || got["b"] != registrar.RolesOf(registrar.Billing) {
		t.Errorf("gathered: %v", got)
	}
}
