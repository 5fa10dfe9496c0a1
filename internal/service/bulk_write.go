package service

import (
	"slices"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/registrar"
)

// batch is how many rows one statement inserts, and full is after how many the rows are written. With the widest row a batch is
// well below SQLite's limit of 32,766 parameters. On Postgres each link of a handle adds another version of its row, which the next link
// passes by, so that a statement of very many links to a few handles would not end in its time.
const (
	batch = 250
	full  = 10_000
)

// Full tells whether enough has been added to be worth writing; Flush writes it.
func (b *Bulk) Full() bool { return len(b.handles)+len(b.domains) >= full }

// Flush writes what was added so far, what is pointed to first, so that memory does not grow with the data.
func (b *Bulk) Flush() error {
	if b.failed != nil {
		return b.failed
	}
	c := b.c
	steps := []func() error{
		func() error {
			return inBatches(&b.handles, func(rows []*db.Handle) error {
				return c.tx.Handle.MapCreateBulk(rows, func(create *db.HandleCreate, i int) {
					h := rows[i]
					create.SetID(h.ID).SetCode(h.Code).SetLinked(h.Linked).SetReachability(h.Reachability).SetVersion(h.Version).
						SetNillableReachabilityStartedAt(h.ReachabilityStartedAt).SetNillableReleasedAt(h.ReleasedAt).
						SetCreatedAt(h.CreatedAt).SetUpdatedAt(h.UpdatedAt).
						SetClientDeleteProhibited(h.ClientDeleteProhibited).SetClientUpdateProhibited(h.ClientUpdateProhibited)
					fill(create.Mutation(), handleData(h))
				}).Exec(c.system)
			})
		},
		func() error {
			return inBatches(&b.accesses, func(rows []*db.Access) error {
				return c.tx.Access.MapCreateBulk(rows, func(create *db.AccessCreate, i int) {
					a := rows[i]
					create.SetID(a.ID).SetResellerID(a.ResellerID).SetHandleID(a.HandleID).SetRights(a.Rights).
						SetOrigin(a.Origin).SetSince(a.Since).SetCode(a.Code).SetNameKey(a.NameKey).SetDisplayName(a.DisplayName).
						SetCreatedAt(a.CreatedAt).SetUpdatedAt(a.UpdatedAt).SetKind(a.Kind).SetCountry(a.Country).
						SetEmailKey(a.EmailKey).SetLinked(a.Linked).SetReachability(a.Reachability)
				}).Exec(c.system)
			})
		},
		func() error {
			return inBatches(&b.words, func(rows []*db.HandleToken) error {
				return c.tx.HandleToken.MapCreateBulk(rows, func(create *db.HandleTokenCreate, i int) {
					create.SetResellerID(rows[i].ResellerID).SetToken(rows[i].Token).SetHandleID(rows[i].HandleID)
				}).Exec(c.system)
			})
		},
		b.flushDomains,
		b.flushRecords,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (b *Bulk) flushDomains() error {
	c := b.c
	err := inBatches(&b.domains, func(rows []*db.Domain) error {
		return c.tx.Domain.MapCreateBulk(rows, func(create *db.DomainCreate, i int) { setDomain(create, rows[i]) }).Exec(c.system)
	})
	if err != nil {
		return err
	}
	err = inBatches(&b.contacts, func(rows []*db.Contact) error {
		return c.tx.Contact.MapCreateBulk(rows, func(create *db.ContactCreate, i int) { setContact(create, rows[i]) }).Exec(c.system)
	})
	if err != nil {
		return err
	}
	err = inBatches(&b.tokens, func(rows []*db.DomainToken) error {
		return c.tx.DomainToken.MapCreateBulk(rows, func(create *db.DomainTokenCreate, i int) {
			create.SetNillableResellerID(rows[i].ResellerID).SetToken(rows[i].Token).SetDomainID(rows[i].DomainID)
		}).Exec(c.system)
	})
	if err != nil {
		return err
	}
	return inBatches(&b.holds, func(rows []*db.Hold) error {
		return c.tx.Hold.MapCreateBulk(rows, func(create *db.HoldCreate, i int) {
			create.SetID(rows[i].ID).SetDomainID(rows[i].DomainID).SetReason(rows[i].Reason).SetPlacedAt(rows[i].PlacedAt)
		}).Exec(c.system)
	})
}

func (b *Bulk) flushRecords() error {
	c := b.c
	err := inBatches(&b.cases, func(rows []*db.ReachabilityCase) error {
		return c.tx.ReachabilityCase.MapCreateBulk(rows, func(create *db.ReachabilityCaseCreate, i int) {
			r := rows[i]
			create.SetID(r.ID).SetHandleID(r.HandleID).SetFingerprint(r.Fingerprint).SetState(r.State).
				SetGeneration(r.Generation).SetReminders(r.Reminders).SetStartedAt(r.StartedAt).
				SetRemindedFrom(r.RemindedFrom).SetNillableSentAt(r.SentAt)
		}).Exec(c.system)
	})
	if err != nil {
		return err
	}
	if err := b.flushIdentities(); err != nil {
		return err
	}
	err = inBatches(&b.mails, func(rows []*db.Mail) error {
		return c.tx.Mail.MapCreateBulk(rows, func(create *db.MailCreate, i int) {
			m := rows[i]
			create.SetID(m.ID).SetHandleID(m.HandleID).SetNillableCaseID(m.CaseID).SetNillableLinkID(m.LinkID).
				SetKind(m.Kind).SetReason(m.Reason).SetRecipient(m.Recipient).SetCreatedAt(m.CreatedAt).SetState(m.State).
				SetAttempts(m.Attempts).SetNillableLastAttemptAt(m.LastAttemptAt).SetNillableSentAt(m.SentAt)
		}).Exec(c.system)
	})
	if err != nil {
		return err
	}
	if err := b.flushProofs(); err != nil {
		return err
	}
	return c.writeRecords(&b.events)
}

// flushProofs writes what belongs to mails and running proofs.
func (b *Bulk) flushProofs() error {
	c := b.c
	err := inBatches(&b.links, func(rows []*db.Link) error {
		return c.tx.Link.MapCreateBulk(rows, func(create *db.LinkCreate, i int) { setLink(create, rows[i]) }).Exec(c.system)
	})
	if err != nil {
		return err
	}
	err = inBatches(&b.timers, func(rows []*db.Timer) error {
		return c.tx.Timer.MapCreateBulk(rows, func(create *db.TimerCreate, i int) {
			t := rows[i]
			create.SetID(t.ID).SetKind(t.Kind).SetSubjectID(t.SubjectID).SetDueAt(t.DueAt)
		}).Exec(c.system)
	})
	if err != nil {
		return err
	}
	return inBatches(&b.evidence, func(rows []*db.Evidence) error {
		return c.tx.Evidence.MapCreateBulk(rows, func(create *db.EvidenceCreate, i int) { setEvidence(create, rows[i]) }).Exec(c.system)
	})
}

// flushIdentities writes each identity once, also when several handles share it.
func (b *Bulk) flushIdentities() error {
	fingerprints := slices.DeleteFunc(sortedKeys(b.identities), func(f string) bool { return b.known[f] })
	for _, f := range fingerprints {
		b.known[f] = true
	}
	return inBatches(&fingerprints, func(part []string) error {
		return b.c.tx.VerifiedIdentity.MapCreateBulk(part, func(create *db.VerifiedIdentityCreate, i int) {
			create.SetID(b.c.ids.NewID(registrar.IdentityID)).SetFingerprint(part[i]).SetVerifiedAt(b.identities[part[i]])
		}).Exec(b.c.system)
	})
}

// inBatches inserts rows batch by batch and forgets them.
func inBatches[T any](rows *[]T, insert func([]T) error) error {
	for part := range slices.Chunk(*rows, batch) {
		if err := insert(part); err != nil {
			return err
		}
	}
	*rows = nil
	return nil
}
