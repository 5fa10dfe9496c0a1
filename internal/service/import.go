package service

import (
	"context"
	"maps"

	"github.com/handledesk/handledesk/ent/db/reseller"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// Import takes the lines of a reseller's files into its account: handles with FULL rights and origin CREATED, and the
// domains that list them. It is for one pass over the files and not for concurrent use.
//
// Each call of Handles and Domains is one transaction: what all its lines ask for is decided before anything is
// written, so a refused line leaves nothing behind and spoils no other, and a crash leaves whole calls done. What is
// there already is found again, so the same lines can be given any number of times. A dry run decides in the same way
// and stores nothing; it never waits for the database's write lock nor takes it. An error ends the pass.
type Import struct {
	service *Service
	options ImportOptions
	refs    firsts // the line of this pass on which a ref stood first
	names   firsts // likewise, of a domain's name
	plan    plan
}

// ImportOptions say how lines are taken.
type ImportOptions struct {
	ResellerID string
	// Mail starts the proof of the e-mail address of every handle that is new or owns a domain that is new, as
	// createHandle and registerDomain do, with the deadlines that go with it. Otherwise nobody gets mail, new handles
	// are in the state NONE, and nothing falls due.
	Mail   bool
	DryRun bool
}

// ImportOutcome is what became of a line.
type ImportOutcome string

// The outcomes.
const (
	ImportCreated      ImportOutcome = "CREATED"
	ImportAlreadyThere ImportOutcome = "ALREADY_THERE"
	ImportRefused      ImportOutcome = "REFUSED"
)

// ImportResult tells what became of a line; Problems says why when it was refused.
type ImportResult struct {
	Outcome  ImportOutcome
	Problems registrar.Problems
}

// NewImport begins a pass. Errors: FORBIDDEN for everybody but operators; NOT_FOUND for the reseller.
func (s *Service) NewImport(ctx context.Context, o ImportOptions) (*Import, error) {
	if !viewer.FromContext(ctx).IsOperator() {
		return nil, registrar.Refuse(registrar.Forbidden, "Only the registrar takes files in.")
	}
	if err := requireID(registrar.ResellerID, "resellerId", o.ResellerID); err != nil {
		return nil, err
	}
	known, err := s.read(ctx).Reseller.Query().Where(reseller.ID(o.ResellerID)).Exist(ctx)
	switch {
	case err != nil:
		return nil, translate(err)
	case !known:
		return nil, notFound("resellerId")
	}
	return &Import{service: s, options: o, refs: newFirsts(), names: newFirsts(), plan: newPlan()}, nil
}

// run decides a batch of lines and stores what was decided, in one transaction; a dry run only reads.
func (i *Import) run(ctx context.Context, action registrar.Action, decide func(c *change) error) error {
	err := i.try(ctx, action, decide)
	if err == nil {
		i.refs.keep()
		i.names.keep()
	}
	return err
}

func (i *Import) try(ctx context.Context, action registrar.Action, decide func(c *change) error) error {
	s := i.service
	if !i.options.DryRun {
		return s.write(ctx, action, nil, func(c *change) error {
			i.plan = newPlan()
			i.refs.forget()
			i.names.forget()
			if err := decide(c); err != nil {
				return err
			}
			return i.store(c)
		})
	}
	caller := viewer.FromContext(ctx)
	if p := registrar.MayTry(caller.Caller, action); p != nil {
		return p
	}
	i.plan.newHandles, i.plan.newRefs, i.plan.newDomains = nil, nil, nil
	return translate(decide(&change{
		Service: s, tx: s.read(ctx), ctx: ctx, system: viewer.System(ctx), caller: caller, at: s.now(),
	}))
}

// eachLine decides the lines in turn. The events of a line share a change of their own: the line, and not the batch,
// is what somebody asked for.
func eachLine[T any](c *change, lines []T, decide func(T) (ImportResult, error)) ([]ImportResult, error) {
	results := make([]ImportResult, len(lines))
	for n, line := range lines {
		if err := c.ctx.Err(); err != nil {
			return nil, err
		}
		c.id = c.ids.NewID(registrar.ChangeID)
		result, err := decide(line)
		if err != nil {
			return nil, err
		}
		if len(result.Problems) > 0 {
			result.Outcome = ImportRefused
		}
		results[n] = result
	}
	return results, nil
}

// firsts knows on which line of the pass something stood first. What the batch under way adds is kept apart until the
// batch is stored, since its transaction may run several times.
type firsts struct{ stored, batch map[string]int }

func newFirsts() firsts { return firsts{stored: map[string]int{}, batch: map[string]int{}} }

// note notes the line of something, unless it stood on an earlier one.
func (f firsts) note(what string, line int) {
	if _, known := f.line(what); !known && what != "" {
		f.batch[what] = line
	}
}

func (f firsts) line(what string) (line int, known bool) {
	if line, known = f.stored[what]; known {
		return line, true
	}
	line, known = f.batch[what]
	return line, known
}

// forget leaves out what the batch has added.
func (f firsts) forget() { clear(f.batch) }

// keep makes what the batch has added part of the pass.
func (f firsts) keep() {
	maps.Copy(f.stored, f.batch)
	clear(f.batch)
}
