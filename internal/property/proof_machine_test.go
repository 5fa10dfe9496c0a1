package property

import (
	"context"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/mail"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// TestProofsAndHandOver runs random events of reachability and of the hand-over to owners - answers, silence, lost and
// refused mails, staff, moved clocks - against the model, and compares everything after each one.
func TestProofsAndHandOver(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		p := newProofs(t, folder, nil)
		t.Repeat(rapid.StateMachineActions(p))
		p.finish(t)
	})
}

// proofs is a product under random use beside its model. Its methods that take a *rapid.T alone are the steps.
type proofs struct {
	m      *machine
	model  *model
	second *second // another instance; may be nil

	refuse   *mail.Failure // how mails are refused at the moment; nil when they are taken
	attempts []attempt
	seen     int               // how many of the attempts were looked at
	mailed   map[string]string // links by the token that was mailed
	tokens   []string          // the same tokens, in the order in which they were mailed
	linkOf   map[string]string // links by mail
	sessions []ownerSession
	settled  bool // nothing happened since the last settling
}

type ownerSession struct {
	token, id, handle string
	expires           registrar.Instant
	ended             bool
}

// newProofs starts a product with a few handles, some of one identity, and domains.
func newProofs(t *rapid.T, folder string, trace tracer) *proofs {
	p := &proofs{m: emptyMachine(t, folder, trace), mailed: map[string]string{}, linkOf: map[string]string{}}
	p.model = &model{
		now: p.m.now, verified: map[string]bool{}, handles: map[string]*modelHandle{},
		domains: map[string]*modelDomain{}, links: map[string]*modelLink{}, answered: map[string]registrar.Instant{},
	}
	p.m.post.Refuse = p.note
	p.m.openAccounts(t, "First", "Second")
	for i, r := range []int{0, 0, 1} {
		p.create(t, p.m.resellers[r], proofNames[0], proofEmails[i%2])
	}
	handles := column(p.m.last["handles"], "id")
	p.register(t, p.m.resellers[0], handles[0], "first.com")
	p.register(t, p.m.resellers[1], handles[2], "second.fr")
	if maybe(t, "late", 2) {
		p.beLate(t, handles[0])
	}
	if maybe(t, "handed over", 3) {
		p.HandOver(t)
	}
	return p
}

// beLate puts the first domain on hold, and now and then another one of its owner so soon that it is told of a day later.
func (p *proofs) beLate(t *rapid.T, owner string) {
	const later = 2 * time.Hour
	another := maybe(t, "another", 2)
	if another {
		p.m.clock = p.m.clock.Add(later)
		p.register(t, p.m.resellers[0], owner, proofDomains[0])
		p.m.clock = p.m.clock.Add(deadlineAfter - later)
		p.Settle(t)
		p.m.clock = p.m.clock.Add(2 * later)
	} else {
		p.m.clock = p.m.clock.Add(deadlineAfter)
	}
	p.Settle(t)
}

// step runs a use case by the machine, which checks what holds of all of them. It tells whether it was done.
func (p *proofs) step(t *rapid.T, c caller, run func(context.Context) error) error {
	p.settled = false
	var failed error
	p.m.call(t, c, func(ctx context.Context) error {
		failed = run(ctx)
		return failed
	})
	return failed
}

// want checks the code of a refusal, empty for success.
func (p *proofs) want(t *rapid.T, what string, err error, code registrar.Code) {
	var one *registrar.Problem
	var many registrar.Problems
	var got registrar.Code
	switch {
	case errors.As(err, &one):
		got = one.Code
	case errors.As(err, &many) && len(many) > 0:
		got = many[0].Code
	case err != nil:
		got = "?"
	}
	if got != code {
		t.Fatalf("%s: got %q (%v), want %q", what, got, err, code)
	}
}

// Check compares everything after each step.
func (p *proofs) Check(t *rapid.T) { p.compare(t) }

// Look asks the API.
func (p *proofs) Look(t *rapid.T) { p.look(t) }

// Wait lets time pass.
func (p *proofs) Wait(t *rapid.T) {
	p.m.clock = p.m.clock.Add(draw(t, "by", []time.Duration{
		time.Minute, 61 * time.Second, 2 * time.Hour, 25 * time.Hour, 3 * 24 * time.Hour, 5 * 24 * time.Hour,
		5 * 24 * time.Hour, 7 * 24 * time.Hour, 10 * 24 * time.Hour, 15 * 24 * time.Hour, 21 * 24 * time.Hour,
	}))
	p.settled = false
}

// create adds a handle to the product and to the model.
func (p *proofs) create(t *rapid.T, reseller, name, email string) {
	in := service.CreateHandle{NewHandle: service.NewHandle{
		Kind: registrar.Person, GivenName: "Ada", FamilyName: name, Address: addresses[0], Email: email, Phone: phones[0],
		OnDuplicate: service.CreateDuplicate,
	}}
	var created *service.Handle
	err := p.step(t, caller{kind: registrar.ActorReseller, id: reseller}, func(ctx context.Context) (err error) {
		created, _, err = p.m.Service.CreateHandle(ctx, in)
		return err
	})
	p.want(t, "creating", err, "")
	h := &modelHandle{id: created.ID, state: registrar.ReachNone, evidence: map[registrar.EvidenceKind]int{}}
	p.model.handles[h.id] = h
	p.reread(t, h)
	p.model.trigger(h)
	p.adopt(t)
}

// reread takes a handle's identity from its row.
func (p *proofs) reread(t *rapid.T, h *modelHandle) {
	h.fingerprint = handleData(t, p.m.last.one("handles", h.id)).Fingerprint()
}
