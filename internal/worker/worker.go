// Package worker does what no request waits for: it polls the timers and the events, and sends the mails and the
// webhooks that the queues hand over.
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
	"github.com/handledesk/handledesk/internal/webhook"
)

// Options are what a Worker works with. Service, Transport and LinkTo are required.
type Options struct {
	Service   *service.Service
	Transport mail.Transport
	// LinkTo makes the address of a mailed link of its kind and token.
	LinkTo func(kind registrar.MailKind, token string) string
	// Webhooks makes one attempt to deliver a webhook. Nil: webhooks are left to other instances.
	Webhooks service.SendWebhook
	// Woken tells that there is something in the queue. Nil: found out by polling alone.
	Woken <-chan struct{}

	// Observe, when set, is told when a job begins and, by what it returns, what came of it. The job is "mail", its
	// result taken, delayed, refused or bad_address; or it is "webhook", its result taken or failed. Work goes on in the context that it returns.
	Observe func(ctx context.Context, job string) (working context.Context, ended func(result string, err error))

	Logger   *slog.Logger  // slog.Default() when nil
	Poll     time.Duration // how often timers and queue are looked at; 1 s when 0
	Parallel int           // how many mails are sent at once, and twice as many webhooks; 4 when 0
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

	mails := &line{kicks: make(chan struct{}, w.o.Parallel), of: "queue", next: func() (bool, error) {
		return w.o.Service.Work(working, w.send)
	}}
	lines := []*line{mails}
	if w.o.Webhooks != nil {
		lines = append(lines, &line{kicks: make(chan struct{}, 2*w.o.Parallel), of: "webhooks", next: func() (bool, error) {
			return w.o.Service.WorkWebhook(working, w.sendWebhook)
		}})
	}
	var all sync.WaitGroup
	all.Go(func() { w.dispatch(ctx, lines) })
	all.Go(func() { w.every(ctx, func() { w.poll(ctx, working) }) })
	for _, l := range lines {
		for range cap(l.kicks) {
			all.Go(func() { w.attend(ctx, l) })
		}
	}
	all.Wait()
}

// line is a queue with those who work it off, as many as there is room for kicks.
type line struct {
	kicks chan struct{}
	of    string
	next  func() (worked bool, err error)
}

// attend works a line off each time it is kicked.
func (w *Worker) attend(ctx context.Context, l *line) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.kicks:
			w.report(ctx, l.of, drain(ctx, l.next))
		}
	}
}

// poll does what is due, and turns what happened into webhooks.
func (w *Worker) poll(ctx, working context.Context) {
	_, err := w.o.Service.RunDue(working)
	w.report(ctx, "timers", err)
	if w.o.Webhooks != nil {
		_, err := w.o.Service.DispatchWebhooks(working)
		w.report(ctx, "events", err)
	}
}

// dispatch kicks all deliverers when there is something in a queue, and now and then to look.
func (w *Worker) dispatch(ctx context.Context, lines []*line) {
	kick := func() {
		for _, l := range lines {
			for range cap(l.kicks) {
				select {
				case l.kicks <- struct{}{}:
				default: // enough of them know
				}
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

// drain works a queue off. It stops between two messages when it is told to.
func drain(ctx context.Context, next func() (bool, error)) error {
	for ctx.Err() == nil {
		worked, err := next()
		if err != nil || !worked {
			return err
		}
	}
	return nil
}

// Settle does everything that is due or queued now, and what follows from it: for tests, whose clock stands still.
func (w *Worker) Settle(ctx context.Context) error {
	for {
		done, err := w.o.Service.RunDue(ctx)
		if err != nil {
			return err
		}
		if err := drain(ctx, func() (bool, error) { return w.o.Service.Work(ctx, w.send) }); err != nil {
			return err
		}
		if w.o.Webhooks != nil {
			seen, err := w.o.Service.DispatchWebhooks(ctx)
			if err != nil {
				return err
			}
			if err := drain(ctx, func() (bool, error) { return w.o.Service.WorkWebhook(ctx, w.sendWebhook) }); err != nil {
				return err
			}
			done += seen
		}
		if done == 0 {
			return nil
		}
	}
}

// sendWebhook makes an attempt and tells the observer what came of it.
func (w *Worker) sendWebhook(ctx context.Context, m webhook.Message) webhook.Outcome {
	ctx, ended := w.o.Observe(ctx, "webhook")
	outcome := w.o.Webhooks(ctx, m)
	result := "failed"
	if outcome.Taken() {
		result = "taken"
	}
	ended(result, nil)
	return outcome
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
