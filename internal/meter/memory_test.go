package meter

import (
	"fmt"
	"runtime"
	"testing"
	"time"
)

func TestStrangersAreForgottenOnceTheirBucketsAreFull(t *testing.T) {
	c := newClock()
	m := New(Options{Now: c.now})
	most := 0
	for i := range 300_000 { // 50,000 a second, each restored after 0.2 s: 10,000 lack something at any time
		c.move(20 * time.Microsecond)
		m.Take(10, Payer{ID: fmt.Sprintf("net:%d", i)})
		most = max(most, m.Len())
	}
	if most > 30_000 {
		t.Errorf("%d payers were remembered where 10,000 lack something", most)
	}
	c.move(time.Hour)
	p := Payer{ID: "key:a"}
	for range most {
		m.Take(1, p)
	}
	if m.Len() > 1 || len(m.ledger.byID) > 1 || cap(m.ledger.order) > roomy {
		t.Errorf("an hour later %d payers are remembered, room for %d", m.Len(), cap(m.ledger.order))
	}
}

func TestAtItsLimitTheLedgerForgivesWhoLacksLeast(t *testing.T) {
	c := newClock()
	m := New(Options{Now: c.now, Payers: 100})
	key := Payer{ID: "key:a"}
	m.Take(900, key)
	for i := range 10_000 {
		if _, wait := m.Take(10, Payer{ID: fmt.Sprintf("net:%d", i)}); wait != 0 {
			t.Fatal("a stranger is shut out by other strangers")
		}
		if m.Len() > 100 {
			t.Fatalf("%d payers are remembered, 100 at most", m.Len())
		}
	}
	if got := m.Peek(key).Remaining; got != 100 {
		t.Errorf("the key has %d left: a flood of strangers gave its points back", got)
	}
}

func TestTheLedgerFindsEveryBucketAfterDrops(t *testing.T) {
	c := newClock()
	m := New(Options{Now: c.now})
	for i := range 20_000 {
		m.Take(1+i%1000, Payer{ID: fmt.Sprintf("net:%d", i)})
	}
	c.move(19 * time.Second) // who took over 950 lacks something still
	for range 20_000 {
		m.Take(0, Payer{ID: "key:a"})
	}
	if want := 20_000 / 1000 * 50; m.Len() != want {
		t.Fatalf("%d payers are remembered, want %d", m.Len(), want)
	}
	for i := range 20_000 {
		if got, want := m.Peek(Payer{ID: fmt.Sprintf("net:%d", i)}).Remaining, min(1000, 1000-(1+i%1000)+950); got != want {
			t.Fatalf("payer %d has %d left, want %d", i, got, want)
		}
	}
	for i, b := range m.ledger.order {
		if int(b.place) != i || m.ledger.byID[b.id] != b {
			t.Fatalf("the bucket at %d says it is at %d", i, b.place)
		}
	}
}

// What the package comment says about memory.
func TestAPayerTakesAbout150Bytes(t *testing.T) {
	const payers = 100_000
	var before, after runtime.MemStats
	m := New(Options{Now: newClock().now})
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range payers {
		m.Take(1, Payer{ID: fmt.Sprintf("net:2001:db8:%04x:%04x::/64", i>>16, i&0xffff)})
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	each := float64(after.HeapAlloc-before.HeapAlloc) / payers
	t.Logf("%.0f bytes a payer, with an id of 27 bytes", each)
	if each > 200 {
		t.Errorf("a payer takes %.0f bytes", each)
	}
	runtime.KeepAlive(m)
}

func BenchmarkTakeAndRefund(b *testing.B) {
	for _, goroutines := range []int{1, 8} {
		b.Run(fmt.Sprintf("%d goroutines", goroutines), func(b *testing.B) {
			m := New(Options{Default: Rate{1_000_000_000, 1}})
			keys := make([]Payer, 1024)
			for i := range keys {
				keys[i] = Payer{ID: fmt.Sprintf("key:key_%026d", i)}
			}
			reseller := Payer{ID: "reseller:rsl_01"}
			b.ReportAllocs()
			b.SetParallelism(max(1, goroutines/runtime.GOMAXPROCS(0)))
			if goroutines == 1 {
				for i := 0; b.Loop(); i++ {
					pay(b, m, keys[i%len(keys)], reseller)
				}
				return
			}
			b.RunParallel(func(pb *testing.PB) {
				for i := 0; pb.Next(); i++ {
					pay(b, m, keys[i%len(keys)], reseller)
				}
			})
		})
	}
}

func pay(b *testing.B, m *Meter, key, reseller Payer) {
	b.Helper()
	if _, wait := m.Take(10, key, reseller); wait > 0 {
		b.Fatal("refused")
	}
	m.Refund(5, key, reseller)
}
