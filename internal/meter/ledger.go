package meter

// How the ledger stays small without a goroutine: each Take looks at a few more buckets than it can add, walking round
// all of them, and drops those that are full. So after at most as many payments as there are buckets, each was looked at.
const (
	sweptPerPayer = 2    // buckets looked at for each payer of a Take
	considered    = 8    // buckets, of which one is forgiven when the ledger is at its limit
	roomy         = 4096 // buckets: below this, memory is never given back
)

// ledger holds the buckets that are not full, by payer.
type ledger struct {
	byID  map[string]*bucket
	order []*bucket // every bucket once, in no order that matters
	hand  int       // where the walk goes on
	peak  int       // most buckets since memory was last given back
	most  int
}

func newLedger(most int) ledger { return ledger{byID: map[string]*bucket{}, most: most} }

// find gives a payer's bucket as it was settled last; nil when it is full.
func (l *ledger) find(id string) *bucket { return l.byID[id] }

// keep puts a bucket in, unless it is there or is full.
func (l *ledger) keep(now int64, b *bucket) {
	if b.place >= 0 || b.full(now) {
		return
	}
	if len(l.order) >= l.most {
		l.forgive(now)
	}
	b.place = int32(len(l.order))
	l.byID[b.id] = b
	l.order = append(l.order, b)
	l.peak = max(l.peak, len(l.order))
}

// sweep looks at the next few buckets and drops those that are full.
func (l *ledger) sweep(now int64, few int) {
	for range min(few, len(l.order)) {
		b := l.next()
		if b.full(now) {
			l.drop(b)
		} else {
			l.hand++
		}
	}
}

// forgive drops, of the next few buckets, the one that lacks least, with what other instances were not told of it yet.
func (l *ledger) forgive(now int64) {
	least := l.next()
	for range min(considered, len(l.order)) {
		b := l.next()
		l.hand++
		b.settle(now)
		if b.missing < least.missing {
			least = b
		}
	}
	l.drop(least)
}

// next is the bucket under the hand, which goes round.
func (l *ledger) next() *bucket {
	if l.hand >= len(l.order) {
		l.hand = 0
	}
	return l.order[l.hand]
}

// drop takes a bucket out, and gives memory back when most of it is unused: a map does not shrink by itself. What the
// move costs was saved up by the drops before it.
func (l *ledger) drop(b *bucket) {
	last := len(l.order) - 1
	l.order[b.place] = l.order[last]
	l.order[b.place].place = b.place
	l.order[last] = nil
	l.order = l.order[:last]
	b.place = -1
	delete(l.byID, b.id)

	if l.peak > roomy && len(l.order) < l.peak/4 {
		moved := make(map[string]*bucket, len(l.order))
		for _, kept := range l.order {
			moved[kept.id] = kept
		}
		l.byID, l.order, l.peak = moved, append([]*bucket(nil), l.order...), len(l.order)
	}
}
