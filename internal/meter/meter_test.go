package meter

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAStrangerHasAFullBucketOfTheDefaultRate(t *testing.T) {
	m := New(Options{Now: newClock().now})
	if diff := cmp.Diff(State{Limit: 1000, Remaining: 1000, RestoreRate: 50}, m.Peek(Payer{ID: "net:a"})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(State{Limit: 7, Remaining: 7, RestoreRate: 50}, m.Peek(Payer{ID: "net:a", Rate: Rate{Bucket: 7}})); diff != "" {
		t.Errorf("a rate without a speed: %s", diff)
	}
	if m.Len() != 0 {
		t.Errorf("looking remembered %d payers", m.Len())
	}
}

func TestTakeSpendsAndTimeRestores(t *testing.T) {
	c := newClock()
	m := New(Options{Now: c.now, Default: Rate{Bucket: 100, PerSecond: 10}})
	p := Payer{ID: "key:a"}
	for _, step := range []struct {
		after time.Duration
		cost  int
		want  State
		wait  time.Duration
	}{
		{0, 60, State{Limit: 100, Remaining: 40, RestoreRate: 10, Reset: 6 * time.Second}, 0},
		{0, 41, State{Limit: 100, Remaining: 40, RestoreRate: 10, Reset: 6 * time.Second}, 100 * time.Millisecond},
		{99_999_999, 41, State{Limit: 100, Remaining: 40, RestoreRate: 10, Reset: 5_900_000_001}, 1},
		{1, 41, State{Limit: 100, Remaining: 0, RestoreRate: 10, Reset: 10 * time.Second}, 0},
		{0, 0, State{Limit: 100, Remaining: 0, RestoreRate: 10, Reset: 10 * time.Second}, 0},
		{0, -5, State{Limit: 100, Remaining: 0, RestoreRate: 10, Reset: 10 * time.Second}, 0},
		{time.Hour, 1, State{Limit: 100, Remaining: 99, RestoreRate: 10, Reset: 100 * time.Millisecond}, 0},
	} {
		c.move(step.after)
		state, wait := m.Take(step.cost, p)
		if diff := cmp.Diff(step.want, state); diff != "" || wait != step.wait {
			t.Errorf("taking %d: wait %s, want %s; state %s", step.cost, wait, step.wait, diff)
		}
	}
}

func TestAllPayersPayOrNone(t *testing.T) {
	c := newClock()
	m := New(Options{Now: c.now})
	key, reseller := Payer{"key:a", Rate{100, 10}}, Payer{"reseller:a", Rate{50, 1}}

	if state, wait := m.Take(30, key, reseller); wait != 0 || state.Limit != 50 || state.Remaining != 20 {
		t.Errorf("state %+v, wait %s: want the reseller's, which has least left", state, wait)
	}
	if state, wait := m.Take(30, key, reseller); wait != 10*time.Second || state.Limit != 50 {
		t.Errorf("state %+v, wait %s: want to wait 10s for the reseller", state, wait)
	}
	if state, wait := m.Take(71, reseller, key); wait != 30*time.Second || state.Limit != 50 {
		t.Errorf("state %+v, wait %s: want to wait 30s for the reseller, which takes longer than the key", state, wait)
	}
	if got := m.Peek(key).Remaining; got != 70 {
		t.Errorf("the key has %d left: it paid for what was refused", got)
	}
	if _, wait := m.Take(10, key, key); wait != 0 || m.Peek(key).Remaining != 60 {
		t.Errorf("a payer named twice has %d left, want 60", m.Peek(key).Remaining)
	}
	if state, wait := m.Take(10); state != (State{}) || wait != 0 {
		t.Errorf("nobody pays: %+v, %s", state, wait)
	}
}

func TestARefusalDoesNotRememberStrangers(t *testing.T) {
	m := New(Options{Now: newClock().now})
	poor := Payer{"key:poor", Rate{10, 1}}
	m.Take(10, poor)
	m.Take(5, poor, Payer{ID: "net:new"})
	if m.Len() != 1 {
		t.Errorf("%d payers are remembered, want the one that lacks something", m.Len())
	}
}

func TestAnOperationDearerThanTheBucketPassesWhenItIsFullAndLeavesADebt(t *testing.T) {
	c := newClock()
	m := New(Options{Now: c.now})
	p := Payer{"key:a", Rate{100, 10}}
	if state, wait := m.Take(250, p); wait != 0 || state.Remaining != 0 || state.Reset != 25*time.Second {
		t.Fatalf("state %+v, wait %s", state, wait)
	}
	if _, wait := m.Take(1, p); wait != 15*time.Second+100*time.Millisecond {
		t.Errorf("1 point passes after %s, want after the debt", wait)
	}
	if _, wait := m.Take(250, p); wait != 25*time.Second {
		t.Errorf("250 points pass after %s, want when the bucket is full", wait)
	}
	if _, wait := m.Take(0, p); wait != 0 {
		t.Error("an operation that costs nothing was refused over a debt")
	}
	c.move(25*time.Second - 1)
	if _, wait := m.Take(250, p); wait != 1 {
		t.Errorf("wait %s, want 1ns", wait)
	}
	c.move(1)
	if _, wait := m.Take(250, p); wait != 0 {
		t.Errorf("a full bucket refused for %s", wait)
	}
}

func TestARefundNeverFillsAboveTheBucket(t *testing.T) {
	c := newClock()
	m := New(Options{Now: c.now})
	p, q := Payer{"key:a", Rate{100, 10}}, Payer{"reseller:a", Rate{200, 10}}
	m.Take(80, p, q)
	if state := m.Refund(50, p, q, p); state.Remaining != 70 || m.Peek(q).Remaining != 170 {
		t.Errorf("after a refund of 50: %+v, %+v", state, m.Peek(q))
	}
	if state := m.Refund(500, p); state.Remaining != 100 || state.Reset != 0 {
		t.Errorf("after a refund of too much: %+v", state)
	}
	if state := m.Refund(5, Payer{ID: "net:unknown"}); state.Remaining != 1000 || m.Len() != 2 {
		t.Errorf("a refund for who paid nothing: %+v, %d payers", state, m.Len())
	}
	if state := m.Refund(-500, p); state.Remaining != 100 {
		t.Errorf("a refund below 0 took points: %+v", state)
	}
}

func TestANewRateTakesEffectWithTheNextTake(t *testing.T) {
	for _, test := range []struct {
		name      string
		old, next Rate
		taken     int
		after     time.Duration
		remaining int // once 1 point was taken at the new rate
	}{
		{"bigger: what is left stays", Rate{100, 10}, Rate{1000, 10}, 40, 0, 59},
		{"smaller: what is left stays up to the new size", Rate{100, 10}, Rate{50, 10}, 10, 0, 49},
		{"smaller, but less was left", Rate{100, 10}, Rate{50, 10}, 80, 0, 19},
		{"faster: the time before is worth the old rate", Rate{100, 10}, Rate{100, 1000}, 100, time.Second, 9},
		{"full again is full in any size", Rate{100, 10}, Rate{1000, 10}, 40, time.Minute, 999},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newClock()
			m := New(Options{Now: c.now})
			m.Take(test.taken, Payer{"key:a", test.old})
			c.move(test.after)
			next := Payer{"key:a", test.next}
			if got := m.Peek(next).Remaining; got != test.remaining+1 {
				t.Errorf("Peek tells %d, want %d", got, test.remaining+1)
			}
			if state, wait := m.Take(1, next); wait != 0 || state.Remaining != test.remaining || state.Limit != test.next.Bucket {
				t.Errorf("state %+v, wait %s, want %d left of %d", state, wait, test.remaining, test.next.Bucket)
			}
		})
	}
}

