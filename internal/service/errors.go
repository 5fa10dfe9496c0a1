package service

import (
	"context"
	"errors"
	"fmt"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/store"
)

// translate turns what the database says into what a caller may hear. Problems pass; what is unknown stays an error
// that the presenter logs and shows as INTERNAL.
func translate(err error) error {
	var problem *registrar.Problem
	var problems registrar.Problems
	switch {
	case err == nil, errors.As(err, &problem), errors.As(err, &problems):
		return err
	case db.IsNotFound(err):
		// Only the fence answers so after a row was read: it hid the row from a change.
		return notFound()
	}
	if reason, yes := store.Unavailable(err); yes {
		return fmt.Errorf("%w: %w", registrar.Refuse(registrar.Unavailable, reason), err)
	}
	if store.TimedOut(err) {
		return fmt.Errorf("%w: %w: %w", context.DeadlineExceeded,
			registrar.Refuse(registrar.Timeout, "This took too long and was not done; ask for less at a time."), err)
	}
	return err
}

// notFound is the one answer for what is missing and for what is somebody else's.
func notFound(field ...string) *registrar.Problem {
	return &registrar.Problem{Code: registrar.NotFound, Field: field,
		Message: "There is no such thing in your list; check the id."}
}

// requireID refuses a text that cannot be an id of the kind, as a top-level error.
func requireID(kind registrar.IDKind, field, text string) error {
	if err := registrar.ParseID(kind, text); err != nil {
		return registrar.RefuseField(registrar.BadUserInput, field, "This is not an id of the right kind: "+err.Error()+".")
	}
	return nil
}
