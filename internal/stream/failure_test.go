package stream_test

import (
	"context"
	"errors"
	"testing"

	"github.com/handledesk/handledesk/internal/stream"
)

func TestTheFirstReasonForAnEndStands(t *testing.T) {
	ctx, failure := stream.WithFailure(t.Context())
	if failure.Err() != nil {
		t.Error("a subscription failed before it began")
	}
	first := errors.New("the cursor is too old")
	stream.Fail(ctx, nil)
	stream.Fail(context.WithoutCancel(ctx), first)
	stream.Fail(ctx, errors.New("the database is gone"))
	if failure.Err() != first { //nolint:errorlint // the very one
		t.Errorf("got %v, want %v", failure.Err(), first)
	}
}

func TestASubscriptionBelowAnotherFailsAlone(t *testing.T) {
	above, outer := stream.WithFailure(t.Context())
	below, inner := stream.WithFailure(above)
	stream.Fail(below, errors.New("gone"))
	if outer.Err() != nil || inner.Err() == nil {
		t.Errorf("outer %v, inner %v", outer.Err(), inner.Err())
	}
}

func TestOutsideOfASubscriptionNobodyHears(t *testing.T) {
	stream.Fail(t.Context(), errors.New("gone")) // and nothing panics
}
