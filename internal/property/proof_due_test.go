package property

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/handledesk/handledesk/internal/registrar"
)

// holdMailPause is how long the owner hears of no further hold.
const holdMailPause = 24 * time.Hour

// modelTimer is that something waits for the clock: about a case, a domain or an identity.
type modelTimer struct {
	kind    registrar.TimerKind
	subject string
}

// timers are all that must be, but those of mails, with when they are due.
func (m *model) timers() map[modelTimer]registrar.Instant {
	all := map[modelTimer]registrar.Instant{}
	for _, h := range m.handles {
		if h.running != nil && h.running.next != 0 {
			all[modelTimer{registrar.ReminderTimer, h.running.id}] = h.running.next
		}
		if h.running != nil && h.running.notice != 0 {
			all[modelTimer{registrar.NoticeTimer, h.running.id}] = h.running.notice
		}
	}
	for id, d := range m.domains {
		if d.due != registrar.Never && !d.held {
			all[modelTimer{registrar.DeadlineTimer, id}] = d.due
		}
	}
	for fingerprint, at := range m.answered {
		all[modelTimer{registrar.IdentityTimer, fingerprint}] = at
	}
	return all
}

// settle does what the clock asks for, and what follows from it: what was due first first. Of what was due at the same
// moment, what was asked for first; ids tell that.
func (m *model) settle(ids map[modelTimer]string) {
	for {
		waiting := m.timers()
		maps.DeleteFunc(waiting, func(_ modelTimer, at registrar.Instant) bool { return at > m.now() })
		due := slices.SortedFunc(maps.Keys(waiting), func(a, b modelTimer) int {
			return cmp.Or(cmp.Compare(waiting[a], waiting[b]), cmp.Compare(ids[a], ids[b]))
		})
		if len(due) == 0 {
			return
		}
		for _, timer := range due {
			if m.timers()[timer] == waiting[timer] { // else it was ended or moved by one before
				m.ring(timer)
			}
		}
	}
}

// ring does what one timer is for.
func (m *model) ring(timer modelTimer) {
	switch timer.kind {
	case registrar.DeadlineTimer:
		d := m.domains[timer.subject]
		d.held = true
		h := m.handles[d.owner]
		m.fail(h)
		h.running.notice = m.now()
		if h.running.told != 0 {
			h.running.notice = max(m.now(), h.running.told.Add(holdMailPause))
		}
	case registrar.IdentityTimer:
		delete(m.answered, timer.subject)
		for _, h := range m.proving(timer.subject) {
			m.prove(h, registrar.EvidenceKnown, registrar.LinkSuperseded)
		}
	default:
		for _, h := range m.handles {
			switch {
			case h.running == nil || h.running.id != timer.subject:
			case timer.kind == registrar.ReminderTimer:
				m.remind(h)
			default:
				m.notify(h)
			}
		}
	}
}

// remind sends a reminder, but none next to a mail about a hold.
func (m *model) remind(h *modelHandle) {
	told := h.running.notice != 0 || h.running.told != 0 && h.running.told.Add(holdMailPause) > m.now()
	for _, d := range m.owned(h) {
		told = told || d.due <= m.now() && !d.held
	}
	if !told {
		h.running.reminders++
		m.mail(h, h.running, registrar.MailReminder)
	}
	h.running.next = nextReminder(h.running.from, m.now())
}

// notify tells the owner of the domains that are on hold.
func (m *model) notify(h *modelHandle) {
	h.running.notice = 0
	if slices.ContainsFunc(m.owned(h), func(d *modelDomain) bool { return d.held }) {
		h.running.told = m.now()
		m.mail(h, h.running, registrar.MailHold)
	}
}
