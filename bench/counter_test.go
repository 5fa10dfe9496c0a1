package main

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
)

func TestAJobEndsAfterItsRequests(t *testing.T) {
	c := &counter{most: 1000}
	var sent atomic.Int64
	var working sync.WaitGroup
	for range 16 {
		working.Go(func() {
			for c.next() {
				sent.Add(1)
				c.done(nil)
			}
		})
	}
	working.Wait()
	c.done(errors.New("late"))
	if sent.Load() != 1000 || c.answered.Load() != 1000 || c.wrong.Load() != 1 {
		t.Errorf("%d were sent, %d answered, %d wrong", sent.Load(), c.answered.Load(), c.wrong.Load())
	}
	if endless := (&counter{}); !endless.next() {
		t.Error("a job without a number of requests ends by it")
	}
}

func TestErrorsAreCountedByTheirCodes(t *testing.T) {
	for text, want := range map[string]string{
		`503 {"errors":[{"message":"no","extensions":{"code":"TIMEOUT"}}]}`:                             "TIMEOUT",
		`200 {"errors":[{"message":"The database is busy; try","extensions":{"code":"UNAVAILABLE"}}]}`:  "database is locked",
		`200 {"errors":[{"message":"the disk is full","extensions":{"code": "UNAVAILABLE"}}]}`:          "UNAVAILABLE",
		"the connection broke before an answer came":                                                    "no answer",
		`200 {"data":{"updateHandle":{"handle":null,"userErrors":[{"code":"CONFLICT","message":"no"}]}`: "CONFLICT",
	} {
		if got := codeOf(text); got != want {
			t.Errorf("%s counts as %s, want %s", text, got, want)
		}
	}
}

func TestClientsThatAreApartShareNothing(t *testing.T) {
	g := group{Connections: 3, Apart: true, Calls: make([]call, 10)}
	for i := range g.Calls {
		g.Calls[i].Key = string(rune('a' + i))
	}
	seen := map[string]int{}
	for i := range g.Connections {
		for _, c := range g.share(i) {
			seen[c.Key]++
		}
	}
	for key, times := range seen {
		if times != 1 {
			t.Errorf("%s belongs to %d connections", key, times)
		}
	}
	if g.Apart = false; len(seen) != 10 || len(g.share(1)) != 10 {
		t.Errorf("%d calls are shared out, and %d when not apart", len(seen), len(g.share(1)))
	}
}