func TestAClockThatIsSetBackNeitherRefillsNorStopsTheRestore(t *testing.T) {
	c := newClock()
	m := New(Options{Now: c.now})
	p := Payer{"key:a", Rate{100, 10}}
	m.Take(100, p)
	c.move(-time.Hour)
	if state := m.Peek(p); state.Remaining != 0 || state.Reset != 10*time.Second {
		t.Errorf("an hour back: %+v", state)
	}
	c.move(time.Second)
	if got := m.Peek(p).Remaining; got != 10 {
		t.Errorf("a second later %d points are left, want 10", got)
	}
}

func TestExtremeNumbersNeitherOverflowNorPayOut(t *testing.T) {
	const huge = 1<<63 - 1
	c := newClock()
	m := New(Options{Now: c.now, Default: Rate{huge, huge}, Payers: huge})
	p := Payer{ID: "key:a"}
	for owed := time.Duration(0); owed < mostOwed/mostPoints; owed = m.Peek(p).Reset {
		m.Take(huge, p)
		m.Charge(p, huge)
		if now := m.Peek(p).Reset; now <= owed {
			t.Fatalf("another debt made the time to pay %s off %s", owed, now)
		}
	}
	for range 5 {
		before := m.Peek(p).Reset
		m.Charge(p, huge)
		if now := m.Peek(p).Reset; now < before {
			t.Fatalf("a debt that grows no further fell from %s to %s", before, now)
		}
	}
	if state, wait := m.Take(1, p); wait <= 0 || state.Remaining != 0 {
		t.Errorf("a debt of %d became %+v, wait %s", huge, state, wait)
	}
	m.Charge(p, -huge)
	m.Refund(huge, p)
	c.move(huge)
	c.move(huge)
	if state := m.Peek(p); state.Remaining != state.Limit {
		t.Errorf("after centuries %+v", state)
	}
	m.Take(1, p)
	c.move(-huge)
	c.move(-huge)
	if state := m.Peek(p); state.Remaining != state.Limit-1 {
		t.Errorf("centuries back: %+v", state)
	}
}
