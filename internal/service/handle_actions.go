package service

import (
	"context"

	"github.com/handledesk/handledesk/internal/registrar"
)

// ActionCheck says whether an action is allowed now, as the mutation itself would decide.
type ActionCheck struct {
	Blockers []UserError
	Warnings []registrar.Warning
}

// Allowed is true when nothing stands in the way.
func (a *ActionCheck) Allowed() bool { return len(a.Blockers) == 0 }

// HandleActions explains what the caller may do with a handle.
type HandleActions struct {
	service *Service
	handle  *Handle
}

// HandleActions explains what the caller may do with a handle now.
func (s *Service) HandleActions(h *Handle) *HandleActions { return &HandleActions{s, h} }

// Update explains updateHandle without identifiers.
func (a *HandleActions) Update(ctx context.Context) (*ActionCheck, error) {
	return a.check(ctx, registrar.UpdateHandle)
}

// Delete explains deleteHandle.
func (a *HandleActions) Delete(ctx context.Context) (*ActionCheck, error) {
	return a.check(ctx, registrar.DeleteHandle)
}

// Release explains releaseHandle.
func (a *HandleActions) Release(ctx context.Context) (*ActionCheck, error) {
	return a.check(ctx, registrar.ReleaseHandle)
}

// ResetReachability explains resetReachability.
func (a *HandleActions) ResetReachability(ctx context.Context) (*ActionCheck, error) {
	return a.check(ctx, registrar.ResetReachability)
}

// UpdateIdentifiers explains updateHandle with identifiers.
func (a *HandleActions) UpdateIdentifiers(ctx context.Context) (*ActionCheck, error) {
	facts, err := a.service.handleFacts(ctx, a.service.read(ctx), a.handle)
	if err != nil {
		return nil, err
	}
	return &ActionCheck{Blockers: a.service.userErrors(facts.CheckIdentifiers())}, nil
}

func (a *HandleActions) check(ctx context.Context, action registrar.Action) (*ActionCheck, error) {
	read := a.service.read(ctx)
	facts, err := a.service.handleFacts(ctx, read, a.handle)
	if err == nil && action == registrar.ResetReachability {
		facts, err = a.service.withResets(ctx, read, a.handle, facts)
	}
	if err != nil {
		return nil, err
	}
	check := &ActionCheck{Blockers: a.service.userErrors(facts.Check(action))}
	if check.Allowed() {
		check.Warnings = facts.Warnings(action)
	}
	return check, nil
}
