package meter

import (
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// payment is what was paid at a time; below 0 what was given back.
type payment struct {
	at     time.Duration
	points int
}

// overshoot is by how many points the payments of any window exceed a full bucket and what was restored in the window.
func overshoot(r Rate, payments []payment) *big.Rat {
	most := new(big.Rat)
	for i := range payments {
		sum := int64(0)
		for _, p := range payments[i:] {
			sum += int64(p.points)
			restored := new(big.Rat).SetFrac64(int64(p.at-payments[i].at), int64(time.Second))
			restored.Mul(restored, new(big.Rat).SetInt64(int64(r.PerSecond)))
			over := new(big.Rat).SetInt64(sum - int64(r.Bucket))
			if over.Sub(over, restored); over.Cmp(most) > 0 {
				most = over
			}
		}
	}
	return most
}

// steps of time that people and machines make.
func durations() *rapid.Generator[time.Duration] {
	return rapid.OneOf(
		rapid.Just(time.Duration(0)),
		rapid.Map(rapid.Int64Range(1, 1000), func(n int64) time.Duration { return time.Duration(n) }),
		rapid.Map(rapid.Int64Range(1, int64(3*time.Second)), func(n int64) time.Duration { return time.Duration(n) }),
	)
}

func TestNobodyPaysMoreThanABucketAndItsRestoreInAnyWindow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := newClock()
		m := New(Options{Now: c.now})
		r := Rate{Bucket: rapid.IntRange(1, 200).Draw(t, "bucket"), PerSecond: rapid.IntRange(1, 100).Draw(t, "perSecond")}
		p := Payer{"key:a", r}
		dearest := rapid.IntRange(1, 300).Draw(t, "dearest")
		var passed time.Duration // forward; steps back do not count
		var payments []payment
		var held []int
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			switch rapid.IntRange(0, 4).Draw(t, "action") {
			case 0:
				d := durations().Draw(t, "forward")
				c.move(d)
				passed += d
			case 1:
				c.move(-durations().Draw(t, "back"))
			case 2, 3:
				cost := rapid.IntRange(1, dearest).Draw(t, "cost")
				if _, wait := m.Take(cost, p); wait == 0 {
					payments = append(payments, payment{passed, cost})
					held = append(held, cost)
				} else if rapid.Bool().Draw(t, "waits") {
					c.move(wait - 1)
					if _, early := m.Take(cost, p); early != 1 {
						t.Fatalf("%d points passed before the wait of %s was over, or have to wait longer: %s", cost, wait, early)
					}
					c.move(1)
					passed += wait
					if _, late := m.Take(cost, p); late != 0 {
						t.Fatalf("%d points were refused for %s after the wait of %s", cost, late, wait)
					}
					payments = append(payments, payment{passed, cost})
				}
			case 4:
				if len(held) == 0 {
					continue
				}
				back := rapid.IntRange(0, held[len(held)-1]).Draw(t, "refund")
				held = held[:len(held)-1]
				m.Refund(back, p)
				payments = append(payments, payment{passed, -back})
			}
			if s := m.Peek(p); s.Remaining > r.Bucket || s.Remaining < 0 || s.Reset < 0 || (s.Reset == 0) != (s.Remaining == r.Bucket) {
				t.Fatalf("state %+v", s)
			}
		}
		if over, debt := overshoot(r, payments), max(0, dearest-r.Bucket); over.Cmp(new(big.Rat).SetInt64(int64(debt))) > 0 {
			t.Fatalf("%s points too many were paid (%d are allowed as a debt): %v", over.FloatString(9), debt, payments)
		}
	})
}

