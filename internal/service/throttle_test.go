package service

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/secret"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/viewer"
)

// counter counts tries with a clock of its own.
type counter struct {
	t   *testing.T
	s   *Service
	now time.Time
}

func newCounter(t *testing.T) *counter {
	t.Helper()
	opened, err := store.Open(t.Context(), store.Options{Directory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
	c := &counter{t: t, now: time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)}
	c.s = New(Options{Store: opened, Now: func() time.Time { return c.now }, Key: secret.NewServerKey(rand.NewChaCha8([32]byte{1}))})
	return c
}

func (c *counter) within(run func(ch *change) error) {
	c.t.Helper()
	if err := c.s.transact(viewer.System(c.t.Context()), run); err != nil {
		c.t.Fatal(err)
	}
}

// spend tries once and gives the seconds to wait.
func (c *counter) spend(l limit, subject string) (wait int) {
	c.t.Helper()
	c.within(func(ch *change) (err error) {
		wait, err = ch.spend(l, subject)
		return err
	})
	return wait
}

func (c *counter) rows() int {
	c.t.Helper()
	n, err := c.s.store.Read().Throttle.Query().Count(viewer.System(c.t.Context()))
	if err != nil {
		c.t.Fatal(err)
	}
	return n
}

var allLimits = []limit{signInsOfHandle, signInsOfAddress, recoveriesOfHandle, recoveriesOfAddress}

// TestALimitLetsAsManyThrough: so many at once, then one in each part of the span, and all of them again after it.
func TestALimitLetsAsManyThrough(t *testing.T) {
	for _, l := range allLimits {
		c, one := newCounter(t), l.per/time.Duration(l.times)
		burst := func(when string) {
			t.Helper()
			for n := range l.times {
				if wait := c.spend(l, "me"); wait != 0 {
					t.Errorf("%s: try %d %s waits %d s", l.what, n+1, when, wait)
				}
			}
			if wait, want := c.spend(l, "me"), int(one/time.Second); wait != want {
				t.Errorf("%s: one too many %s waits %d s, want %d", l.what, when, wait, want)
			}
		}
		burst("at first")
		if wait := c.spend(l, "somebody else"); wait != 0 {
			t.Errorf("%s: somebody else waits %d s", l.what, wait)
		}
		c.now = c.now.Add(one - time.Millisecond)
		if wait := c.spend(l, "me"); wait != 1 {
			t.Errorf("%s: a millisecond too early it waits %d s, want 1", l.what, wait)
		}
		c.now = c.now.Add(time.Millisecond)
		if wait := c.spend(l, "me"); wait != 0 {
			t.Errorf("%s: in time it waits %d s", l.what, wait)
		}
		if wait := c.spend(l, "me"); wait == 0 {
			t.Errorf("%s: two at once after one part of the span", l.what)
		}
		c.now = c.now.Add(l.per)
		burst("after the whole span")
	}
}

// TestLimitsAreCountedApart: the same subject has a count in each limit.
func TestLimitsAreCountedApart(t *testing.T) {
	c := newCounter(t)
	for _, l := range allLimits {
		for range l.times {
			if wait := c.spend(l, "me"); wait != 0 {
				t.Errorf("%s waits %d s", l.what, wait)
			}
		}
	}
	if n := c.rows(); n != len(allLimits) {
		t.Errorf("%d rows, want %d", n, len(allLimits))
	}
}

func TestARefusedTryIsNotCounted(t *testing.T) {
	c, l := newCounter(t), signInsOfHandle
	for range l.times {
		c.spend(l, "me")
	}
	first := c.spend(l, "me")
	for range 50 {
		if wait := c.spend(l, "me"); wait != first {
			t.Errorf("knocking makes the wait %d s, it was %d", wait, first)
		}
	}
}

func TestWhatWentWellIsGivenBack(t *testing.T) {
	c := newCounter(t)
	give := func(l limit, subject string, all bool) {
		t.Helper()
		c.within(func(ch *change) error { return ch.refund(l, subject, all) })
	}
	give(signInsOfHandle, "never tried", true)
	give(signInsOfAddress, "never tried", false)
	if n := c.rows(); n != 0 {
		t.Errorf("giving back what nobody spent leaves %d rows", n)
	}
	// Far more than the limit, as long as each goes well.
	for n := range 3 * signInsOfAddress.times {
		if wait := c.spend(signInsOfAddress, "office") + c.spend(signInsOfHandle, "me"); wait != 0 {
			t.Fatalf("sign-in %d waits %d s", n, wait)
		}
		give(signInsOfAddress, "office", false)
		give(signInsOfHandle, "me", true)
	}
	// One that goes well gives an address one try back, and a handle all of them.
	for range signInsOfAddress.times {
		c.spend(signInsOfAddress, "office")
	}
	for range signInsOfHandle.times {
		c.spend(signInsOfHandle, "me")
	}
	give(signInsOfAddress, "office", false)
	give(signInsOfHandle, "me", true)
	if c.spend(signInsOfAddress, "office") != 0 || c.spend(signInsOfAddress, "office") == 0 {
		t.Error("an address has not one try more")
	}
	for n := range signInsOfHandle.times {
		if wait := c.spend(signInsOfHandle, "me"); wait != 0 {
			t.Errorf("try %d of the handle waits %d s", n+1, wait)
		}
	}
}

func TestWhatIsOverIsForgotten(t *testing.T) {
	c := newCounter(t)
	c.spend(signInsOfHandle, "me")
	c.spend(recoveriesOfHandle, "me")
	for _, step := range []struct {
		by   time.Duration
		left int
	}{{time.Minute, 2}, {time.Minute, 1}, {20 * time.Minute, 0}} { // 90 s and 20 min in all
		c.now = c.now.Add(step.by)
		c.within((*change).forgetThrottles)
		if n := c.rows(); n != step.left {
			t.Errorf("%s later %d rows are left, want %d", step.by, n, step.left)
		}
	}
}

// TestThrottlesTellNothing: what is stored is a keyed hash, and another key gives another one.
func TestThrottlesTellNothing(t *testing.T) {
	c := newCounter(t)
	c.spend(signInsOfHandle, "JD1042-HD")
	id, err := c.s.store.Read().Throttle.Query().OnlyID(viewer.System(t.Context()))
	if err != nil || len(id) != 64 {
		t.Errorf("the row is %q (%v)", id, err)
	}
	other := secret.NewServerKey(rand.NewChaCha8([32]byte{2}))
	if id == other.Pseudonym("throttle", signInsOfHandle.what, "JD1042-HD") {
		t.Error("it does not depend on the server's key")
	}
}

func TestARolledBackTryIsNotCounted(t *testing.T) {
	c := newCounter(t)
	mistake := errors.New("a mistake")
	err := c.s.transact(viewer.System(t.Context()), func(ch *change) error {
		_, err := ch.spend(signInsOfHandle, "me")
		return errors.Join(err, mistake)
	})
	if !errors.Is(err, mistake) || c.rows() != 0 {
		t.Errorf("%d rows, %v", c.rows(), err)
	}
}
