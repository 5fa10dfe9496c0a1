package meter

// Peek is for tests: it tells what Take would find, and changes nothing.
func (m *Meter) Peek(payers ...Payer) State {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.clock.now()
	buckets := make([]*bucket, 0, len(payers))
	for _, p := range payers {
		b := newBucket(p.ID, p.Rate.or(m.fallback), now)
		if kept := m.ledger.find(p.ID); kept != nil {
			found := *kept
			found.meet(p.Rate.or(m.fallback), now)
			b = &found
		}
		buckets = append(buckets, b)
	}
	return nearest(buckets)
}
