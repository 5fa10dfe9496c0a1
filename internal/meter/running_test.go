package meter

import (
	"sync"
	"sync/atomic"
	"testing"
)

func TestOnlySoManyOperationsOfAPayerRunAtOnce(t *testing.T) {
	m := New(Options{Now: newClock().now, Running: 2})
	first, ok := m.Enter("key:a")
	if !ok {
		t.Fatal("the first was refused")
	}
	second, ok := m.Enter("key:a")
	if !ok {
		t.Fatal("the second was refused")
	}
	refused, ok := m.Enter("key:a")
	if ok {
		t.Error("a third entered")
	}
	refused()
	if _, ok := m.Enter("key:a"); ok {
		t.Error("leaving what was refused made room")
	}
	if leave, ok := m.Enter("key:b"); !ok {
		t.Error("another payer was refused")
	} else {
		leave()
	}
	first()
	first()
	third, ok := m.Enter("key:a")
	if !ok {
		t.Error("nobody may enter after one left")
	}
	if _, ok := m.Enter("key:a"); ok {
		t.Error("leaving twice made room for two")
	}
	second()
	third()
	if len(m.running) != 0 {
		t.Errorf("%d payers are remembered as running", len(m.running))
	}
}

func TestNothingIsPaidTwiceByManyAtOnce(t *testing.T) {
	c := newClock()
	m := New(Options{Now: c.now, Running: 3})
	key, reseller := Payer{"key:a", Rate{10_000, 1}}, Payer{"reseller:a", Rate{6000, 1}}
	var paid, running atomic.Int64
	var tooMany atomic.Bool
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 500 {
				if leave, ok := m.Enter("key:a"); ok {
					if running.Add(1) > 3 {
						tooMany.Store(true)
					}
					running.Add(-1)
					leave()
				}
				if _, wait := m.Take(5, key, reseller); wait == 0 {
					m.Refund(2, reseller, key)
					paid.Add(3)
				}
				m.Peek(key)
				m.Charge(reseller, 0)
			}
		})
	}
	all.Wait()
	if got := paid.Load(); got != 5997 || m.Peek(reseller).Remaining != 3 { // 3 by 3, until less than 5 are left
		t.Errorf("%d of 6000 points were paid, %d are left, want 5997 and 3", got, m.Peek(reseller).Remaining)
	}
	if got := m.Peek(key).Remaining; got != 10_000-int(paid.Load()) {
		t.Errorf("the key has %d left of 10000 after %d", got, paid.Load())
	}
	if tooMany.Load() {
		t.Error("more than 3 ran at once")
	}
}
