package telemetry_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/pages"
	"github.com/handledesk/handledesk/internal/telemetry"
	"github.com/handledesk/handledesk/internal/worker"
)

func TestMailsAndTimersHaveSpansAndDurations(t *testing.T) {
	recorder := tracetest.NewSpanRecorder()
	w := open(t, telemetry.Options{Spans: recorder})
	work := worker.New(worker.Options{
		Service: w.service, Transport: &apitest.Post{}, LinkTo: pages.LinkTo("https://desk.example"), Observe: w.tel.Job,
	})
	w.must(create, map[string]any{"in": person("jana@example.org")})
	recorder.Reset()
	if err := work.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.expect(1, "handledesk_job_duration_seconds", "job", "mail", "result", "taken")
	sent := only(t, recorder.Ended(), "job mail")
	if attributeOf(sent, "handledesk.job.result") != "taken" || sent.Parent().IsValid() {
		t.Errorf("the mail's span has %v below %v", sent.Attributes(), sent.Parent())
	}
	// Looking whether there is anything to do is nothing to show.
	if n := len(recorder.Ended()); n != 1 {
		t.Errorf("%d spans were made: %v", n, everything(recorder.Ended()))
	}
	recorder.Reset()
	ahead := worker.New(worker.Options{
		Service: w.later(t, 60*24*time.Hour), Transport: &apitest.Post{}, LinkTo: pages.LinkTo("https://desk.example"), Observe: w.tel.Job,
	})
	if err := ahead.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.expect(1, "handledesk_job_duration_seconds", "job", "timer.reminder", "result", "done")
	reminded := only(t, recorder.Ended(), "job timer.reminder")
	below := 0
	for _, s := range recorder.Ended() {
		if s.Parent().SpanID() == reminded.SpanContext().SpanID() {
			below++
		}
	}
	if below < 3 {
		t.Errorf("%d statements are below the timer's span", below)
	}
}

func TestAFailedJobIsCountedAndItsWordsAreNot(t *testing.T) {
	recorder := tracetest.NewSpanRecorder()
	w := open(t, telemetry.Options{Spans: recorder})
	_, ended := w.tel.Job(context.Background(), "timer.deadline")
	ended("done", errors.New("secret"))
	w.expect(1, "handledesk_job_duration_seconds", "job", "timer.deadline", "result", "failed")
	if failed := only(t, recorder.Ended(), "job timer.deadline"); failed.Status().Code != codes.Error || failed.Status().Description != "" {
		t.Errorf("the span says %v", failed.Status())
	}
}
