// Package worker does what no request waits for: it polls the timers, and sends the mails that the queue hands over.
// Any number of instances may run on one database.
package worker

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/handledesk/handledesk/internal/mail"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// Options are what a Worker works with. Service, Transport and LinkTo are required.
type Options struct {
	Service   *service.Service
	Transport mail.Transport
	// LinkTo makes the address of a mailed link of its kind and token.
	LinkTo func(kind registrar.MailKind, token string) string
	// Woken tells that there is something in the queue. Nil: found out by polling alone.
	Woken <-chan struct{}

	// Observe, when set, is told when a job begins and, by what it returns, what came of it. The job is "mail", its
	// result taken, delayed, refused or bad_address. Work goes on in the context that it returns.
	Observe func(ctx context.Context, job string) (working context.Context, ended func(result string, err error))

	Logger   *slog.Logger  // slog.Default() when nil
	Poll     time.Duration // how often timers and queue are looked at; 1 s when 0
	Parallel int           // how many mails are sent at once; 4 when 0
}

// stopping is how long mails that are being sent get to finish once the worker is told to stop.
const stopping = 5 * time.Second

// Worker runs in the background of a server.
type Worker struct{ o Options }

// New makes a worker.
func New(o Options) *Worker {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Observe == nil {
		o.Observe = func(ctx context.Context, _ string) (context.Context, func(string, error)) {
			return ctx, func(string, error) {}
		}
	}
	if o.Poll <= 0 {
		o.Poll = time.Second
	}
	if o.Parallel <= 0 {
		o.Parallel = 4
	}
	return &Worker{o}
}

// Run works until the context is done and returns when nothing is under way any more. Failures are logged: what
// failed is done later.
func (w *Worker) Run(ctx context.Context) {
	working, abandon := context.WithCancel(context.WithoutCancel(ctx))
	defer abandon()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(stopping, abandon) })()

	kicks := make(chan struct{}, w.o.Parallel)
	var all sync.WaitGroup
	all.Go(func() { w.dispatch(ctx, kicks) })
	all.Go(func() {
		w.every(ctx, func() {
			_, err := w.o.Service.RunDue(working)
			w.report(ctx, "timers", err)
		})
	})
	for range w.o.Parallel {
		all.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case <-kicks:
					w.report(ctx, "queue", w.drain(ctx, working))
				}
			}
		})
	}
	all.Wait()
}

// dispatch kicks all deliverers when there is something in the queue, and now and then to look.
func (w *Worker) dispatch(ctx context.Context, kicks chan<- struct{}) {
	kick := func() {
		for range w.o.Parallel {
			select {
			case kicks <- struct{}{}:
			default: // enough of them know
			}
		}
	}
	ticker := time.NewTicker(w.o.Poll)
	defer ticker.Stop()
	for {
		kick()
		select {
		case <-ctx.Done():
			return
		case <-w.o.Woken:
		case <-ticker.C:
		}
	}
}

func (w *Worker) every(ctx context.Context, do func()) {
	ticker := time.NewTicker(w.o.Poll)
	defer ticker.Stop()
	for {
		do()
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// drain works the queue off. It stops between two messages when it is told to.
func (w *Worker) drain(ctx, working context.Context) error {
	for ctx.Err() == nil {
		worked, err := w.o.Service.Work(working, w.send)
		if err != nil || !worked {
			return err
		}
	}
	return nil
}

// Settle does everything that is due or queued now, and what follows from it: for tests, whose clock stands still.
func (w *Worker) Settle(ctx context.Context) error {
	for {
		ran, err := w.o.Service.RunDue(ctx)
		if err != nil {
			return err
		}
		if err := w.drain(ctx, ctx); err != nil || ran == 0 {
			return err
		}
	}
}

// results are what an observer hears of a mail.
var results = map[service.Result]string{
	service.Taken: "taken", service.Delayed: "delayed", service.Refused: "refused", service.BadAddress: "bad_address",
}

// send hands a mail to the transport and tells the observer what came of it. It tells no error: a mail server's words
// may name the recipient.
func (w *Worker) send(ctx context.Context, l service.Letter) service.Outcome {
	ctx, ended := w.o.Observe(ctx, "mail")
	outcome := w.handOver(ctx, l)
	ended(results[outcome.Result], nil)
	return outcome
}

// handOver hands a mail to the transport and puts what came of it into the service's words.
func (w *Worker) handOver(ctx context.Context, l service.Letter) service.Outcome {
	letter := mail.Letter{
		ID: l.MailID, Kind: l.Kind, Reason: l.Reason, To: l.Recipient, Name: l.Name, Code: l.Code, Language: l.Language,
		Sender: l.Sender, Link: w.o.LinkTo(l.Kind, l.Token), LinkExpiresAt: l.ExpiresAt.Time(),
		Domains: l.Domains, MoreDomains: l.Further, CreatedAt: l.CreatedAt.Time(),
	}
	if l.DueAt != registrar.Never {
		due := l.DueAt.Time()
		letter.DueAt = &due
	}
	reply, err := w.o.Transport.Send(ctx, letter)
	if err == nil {
		return service.Outcome{Result: service.Taken, Reply: reply}
	}
	outcome, why := service.Outcome{Result: service.Delayed, Reply: reply}, ""
	if failure, is := errors.AsType[*mail.Failure](err); is {
		outcome.Reply = failure.Reply
		if failure.Step == mail.StepConnect || failure.Step == mail.StepSender {
			why = failure.Reply // nothing of the recipient was said yet
		}
		switch {
		case failure.BadAddress:
			outcome.Result = service.BadAddress
		case failure.Permanent:
			outcome.Result = service.Refused
		}
	}
	// What is said after the recipient was named may name the address: it is kept as evidence, not in the log.
	w.o.Logger.WarnContext(ctx, "a mail was not delivered", "mail", l.MailID, "result", outcome.Result, "reply", why)
	return outcome
}

// report logs a failure. What was interrupted by the end of the program is none.
func (w *Worker) report(ctx context.Context, of string, err error) {
	if err != nil && ctx.Err() == nil {
		w.o.Logger.ErrorContext(ctx, "work failed and is tried again", "of", of, "error", err)
	}
}
