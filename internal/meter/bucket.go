package meter

import (
	"math"
	"time"
)

// Points are counted in billionths. A rate of n points a second restores exactly n of them in each nanosecond, so that
// no sum is ever rounded, however many small steps time makes.
const (
	point      = 1_000_000_000            // billionths
	mostPoints = 1_000_000_000            // of a bucket, a rate, or a cost
	mostOwed   = math.MaxInt64 / 4 * 3    // billionths; a debt grows no further, some 7,000,000,000 points
	forever    = time.Duration(1<<63 - 1) // some 292 years
	round      = time.Second              // from one reconciliation to the next
)

// bucket is what one payer lacks. Keeping what is missing, and not what is left, makes a full bucket the same as none,
// whatever its size.
type bucket struct {
	id        string
	missing   int64 // billionths of a point; 0 when full, more than the size while there is a debt
	at        int64 // when missing was right, in nanoseconds of the Meter's clock
	spent     int64 // points to tell other instances; below 0 when more was refunded; stays 0 on a single instance
	given     int64 // points since the last reconciliation, less what of them was refunded; stays 0 on a single instance
	size      int32 // points
	perSecond int32 // points
	place     int32 // in the ledger; -1 when it is not there
}

func newBucket(id string, r Rate, now int64) *bucket {
	return &bucket{id: id, at: now, size: int32(r.Bucket), perSecond: int32(r.PerSecond), place: -1}
}

// settle restores what the time since the last settling has brought.
func (b *bucket) settle(now int64) {
	passed := now - b.at
	b.at = now
	if passed >= ceilDiv(b.missing, int64(b.perSecond)) {
		b.missing = 0 // decided by division, since the product of a long time and a high rate would overflow
		return
	}
	b.missing -= passed * int64(b.perSecond)
}

// meet settles and then gives the bucket its payer's rate: time that has passed is worth what the old rate said.
func (b *bucket) meet(r Rate, now int64) {
	b.settle(now)
	if b.missing > 0 {
		b.missing = max(0, b.missing+(int64(r.Bucket)-int64(b.size))*point)
	}
	b.size, b.perSecond = int32(r.Bucket), int32(r.PerSecond)
}

// wait is 0 when the bucket can pay, and otherwise how long until it could.
func (b *bucket) wait(points int64, instances int) time.Duration {
	if points == 0 {
		return 0
	}
	allowed := max(0, int64(b.size)-points) * point // what may be missing for this to pass
	var wait time.Duration
	if b.missing > allowed {
		wait = time.Duration(ceilDiv(b.missing-allowed, int64(b.perSecond)))
	}
	if b.overdrawn(points, instances) {
		wait = max(wait, round)
	}
	return wait
}

// pay takes points. shared tells whether other instances have to know.
func (b *bucket) pay(points int64, shared bool) {
	b.missing = min(b.missing+points*point, mostOwed)
	if shared {
		b.spent = min(b.spent+points, mostOwed/point)
		b.given = min(b.given+points, mostOwed/point)
	}
}

// refund gives points back, as far as they are missing. Other instances hear of whole points that were, no more: what
// flowed over here must not be given a second time elsewhere. Nor does what was paid in an earlier second raise this
// instance's share of this one, but for what it adds to the bucket.
func (b *bucket) refund(points int64, shared bool) {
	back := min(points*point, b.missing)
	b.missing -= back
	if shared {
		b.spent = max(b.spent-back/point, -mostOwed/point)
		b.given = max(0, b.given-back/point)
	}
}

// full tells whether the bucket can be forgotten: nothing is missing, and nothing is to be told to other instances.
func (b *bucket) full(now int64) bool {
	return b.spent == 0 && b.given == 0 && now-b.at >= ceilDiv(b.missing, int64(b.perSecond))
}

func (b *bucket) state() State {
	return State{
		Limit:       int(b.size),
		Remaining:   int(max(0, b.left())),
		RestoreRate: int(b.perSecond),
		Reset:       time.Duration(ceilDiv(b.missing, int64(b.perSecond))),
	}
}

// left is the whole points in the bucket, below 0 when there is a debt.
func (b *bucket) left() int64 { return int64(b.size) - ceilDiv(b.missing, point) }

// or fills in the default, and holds both numbers within bounds.
func (r Rate) or(fallback Rate) Rate {
	if r.Bucket <= 0 {
		r.Bucket = fallback.Bucket
	}
	if r.PerSecond <= 0 {
		r.PerSecond = fallback.PerSecond
	}
	return Rate{Bucket: int(within(r.Bucket)), PerSecond: int(within(r.PerSecond))}
}

// within holds a number of points within bounds; nobody is paid for asking.
func within(points int) int64 { return max(0, min(int64(points), mostPoints)) }

func ceilDiv(a, b int64) int64 {
	q := a / b
	if a%b > 0 {
		q++
	}
	return q
}

// addUpTo adds two numbers of at least 0, and stays at the highest number there is.
func addUpTo(a, b int64) int64 {
	if a > int64(forever)-b {
		return int64(forever)
	}
	return a + b
}
