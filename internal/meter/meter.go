// Package meter decides who has to wait: token buckets of points, and how many operations run at once.
//
// An operation costs points. Each payer has a bucket that is full at first and is restored at a steady rate; an
// operation that the bucket cannot pay for is refused and told when to come again. One operation may have several
// payers, such as a key and its reseller: all of them pay or none does.
//
// Everything is in memory. A bucket that is full again is forgotten, since a payer that was never seen has the same, so
// what is kept follows the payers of the last seconds: about 150 bytes each, and Options.Payers of them at most.
//
// Several servers may share payers: share.go says how they tell each other what was spent.
package meter

import (
	"math"
	"sync"
	"time"
)

// What holds unless Options or a payer's Rate says otherwise.
const (
	defaultBucket    = 1000    // points
	defaultPerSecond = 50      // points
	defaultRunning   = 20      // operations
	defaultPayers    = 250_000 // buckets that are not full, with 150 bytes each some 40 MB
)

// Rate is the size of a bucket and how fast it fills again, in points. Where a number is 0 or less the default holds;
// more than 1,000,000,000 points count as that many.
type Rate struct{ Bucket, PerSecond int }

// Payer is whose bucket pays, such as "key:key_01…", "reseller:rsl_01…" or "net:2001:db8::/64". A new Rate takes effect
// with the next Take: what is left stays, up to the new size, and a bucket that was full is full in its new size.
type Payer struct {
	ID   string
	Rate Rate
}

// Options configure a Meter. The zero value gives the defaults.
type Options struct {
	// Now is the clock; time.Now when nil. Its steps forward restore points, its steps back change nothing. It is called
	// with a lock held, so it must not call the Meter.
	Now     func() time.Time
	Default Rate // of payers that bring none; 1,000 points, 50 a second, when zero
	Running int  // operations at once for each payer; 20 when 0 or less
	// Payers is how many buckets are kept at most; 250,000 when 0 or less. When more payers than that have a bucket that
	// is not full, one that lacks little is forgiven for each new one: a flood of addresses must not shut out the keys.
	Payers int
}

// State is what a payer may still spend, for extensions.cost and the RateLimit fields.
type State struct {
	Limit       int           // points of a full bucket
	Remaining   int           // whole points left; 0 also while a debt is paid off
	RestoreRate int           // points a second
	Reset       time.Duration // until the bucket is full; 0 when it is
}

// Meter keeps the buckets. It may be used by any number of goroutines.
type Meter struct {
	mu        sync.Mutex
	clock     steps
	fallback  Rate
	ledger    ledger
	instances int
	most      int
	running   map[string]int // operations of each payer that has any
}

// New makes a Meter for one server instance.
func New(o Options) *Meter {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Running <= 0 {
		o.Running = defaultRunning
	}
	if o.Payers <= 0 {
		o.Payers = defaultPayers
	}
	o.Payers = min(o.Payers, math.MaxInt32)
	return &Meter{
		clock:     steps{read: o.Now, last: o.Now()},
		fallback:  o.Default.or(Rate{Bucket: defaultBucket, PerSecond: defaultPerSecond}),
		ledger:    newLedger(o.Payers),
		instances: 1,
		most:      o.Running,
		running:   map[string]int{},
	}
}

// Enter begins an operation of a payer. It answers false when as many as allowed run already; then nothing has begun and
// leave does nothing. Otherwise call leave when the operation ends; a second call does nothing.
func (m *Meter) Enter(payerID string) (leave func(), ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.running[payerID] >= m.most {
		return func() {}, false
	}
	m.running[payerID]++
	return sync.OnceFunc(func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.running[payerID]--; m.running[payerID] == 0 {
			delete(m.running, payerID)
		}
	}), true
}

// Take lets all payers pay the cost, or none: wait is then over 0 and says when it would pass if nobody spent anything
// in the meantime. Round it up for Retry-After. A payer that is named twice pays once; a cost of 0 or less always passes.
//
// An operation dearer than a payer's bucket passes when the bucket is full, and leaves a debt that is restored before
// anything else passes. So the smallest bucket makes no operation impossible, only rare.
//
// The State is that of the payer nearest to its limit: who has the fewest points left, or, after a refusal, who makes
// the others wait longest.
func (m *Meter) Take(cost int, payers ...Payer) (state State, wait time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.clock.now()
	m.ledger.sweep(now, sweptPerPayer*len(payers))

	var some [4]*bucket // most operations have up to four payers, and need no memory for this
	buckets := m.bucketsOf(some[:0], now, payers)
	points := within(cost)
	var slowest *bucket
	for _, b := range buckets {
		if w := b.wait(points, m.instances); w > wait {
			slowest, wait = b, w
		}
	}
	if slowest != nil {
		return slowest.state(), wait
	}
	for _, b := range buckets {
		b.pay(points, m.instances > 1)
		m.ledger.keep(now, b)
	}
	return nearest(buckets), 0
}

// Refund gives all payers back what an operation did not use, up to a full bucket. Their Rate says nothing here.
func (m *Meter) Refund(cost int, payers ...Payer) State {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.clock.now()

	var some [4]*bucket
	buckets := some[:0]
	for i, p := range payers {
		if named(payers[:i], p.ID) {
			continue
		}
		b := m.bucketAsItIs(p, now)
		b.refund(within(cost), m.instances > 1)
		m.ledger.keep(now, b)
		buckets = append(buckets, b)
	}
	return nearest(buckets)
}

// Len is how many payers are remembered: those whose bucket is not full, and a few that were not forgotten yet. For
// metrics.
func (m *Meter) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.ledger.order)
}

// bucketsOf appends the payers' buckets as of now and with their rates, one for each; a full one is not kept yet.
func (m *Meter) bucketsOf(buckets []*bucket, now int64, payers []Payer) []*bucket {
	for i, p := range payers {
		if named(payers[:i], p.ID) {
			continue
		}
		b := m.bucketAsItIs(p, now)
		b.meet(p.Rate.or(m.fallback), now)
		buckets = append(buckets, b)
	}
	return buckets
}

// bucketAsItIs is a payer's bucket as of now, with the rate that it had; a new one has the payer's.
func (m *Meter) bucketAsItIs(p Payer, now int64) *bucket {
	b := m.ledger.find(p.ID)
	if b == nil {
		return newBucket(p.ID, p.Rate.or(m.fallback), now)
	}
	b.settle(now)
	return b
}

// named tells whether a payer is among these; there are two or three.
func named(payers []Payer, id string) bool {
	for _, p := range payers {
		if p.ID == id {
			return true
		}
	}
	return false
}

// nearest is the state of the bucket with the fewest points left; of equals, the one that takes longest to fill.
func nearest(buckets []*bucket) State {
	var least State
	for i, b := range buckets {
		s := b.state()
		if i == 0 || s.Remaining < least.Remaining || s.Remaining == least.Remaining && s.Reset > least.Reset {
			least = s
		}
	}
	return least
}

// steps counts the time that passed on a clock which may be set.
type steps struct {
	read    func() time.Time
	last    time.Time
	elapsed int64 // nanoseconds
}

// now is the sum of the clock's steps forward since the Meter was made, in nanoseconds. While the clock is set back it
// stands still; from there it counts again at once, so that nobody waits for the clock to catch up with itself.
func (s *steps) now() int64 {
	t := s.read()
	if d := t.Sub(s.last); d > 0 {
		s.elapsed = addUpTo(s.elapsed, int64(d))
	}
	s.last = t
	return s.elapsed
}
