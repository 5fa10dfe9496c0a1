package registrar

import (
	"math"
	"strings"
	"time"
)

// EndpointsPerAccount is how many webhook endpoints an account has at most.
const EndpointsPerAccount = 20

// EndpointEnd says why a webhook endpoint is disabled.
type EndpointEnd string

// The reasons.
const (
	EndpointSwitchedOff EndpointEnd = "SWITCHED_OFF" // by updateWebhookEndpoint
	EndpointFailing     EndpointEnd = "FAILING"      // nothing arrived for EndpointPatience
	EndpointGone        EndpointEnd = "GONE"         // it answered 410 Gone
)

// Values lists the reasons, for ent.
func (EndpointEnd) Values() []string {
	return list(EndpointSwitchedOff, EndpointFailing, EndpointGone)
}

// DeliveryState is how far the delivery of a webhook has come.
type DeliveryState string

// The states; all but the first are final, though each can be delivered again by hand.
const (
	DeliveryPending DeliveryState = "PENDING"
	DeliveryDone    DeliveryState = "DELIVERED"
	DeliveryFailed  DeliveryState = "FAILED"
)

// Values lists the states, for ent.
func (DeliveryState) Values() []string { return list(DeliveryPending, DeliveryDone, DeliveryFailed) }

// DeliveryFailure says why an attempt to deliver a webhook failed; the schema's enum WebhookFailure describes each.
type DeliveryFailure string

// The failures.
const (
	FailedStatus     DeliveryFailure = "STATUS"
	FailedRedirect   DeliveryFailure = "REDIRECT"
	FailedGone       DeliveryFailure = "GONE"
	FailedTimeout    DeliveryFailure = "TIMEOUT"
	FailedName       DeliveryFailure = "NAME_NOT_FOUND"
	FailedAddress    DeliveryFailure = "ADDRESS_NOT_ALLOWED"
	FailedConnection DeliveryFailure = "CONNECTION"
	FailedTLS        DeliveryFailure = "TLS"
	FailedDisabled   DeliveryFailure = "ENDPOINT_DISABLED"
)

// Values lists the failures, for ent.
func (DeliveryFailure) Values() []string {
	return list(FailedStatus, FailedRedirect, FailedGone, FailedTimeout, FailedName, FailedAddress, FailedConnection,
		FailedTLS, FailedDisabled)
}

// webhookPauses are the pauses between the attempts to deliver a webhook, some three days in all: the schedule that
// Standard Webhooks recommends, whose first attempt is at once.
var webhookPauses = []time.Duration{
	5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour,
	20 * time.Hour, 24 * time.Hour,
}

// WebhookAttempts is how often the delivery of a webhook is tried at most.
func WebhookAttempts() int { return len(webhookPauses) + 1 }

// longestRetryAfter is how long a receiver may put a delivery off at most, at a time.
const longestRetryAfter = 24 * time.Hour

// WebhookPause is how long to wait after an attempt failed, counted from 1; false when the delivery is to be given up.
// The pause is up to a tenth longer, by the jitter from 0 up to 1, so that what failed together is not tried together.
// A receiver that asked to wait for longer (Retry-After, RFC 9110, 10.2.3) is waited for, 24 hours at most.
func WebhookPause(attempt int, jitter float64, asked time.Duration) (time.Duration, bool) {
	if attempt < 1 || attempt > len(webhookPauses) {
		return 0, false
	}
	pause := max(webhookPauses[attempt-1], min(asked, longestRetryAfter))
	jitter = min(max(jitter, 0), 1)
	return pause + time.Duration(math.Round(float64(pause)/10*jitter)), true
}

// EndpointPatience is how long every delivery of an endpoint must have failed before the endpoint is disabled. The
// specification asks for "multiple days"; five are longer than the three over which one delivery is tried.
const EndpointPatience = 5 * 24 * time.Hour

// patientAttempts are those of one delivery that are no sign of constant failure: they lie within some six minutes, so
// that two short failures, days apart and with nothing in between, disable no endpoint.
const patientAttempts = 3

// EndpointExhausted tells whether an endpoint is to be disabled when another attempt has failed, the given one of its
// delivery, counted from 1; since is when the first one failed after the last that succeeded.
func EndpointExhausted(since, now Instant, attempt int) bool {
	return now >= since.Add(EndpointPatience) && attempt > patientAttempts
}

// compoundNouns are what events are about in two words, so that the first of an action's words is not all of it.
var compoundNouns = []string{"api_key", "auth_code", "rate_limit", "webhook_endpoint", "webhook_secret"}

// WebhookTest is the type of a message that only tries an endpoint out.
const WebhookTest = "webhook.test"

// WebhookType is the type of the message about an event, as Standard Webhooks writes them: what it is about, a full
// stop, what happened. HANDLE_UPDATED is handle.updated.
func WebhookType(action EventAction) string {
	text := strings.ToLower(string(action))
	for _, noun := range compoundNouns {
		if rest, is := strings.CutPrefix(text, noun+"_"); is {
			return noun + "." + rest
		}
	}
	return strings.Replace(text, "_", ".", 1)
}