func TestManySmallStepsRestoreExactlyWhatOneLongStepDoes(t *testing.T) {
	for _, r := range []Rate{{1000, 7}, {1000, 50}, {1_000_000, 999_983}} {
		c := newClock()
		m := New(Options{Now: c.now})
		p := Payer{"key:a", r}
		m.Take(r.Bucket, p)
		passed := time.Duration(0)
		for i := range 100_000 {
			step := time.Duration(1 + i%13)
			c.move(step)
			passed += step
			m.Take(0, p)
		}
		want := time.Duration(ceilDiv(int64(r.Bucket)*point-int64(passed)*int64(r.PerSecond), int64(r.PerSecond)))
		if got := m.Peek(p).Reset; got != want {
			t.Errorf("%+v: after 100,000 steps the bucket is full in %s, want %s", r, got, want)
		}
	}
}

// taken is what a server took for an operation that may still give some of it back.
type taken struct {
	server *Meter
	second int
	points int
}

// Two servers, one payer, in the worst ways: whatever they give in the seconds between their reconciliations, all in all
// it is at most one second's restore each more than one server would have given, and what was refunded only after the
// other server had been told that it was spent.
func TestTwoServersOvershootByAtMostOneSecondsRestoreEach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := newClock()
		servers := []*Meter{New(Options{Now: c.now}), New(Options{Now: c.now})}
		for _, m := range servers {
			m.Instances(len(servers))
		}
		r := Rate{Bucket: rapid.IntRange(1, 200).Draw(t, "bucket"), PerSecond: rapid.IntRange(1, 50).Draw(t, "perSecond")}
		p := Payer{"key:a", r}
		var passed time.Duration
		var payments []payment
		var held []taken
		late := 0
		for second := range rapid.IntRange(1, 6).Draw(t, "seconds") {
			end := time.Duration(second+1) * time.Second
			for range rapid.IntRange(0, 12).Draw(t, "steps") {
				m := servers[rapid.IntRange(0, 1).Draw(t, "server")]
				switch rapid.IntRange(0, 3).Draw(t, "action") {
				case 0:
					d := time.Duration(rapid.Int64Range(0, int64(end-passed)-1).Draw(t, "forward"))
					c.move(d)
					passed += d
				case 1, 2: // as many as pass, so that buckets run empty; none dearer than a share
					cost := rapid.IntRange(1, min(r.PerSecond, r.Bucket)).Draw(t, "cost")
					for range rapid.IntRange(1, 1000).Draw(t, "times") {
						if _, wait := m.Take(cost, p); wait > 0 {
							break
						}
						payments = append(payments, payment{passed, cost})
						held = append(held, taken{m, second, cost})
					}
				case 3:
					if len(held) == 0 {
						continue
					}
					last := held[len(held)-1]
					held = held[:len(held)-1]
					back := rapid.IntRange(0, last.points).Draw(t, "refund")
					last.server.Refund(back, p)
					payments = append(payments, payment{passed, -back})
					if last.second != second {
						late += back
					}
				}
			}
			c.move(end - passed)
			passed = end
			reconcile(servers)
		}
		limit := len(servers)*r.PerSecond + late
		if over := overshoot(r, merged(payments)); over.Cmp(new(big.Rat).SetInt64(int64(limit))) > 0 {
			t.Fatalf("%s points too many were paid, allowed are %d: %v", over.FloatString(9), limit, merged(payments))
		}
	})
}

// merged adds up what was paid at the same time in one direction, which keeps every window's sum that could be highest.
func merged(payments []payment) []payment {
	var sums []payment
	for _, p := range payments {
		if n := len(sums); n > 0 && sums[n-1].at == p.at && (sums[n-1].points > 0) == (p.points > 0) {
			sums[n-1].points += p.points
		} else {
			sums = append(sums, p)
		}
	}
	return sums
}

// reconcile lets each server tell the others what it gave.
func reconcile(servers []*Meter) {
	all := make([]map[Payer]int, len(servers))
	for i, m := range servers {
		all[i] = m.Spent()
	}
	for i, m := range servers {
		for j, spent := range all {
			for p, points := range spent {
				if i != j {
					m.Charge(p, points)
				}
			}
		}
	}
}
