package worker_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/handledesk/handledesk/internal/mail"
	"github.com/handledesk/handledesk/internal/pages"
	"github.com/handledesk/handledesk/internal/worker"
)

type observed struct{}

// answering is a mail server that gives one answer to all, within the context of an observed job only.
type answering struct{ err error }

// Send answers.
func (a answering) Send(ctx context.Context, _ mail.Letter) (string, error) {
	if ctx.Value(observed{}) == nil {
		return "", errors.New("the observer's context did not arrive")
	}
	return "", a.err
}

func TestTheObserverHearsWhatBecameOfAMail(t *testing.T) {
	for want, answer := range map[string]error{
		"taken": nil, "delayed": errors.New("nobody there"), "refused": &mail.Failure{Permanent: true},
		"bad_address": &mail.Failure{Permanent: true, BadAddress: true},
	} {
		o := open(t, nil)
		o.handle("jana@example.org", "en")
		var heard []string
		watched := worker.New(worker.Options{
			Service: o.Service, Transport: answering{answer}, LinkTo: pages.LinkTo("https://desk.example"),
			Observe: func(ctx context.Context, job string) (context.Context, func(string, error)) {
				return context.WithValue(ctx, observed{}, true), func(result string, err error) {
					if err != nil {
						t.Errorf("%s: the observer hears what may name the recipient: %v", want, err)
					}
					heard = append(heard, job, result)
				}
			},
		})
		if err := watched.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(heard, []string{"mail", want}) {
			t.Errorf("heard %v, want %s", heard, want)
		}
	}
}
