package service

import (
	"context"
	"errors"
	"sync"

	"github.com/handledesk/handledesk/ent/db/contact"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/tally"
	"github.com/handledesk/handledesk/internal/viewer"
)

// UserError is a problem as the schema shows it: the interface UserError, of which each type that carries data of its
// own is an implementation.
type UserError interface{ IsUserError() }

// BasicError is a refusal that needs no further data.
type BasicError struct{ *registrar.Problem }

// IsUserError marks the implementations of UserError.
func (BasicError) IsUserError() {}

// ConflictError is CONFLICT with the version that is there.
type ConflictError struct {
	BasicError
	registrar.ConflictDetail
}

// ReachabilityNotPendingError is REACHABILITY_NOT_PENDING with the state.
type ReachabilityNotPendingError struct {
	BasicError
	registrar.ReachabilityDetail
}

// RateLimitedError is RATE_LIMITED with the time to wait.
type RateLimitedError struct {
	BasicError
	registrar.RateDetail
}

// DuplicateError is DUPLICATE with the handles that are equal.
type DuplicateError struct {
	BasicError
	service *Service
	ids     []string
}

// Candidates are the handles that are equal to the input.
func (e *DuplicateError) Candidates(ctx context.Context) ([]*Handle, error) {
	found, err := e.service.handlesByID(ctx, e.service.read(ctx), e.ids)
	tally.Add(ctx, len(found))
	return found, translate(err)
}

// HandleLinkedError is HANDLE_LINKED with the domains; they are looked up when they are asked for.
type HandleLinkedError struct {
	BasicError
	service  *Service
	handleID string
	once     sync.Once
	domains  []*Domain
	hidden   int
	err      error
}

// linkedDomains is how many domains a HANDLE_LINKED lists at most.
const linkedDomains = 100

// Domains are the visible domains that list the handle, 100 at most, by name.
func (e *HandleLinkedError) Domains(ctx context.Context) ([]*Domain, error) {
	e.look(ctx)
	return e.domains, e.err
}

// HiddenCount is how many domains list the handle that the caller may not see: the one thing about them that shows.
func (e *HandleLinkedError) HiddenCount(ctx context.Context) (int, error) {
	e.look(ctx)
	return e.hidden, e.err
}

func (e *HandleLinkedError) look(ctx context.Context) {
	e.once.Do(func() {
		read := e.service.read(ctx)
		if !viewer.FromContext(ctx).Holds(registrar.DomainsRead) {
			e.domains = []*Domain{}
			e.hidden, e.err = read.Contact.Query().Where(contact.HandleID(e.handleID)).Count(viewer.System(ctx))
			return
		}
		var all, visible int
		var errs [3]error
		e.domains, errs[0] = e.service.firstByName(ctx, e.handleID, linkedDomains)
		tally.Add(ctx, len(e.domains))
		visible, errs[1] = read.Contact.Query().Where(contact.HandleID(e.handleID)).Count(ctx)
		all, errs[2] = read.Contact.Query().Where(contact.HandleID(e.handleID)).Count(viewer.System(ctx))
		e.hidden, e.err = all-visible, translate(errors.Join(errs[:]...))
	})
}

// UserErrors splits an error: problems over data or rights are for the payload, everything else is for the answer's
// top level.
func (s *Service) UserErrors(err error) ([]UserError, error) {
	var problem *registrar.Problem
	var problems registrar.Problems
	switch {
	case errors.As(err, &problems):
	case errors.As(err, &problem) && !problem.Code.TopLevel():
		problems = registrar.Problems{problem}
	case err != nil:
		return nil, err
	}
	return s.userErrors(problems), nil
}

// userErrors gives each problem the type that carries its data.
func (s *Service) userErrors(problems registrar.Problems) []UserError {
	shown := make([]UserError, len(problems))
	for i, p := range problems {
		basic := BasicError{p}
		switch detail := p.Detail.(type) {
		case registrar.ConflictDetail:
			shown[i] = &ConflictError{basic, detail}
		case registrar.ReachabilityDetail:
			shown[i] = &ReachabilityNotPendingError{basic, detail}
		case registrar.RateDetail:
			shown[i] = &RateLimitedError{basic, detail}
		case registrar.DuplicateDetail:
			shown[i] = &DuplicateError{basic, s, detail.HandleIDs}
		case registrar.LinkedDetail:
			shown[i] = &HandleLinkedError{BasicError: basic, service: s, handleID: detail.HandleID}
		default:
			shown[i] = &basic
		}
	}
	return shown
}
