package service

import (
	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/registrar"
)

// proof adds what a handle's reachability state rests on: a verified identity, or a running case with its first mail.
func (b *Bulk) proof(h *db.Handle, from registrar.Instant) {
	fingerprint := handleData(h).Fingerprint()
	switch h.Reachability {
	case registrar.ReachNone:
		return
	case registrar.ReachValidated:
		b.identities[fingerprint] = from
	case registrar.ReachPending, registrar.ReachFailed:
		b.running(h, fingerprint, from)
	}
	h.ReachabilityStartedAt = &from
}

// running adds a proof that is under way, with the mail that began it and the reminders that went out since.
func (b *Bulk) running(h *db.Handle, fingerprint string, from registrar.Instant) {
	opened := &db.ReachabilityCase{ID: b.c.ids.NewID(registrar.CaseID), HandleID: h.ID,
		Fingerprint: fingerprint, State: h.Reachability, StartedAt: from, RemindedFrom: from}
	b.cases = append(b.cases, opened)
	b.evidence = append(b.evidence, &db.Evidence{ID: registrar.NewIDAt(registrar.EvidenceID, from), HandleID: h.ID,
		CaseID: &opened.ID, Kind: registrar.EvidenceStarted, At: from})
	b.mail(h, registrar.ReachabilityMail, registrar.MailStart, opened, from)
	next, more := registrar.NextReminder(from, from)
	for ; more && next <= b.c.at; next, more = registrar.NextReminder(from, next) {
		opened.Reminders++
		b.mail(h, registrar.ReachabilityMail, registrar.MailReminder, opened, next)
	}
	if more {
		b.timer(registrar.ReminderTimer, opened.ID, next)
	}
	if h.Reachability == registrar.ReachFailed {
		failed := min(from.Add(b.c.policies.For("com").Deadline), b.c.at)
		b.evidence = append(b.evidence, &db.Evidence{ID: registrar.NewIDAt(registrar.EvidenceID, failed), HandleID: h.ID,
			CaseID: &opened.ID, Kind: registrar.EvidenceOverdue, At: failed})
	}
}

func (b *Bulk) timer(kind registrar.TimerKind, subjectID string, at registrar.Instant) {
	b.timers = append(b.timers, &db.Timer{ID: b.c.ids.NewID(registrar.TimerID), Kind: kind, SubjectID: subjectID, DueAt: at})
}

// mail adds a mail that a mail server took at once, with its link.
func (b *Bulk) mail(h *db.Handle, kind registrar.MailKind, reason registrar.MailReason, of *db.ReachabilityCase, at registrar.Instant) {
	l := &db.Link{ID: registrar.NewIDAt(registrar.TokenID, at), HandleID: h.ID, Kind: kind, Generation: 1,
		CreatedAt: at, ExpiresAt: at.Add(registrar.LinkLifetime)}
	if of != nil {
		of.Generation++
		of.SentAt = &at
		l.CaseID, l.Generation = &of.ID, of.Generation
	}
	_, l.TokenHash = b.c.tokenOf(l)
	m := &db.Mail{ID: registrar.NewIDAt(registrar.MailID, at), HandleID: h.ID, CaseID: l.CaseID, LinkID: &l.ID,
		Kind: kind, Reason: reason, Recipient: h.Email, CreatedAt: at,
		State: registrar.MailSent, Attempts: 1, LastAttemptAt: &at, SentAt: &at}
	told := b.c.aboutMail(m, registrar.EvidenceMailSent, nil)
	told.ID, told.At = registrar.NewIDAt(registrar.EvidenceID, at), at
	b.links, b.mails, b.evidence = append(b.links, l), append(b.mails, m), append(b.evidence, &told)
}
