package property

import (
	"time"

	"github.com/handledesk/handledesk/internal/registrar"
)

// What the domain rules say about time, written down once more.
const (
	deadlineAfter = 15 * 24 * time.Hour
	linkLifetime  = 7 * 24 * time.Hour
)

var reminderDays = []int{5, 10, 13}

// model is the process of reachability and the hand-over as the domain rules tell it, in memory: what every handle,
// domain and link must look like after each step.
type model struct {
	now      func() registrar.Instant
	verified map[string]bool // identities that answered once
	handles  map[string]*modelHandle
	domains  map[string]*modelDomain
	links    map[string]*modelLink
	answered map[string]registrar.Instant // identities whose other proofs are about to end, since when

	expected []expectedLink // that the latest step must have made
}

type modelHandle struct {
	id, fingerprint string
	state           registrar.ReachState
	started         registrar.Instant
	running, last   *modelCase // last also after its end
	evidence        map[registrar.EvidenceKind]int
	password        string
	asked           int               // how many recoveries were asked for and wait
	recovered       registrar.Instant // when one was last done
	addresses       registrar.Instant // until when new addresses count
}

type modelCase struct {
	id, fingerprint         string            // the id is known once its first link is
	started, from           registrar.Instant // reminders count from the second
	next, notice            registrar.Instant // reminder, and mail about holds; 0 when there is none
	links, reminders        int
	resets                  []registrar.Instant
	told                    registrar.Instant // when the owner last heard of a hold
	failed, bounced, closed bool
}

type modelDomain struct {
	owner string
	asks  bool // for an answer, by its TLD
	due   registrar.Instant
	held  bool
	lock  bool              // stays, whatever holds come and go
	moved registrar.Instant // to its present owner; 0 when it was the first
}

type modelLink struct {
	handle  string
	of      *modelCase // nil for a password
	expires registrar.Instant
	end     registrar.LinkState // USED or SUPERSEDED; empty while neither
}

type expectedLink struct {
	handle   string
	of       *modelCase
	why      registrar.MailReason
	end      registrar.LinkState // when it ended at once
	optional bool
}

func (l *modelLink) state(now registrar.Instant) registrar.LinkState {
	switch {
	case l.end != "":
		return l.end
	case l.expires <= now:
		return registrar.LinkExpired
	}
	return registrar.LinkOpen
}

// nextReminder is the first day of reminding that is ahead.
func nextReminder(from, now registrar.Instant) registrar.Instant {
	for _, days := range reminderDays {
		if at := from.Add(time.Duration(days) * 24 * time.Hour); at > now {
			return at
		}
	}
	return 0
}

// mail expects a mail with a new link.
func (m *model) mail(h *modelHandle, of *modelCase, why registrar.MailReason) {
	m.expected = append(m.expected, expectedLink{handle: h.id, of: of, why: why})
	if of != nil {
		of.links++
	}
}

// trigger is what a creation, a registration, a new owner and a new address set off.
func (m *model) trigger(h *modelHandle) {
	verified := m.verified[h.fingerprint]
	if h.running != nil && (verified || h.running.fingerprint != h.fingerprint) {
		h.evidence[registrar.EvidenceSupersession]++
		m.close(h, registrar.LinkSuperseded)
	}
	if verified {
		if h.state != registrar.ReachValidated {
			h.evidence[registrar.EvidenceKnown]++
			h.state, h.started = registrar.ReachValidated, m.now()
		}
		m.release(h)
		return
	}
	switch {
	case h.running == nil:
		h.running = &modelCase{fingerprint: h.fingerprint, started: m.now(), from: m.now(), next: nextReminder(m.now(), m.now())}
		h.last, h.state, h.started = h.running, registrar.ReachPending, m.now()
		h.evidence[registrar.EvidenceStarted]++
		m.mail(h, h.running, registrar.MailStart)
	case !m.answerable(h.running):
		h.running.from, h.running.next = m.now(), nextReminder(m.now(), m.now())
		m.mail(h, h.running, registrar.MailStart)
	}
	for _, d := range m.owned(h) {
		if d.due <= m.now() { // a deadline is the domain's, whoever owns it or its address
			m.fail(h)
		}
		if d.asks {
			d.due = min(d.due, m.now().Add(deadlineAfter))
		}
	}
}

// answerable tells whether some link of a case still works.
func (m *model) answerable(of *modelCase) bool {
	for _, l := range m.links {
		if l.of == of && l.state(m.now()) == registrar.LinkOpen {
			return true
		}
	}
	return false
}

func (m *model) owned(h *modelHandle) (owned []*modelDomain) {
	for _, d := range m.domains {
		if d.owner == h.id {
			owned = append(owned, d)
		}
	}
	return owned
}

func (m *model) close(h *modelHandle, how registrar.LinkState) {
	m.endLinks(how, func(l *modelLink) bool { return l.of == h.running })
	for i := range m.expected {
		if m.expected[i].of == h.running {
			m.expected[i].end = how
		}
	}
	h.running.closed = true
	h.running = nil
}

func (m *model) endLinks(how registrar.LinkState, which func(*modelLink) bool) {
	for _, l := range m.links {
		if l.end == "" && which(l) {
			l.end = how
		}
	}
}

// release takes from a VALIDATED handle's domains what was asked for.
func (m *model) release(h *modelHandle) {
	for _, d := range m.owned(h) {
		d.due, d.held = registrar.Never, false
	}
}

// fail turns a running proof to FAILED, once.
func (m *model) fail(h *modelHandle) {
	if !h.running.failed {
		h.evidence[registrar.EvidenceOverdue]++
	}
	h.running.failed, h.state = true, registrar.ReachFailed
}

// answer ends a handle's proof with success. Those of others with the same identity are to follow at once.
func (m *model) answer(h *modelHandle, fingerprint string, how registrar.EvidenceKind) {
	m.verified[fingerprint] = true
	m.prove(h, how, registrar.LinkUsed)
	if len(m.proving(fingerprint)) > 0 {
		m.answered[fingerprint] = m.now()
	}
}

// proving are the handles whose running proof is of an identity.
func (m *model) proving(fingerprint string) (found []*modelHandle) {
	for _, h := range m.handles {
		if h.running != nil && h.running.fingerprint == fingerprint {
			found = append(found, h)
		}
	}
	return found
}

func (m *model) prove(h *modelHandle, how registrar.EvidenceKind, links registrar.LinkState) {
	h.evidence[how]++
	started := m.now()
	if h.running != nil {
		started = h.running.started
		m.close(h, links)
	}
	h.state, h.started = registrar.ReachValidated, started
	m.release(h)
}

// resettable says what the rules answer to a reset.
func (m *model) resettable(h *modelHandle) registrar.Code {
	if h.running == nil {
		return registrar.ReachabilityNotPending
	}
	resets, lately := h.running.resets, 0
	for _, at := range resets {
		if at > m.now().Add(-24*time.Hour) {
			lately++
		}
	}
	last := len(resets) - 1
	if len(resets) >= 20 || lately >= 5 || last >= 0 && m.now() < resets[last].Add(time.Minute) {
		return registrar.RateLimited
	}
	return ""
}
