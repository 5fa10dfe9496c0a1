package telemetry

import "sync"

// other is the label of all that have none of their own.
const other = "other"

// labels are the values that one label of a metric may have. Every value is a series that Prometheus keeps, so there
// are only so many of them, whatever callers send.
type labels struct {
	mu    sync.RWMutex
	known map[string]bool
	room  int // for more
}

// maxLabel is the longest label that is admitted, in bytes.
const maxLabel = 100

func newLabels(room int, known ...string) *labels {
	l := &labels{known: make(map[string]bool, len(known)), room: room}
	for _, value := range known {
		l.known[value] = true
	}
	return l
}

// of gives the label of a value: itself when it is known, or is admitted and there is room for it.
func (l *labels) of(value string, admit bool) string {
	l.mu.RLock()
	known, room := l.known[value], l.room > 0
	l.mu.RUnlock()
	switch {
	case known:
		return value
	case !admit || !room || len(value) > maxLabel:
		return other
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.known[value] && l.room > 0 {
		l.known[value] = true
		l.room--
	}
	if l.known[value] {
		return value
	}
	return other
}
