package registrar

import (
	"math"
	"time"
)

// Instant is a point in time: milliseconds since 1970-01-01 00:00 UTC. It is stored as an integer, so that both
// databases sort and compare it alike and no text is parsed on the way out.
type Instant int64

// Never sorts after every real instant (it is the last millisecond of the year 9999). It stands for "nothing due"
// in columns that must not be null because lists are ordered by them.
const Never Instant = 253402300799999

// At turns a time into an Instant; what is finer than a millisecond is cut off.
func At(t time.Time) Instant { return Instant(t.UnixMilli()) }

// Time is the instant in UTC.
func (i Instant) Time() time.Time { return time.UnixMilli(int64(i)).UTC() }

// Add moves the instant, and never past Never.
func (i Instant) Add(d time.Duration) Instant {
	moved := i + Instant(d.Milliseconds())
	return min(moved, Never)
}

// AddYears moves the instant by whole calendar years, as a registration period runs (RFC 5731, 3.2.3); 29 February
// becomes 1 March where there is none.
func (i Instant) AddYears(years int) Instant { return At(i.Time().AddDate(years, 0, 0)) }

// SecondsUntil is the span until a later instant in whole seconds, rounded up, and at least 0.
func (i Instant) SecondsUntil(later Instant) int {
	return int(math.Ceil(max(0, float64(later-i)/1000)))
}
