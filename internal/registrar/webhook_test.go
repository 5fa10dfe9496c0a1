package registrar

import (
	"testing"
	"time"
)

// TestWebhookPause holds the schedule against the one that the specification recommends, written out here again.
func TestWebhookPause(t *testing.T) {
	want := []time.Duration{
		5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour,
		20 * time.Hour, 24 * time.Hour,
	}
	var whole time.Duration
	for attempt := -2; attempt <= 20; attempt++ {
		pause, again := WebhookPause(attempt, 0, 0)
		switch inside := attempt >= 1 && attempt <= len(want); {
		case again != inside:
			t.Errorf("after attempt %d: again is %t", attempt, again)
		case inside && pause != want[attempt-1]:
			t.Errorf("after attempt %d: %s, want %s", attempt, pause, want[attempt-1])
		}
		whole += pause
	}
	if whole < 72*time.Hour || whole > 80*time.Hour || WebhookAttempts() != 10 {
		t.Errorf("%d attempts over %s, want ten over three days", WebhookAttempts(), whole)
	}
}

func TestWebhookPauseIsLongerByChanceAndByWhatWasAskedFor(t *testing.T) {
	for _, c := range []struct {
		attempt int
		jitter  float64
		asked   time.Duration
		want    time.Duration
	}{
		{1, 1, 0, 5500 * time.Millisecond},
		{4, 0.5, 0, 2*time.Hour + 6*time.Minute},
		{4, -3, 0, 2 * time.Hour},
		{4, 7, 0, 2*time.Hour + 12*time.Minute},
		{1, 0, time.Minute, time.Minute},         // longer than the schedule's
		{2, 0, time.Minute, 5 * time.Minute},     // shorter: the schedule holds
		{1, 0, 1000 * time.Hour, 24 * time.Hour}, // no longer than a day
		{1, 1, 24 * time.Hour, 26*time.Hour + 24*time.Minute},
		{1, 0, -time.Hour, 5 * time.Second},
	} {
		if got, _ := WebhookPause(c.attempt, c.jitter, c.asked); got != c.want {
			t.Errorf("attempt %d, jitter %v, asked %s: %s, want %s", c.attempt, c.jitter, c.asked, got, c.want)
		}
	}
}

func TestEndpointExhausted(t *testing.T) {
	since := At(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
	for _, c := range []struct {
		after   time.Duration
		attempt int
		want    bool
	}{
		{0, 10, false},
		{5*24*time.Hour - time.Millisecond, 10, false},
		{5 * 24 * time.Hour, 4, true},
		{5 * 24 * time.Hour, 3, false}, // a new delivery that fails for minutes shows nothing
		{50 * 24 * time.Hour, 1, false},
		{50 * 24 * time.Hour, 10, true},
	} {
		if got := EndpointExhausted(since, since.Add(c.after), c.attempt); got != c.want {
			t.Errorf("failing for %s, at attempt %d: %t", c.after, c.attempt, got)
		}
	}
}

func TestWebhookType(t *testing.T) {
	for action, want := range map[EventAction]string{
		HandleUpdated: "handle.updated", ReachabilityConfirmed: "reachability.confirmed", PasswordMailed: "password.mailed",
		OwnerSignedIn: "owner.signed_in", DomainContactsUpdated: "domain.contacts_updated", MailRequeued: "mail.requeued",
		APIKeyRotated: "api_key.rotated", AuthCodeRevealed: "auth_code.revealed", RateLimitSet: "rate_limit.set",
		WebhookEndpointDisabled: "webhook_endpoint.disabled", WebhookSecretRotated: "webhook_secret.rotated",
		WebhookTested: "webhook.tested", WebhookRedelivered: "webhook.redelivered",
	} {
		if got := WebhookType(action); got != want || got == WebhookTest {
			t.Errorf("%s is %s, want %s", action, got, want)
		}
	}
}
