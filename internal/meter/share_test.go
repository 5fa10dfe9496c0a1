package meter

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAServerThatIsAloneCollectsNothing(t *testing.T) {
	c := newClock()
	m := New(Options{Now: c.now})
	p := Payer{"key:a", Rate{100, 10}}
	m.Take(10, p)
	if spent := m.Spent(); len(spent) != 0 {
		t.Errorf("alone: %v", spent)
	}
	m.Instances(2)
	m.Take(10, p)
	m.Instances(1)
	if spent := m.Spent(); len(spent) != 0 {
		t.Errorf("alone again: %v", spent)
	}
	c.move(time.Minute)
	m.Take(0, p)
	m.Take(0, p)
	if m.Len() != 0 {
		t.Error("what nobody collects is remembered for ever")
	}
}

func TestSpentCollectsEachPointOnceAndSurvivesAFullBucket(t *testing.T) {
	c := newClock()
	m := New(Options{Now: c.now})
	m.Instances(2)
	a, b := Payer{"key:a", Rate{100, 10}}, Payer{"key:b", Rate{200, 1000}}
	m.Take(30, a, b)
	m.Refund(5, a)
	c.move(500 * time.Millisecond) // b is full again, and the others do not know
	for range 5 {
		m.Take(0, a, b)
	}
	if diff := cmp.Diff(map[Payer]int{a: 25, b: 30}, m.Spent()); diff != "" {
		t.Error(diff)
	}
	m.Refund(20, a) // which fills it
	for range 5 {
		m.Take(0, a, b)
	}
	if diff := cmp.Diff(map[Payer]int{a: -20}, m.Spent()); diff != "" {
		t.Errorf("given back after it was told: %s", diff)
	}
	c.move(time.Second)
	m.Take(7, a)
	m.Refund(100, a)
	if spent := m.Spent(); len(spent) != 0 {
		t.Errorf("more was given back than was missing, and the others are told %v", spent)
	}
	if spent := m.Spent(); len(spent) != 0 {
		t.Errorf("told twice: %v", spent)
	}
}

func TestAChargeTakesAwayWhatOtherServersGave(t *testing.T) {
	c := newClock()
	m := New(Options{Now: c.now})
	m.Instances(2)
	p := Payer{"key:a", Rate{500, 100}}
	m.Charge(p, 300)
	if got := m.Peek(p).Remaining; got != 200 {
		t.Errorf("a payer not seen here has %d left, want 200", got)
	}
	c.move(time.Second)
	m.Charge(p, 500)
	if s := m.Peek(p); s.Remaining != 0 || s.Reset != 7*time.Second {
		t.Errorf("after more than was left: %+v, want a debt of 200", s)
	}
	m.Charge(p, -300)
	if got := m.Peek(p).Remaining; got != 100 {
		t.Errorf("given back elsewhere: %d left, want 100", got)
	}
	m.Charge(p, -5000)
	if got := m.Peek(p).Remaining; got != 500 {
		t.Errorf("given back too much: %d left of 500", got)
	}
	if spent := m.Spent(); len(spent) != 0 {
		t.Errorf("charges came back as spending: %v", spent)
	}
	m.Charge(Payer{ID: "net:a"}, 1)
	if s := m.Peek(Payer{ID: "net:a"}); s.Remaining != 999 {
		t.Errorf("a payer without a rate: %+v", s)
	}
}

// A client that asks every server as fast as it can gets what one server would give it and the overshoot, no less and no
// more.
func TestAClientOfAllServersGetsOneBucketAndTheOvershoot(t *testing.T) {
	for _, n := range []int{1, 2, 5} {
		c := newClock()
		servers := make([]*Meter, n)
		for i := range servers {
			servers[i] = New(Options{Now: c.now})
			servers[i].Instances(n)
		}
		p := Payer{ID: "key:a"}
		const seconds = 60
		got := 0
		for range seconds {
			for range 10 {
				for _, m := range servers {
					for {
						if _, wait := m.Take(1, p); wait > 0 {
							break
						}
						got++
					}
				}
				c.move(100 * time.Millisecond)
			}
			reconcile(servers)
		}
		least, most := 1000+50*(seconds-1), 1000+50*seconds+n*50
		if got < least || got > most {
			t.Errorf("%d servers gave %d points in %d seconds, want %d to %d", n, got, seconds, least, most)
		}
	}
}

func TestAClientOfOneServerOfManyIsNotLeftHungry(t *testing.T) {
	c := newClock()
	servers := []*Meter{New(Options{Now: c.now}), New(Options{Now: c.now}), New(Options{Now: c.now})}
	for _, m := range servers {
		m.Instances(len(servers))
	}
	p := Payer{ID: "key:a"}
	got := 0
	for range 20 {
		for {
			if _, wait := servers[0].Take(10, p); wait > 0 {
				break
			}
			got += 10
		}
		c.move(time.Second)
		reconcile(servers)
	}
	if got < 1000+50*18 {
		t.Errorf("%d points in 20 seconds, want a bucket and about 50 a second", got)
	}
}

func TestBetweenReconciliationsAServerGivesItsShareAndASecondsRestore(t *testing.T) {
	c := newClock()
	m := New(Options{Now: c.now})
	m.Instances(10)
	p := Payer{ID: "key:a"} // 1,000 / 10 + 50
	for range 3 {
		if _, wait := m.Take(50, p); wait != 0 {
			t.Fatalf("within the share of 150 points one waits %s", wait)
		}
	}
	if s, wait := m.Take(1, p); wait != time.Second || s.Remaining != 850 {
		t.Errorf("beyond the share: wait %s, state %+v", wait, s)
	}
	m.Refund(20, p)
	if _, wait := m.Take(20, p); wait != 0 {
		t.Errorf("what was given back waits %s", wait)
	}
	m.Spent()
	m.Refund(100, p) // of what the others were told already: (950 left) / 10 + 50
	if _, wait := m.Take(145, p); wait != 0 {
		t.Errorf("the next second's share waits %s", wait)
	}
	if _, wait := m.Take(1, p); wait != time.Second {
		t.Errorf("a late refund raised the share: wait %s", wait)
	}
	m.Spent()
	m.Refund(10, p)
	m.Take(10, p) // there is nothing to tell
	c.move(time.Minute)
	for range 5 {
		m.Take(0, p)
	}
	if _, wait := m.Take(142, p); wait != time.Second { // (1,000 left + 10) / 10 + 50, of which 10 were given
		t.Errorf("what was given is forgotten with a full bucket: wait %s", wait)
	}
	m.Instances(1)
	if _, wait := m.Take(800, p); wait != 0 {
		t.Errorf("alone, one waits %s for others", wait)
	}
}

func TestAnOperationDearerThanAShareIsPossibleOnceASecond(t *testing.T) {
	c := newClock()
	m := New(Options{Now: c.now})
	m.Instances(10)
	p := Payer{ID: "key:a"} // its share of a full bucket is 100 + 50
	if _, wait := m.Take(151, p); wait != 0 {
		t.Fatalf("the first of a second waits %s", wait)
	}
	if _, wait := m.Take(1, p); wait != time.Second {
		t.Errorf("the next waits %s, want for the next reconciliation", wait)
	}
	m.Spent()
	if _, wait := m.Take(134, p); wait != 0 { // (849 left) / 10 + 50
		t.Errorf("after it, its share waits %s", wait)
	}
	if _, wait := m.Take(1, p); wait != time.Second {
		t.Errorf("more than the share waits %s", wait)
	}
}
