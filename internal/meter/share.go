package meter

// Several servers can share their payers. Each second every one of them collects what its own payers spent (Spent),
// tells the others, and takes away what they spent (Charge). In between nobody knows of the others' spending, so each
// instance gives a payer at most its share of what was left at the last reconciliation, and one second's restore. All
// together give at most one second's restore each more than one server alone would have given.
//
// Two things pass beyond that, each once and not again before it is restored. What is refunded after the others were
// told that it was spent comes back to them a second late. And an operation dearer than the share passes as the first of
// its second; otherwise it would never pass where there are many instances.

// Instances says how many servers share the payers from now on, this one included; 1 at first. Only with several is
// kept what Spent collects, so nothing piles up on a server that is alone.
func (m *Meter) Instances(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.instances = max(1, n)
	if m.instances == 1 {
		for _, b := range m.ledger.order {
			b.spent, b.given = 0, 0
		}
	}
}

// Spent collects the points spent here since the last call, by payer with its rate; fewer than 0 where more was refunded than spent.
// It begins a new second, so call it and Charge together, once a second. What a server could not tell the others it
// adds to the next second's. A server that is alone collects nothing.
func (m *Meter) Spent() map[Payer]int {
	m.mu.Lock()
	defer m.mu.Unlock()
	spent := map[Payer]int{}
	for _, b := range m.ledger.order {
		if b.spent != 0 {
			spent[Payer{ID: b.id, Rate: Rate{Bucket: int(b.size), PerSecond: int(b.perSecond)}}] = int(b.spent)
			b.spent = 0
		}
		b.given = 0
	}
	return spent
}

// Charge takes away what a payer spent at another instance; points below 0 are given back, up to a full bucket. The rate
// is that of a payer that this instance has not seen lately; a bucket that is here keeps its own until its next Take.
func (m *Meter) Charge(p Payer, points int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.clock.now()
	m.ledger.sweep(now, sweptPerPayer)
	b := m.bucketAsItIs(p, now)
	if points < 0 {
		b.refund(within(-points), false)
	} else {
		b.pay(within(points), false)
	}
	m.ledger.keep(now, b)
}

// overdrawn tells whether this instance has to wait for the next reconciliation before it gives so many points. What it
// has given is part of what it may share: others have their share of that too.
func (b *bucket) overdrawn(points int64, instances int) bool {
	if instances == 1 || b.given == 0 {
		return false
	}
	share := max(0, b.left()+b.given)/int64(instances) + int64(b.perSecond)
	return b.given+points > share
}
