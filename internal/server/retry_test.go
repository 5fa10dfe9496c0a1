package server

import (
	"context"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/idempotency"
)

func TestIdempotencyKeysReachTheMutation(t *testing.T) {
	var seen []*idempotency.Request
	r := start(t, func(ctx context.Context) (any, error) {
		seen = append(seen, idempotency.From(ctx))
		return "hooked", nil
	})
	for _, sent := range [][]string{
		{`{"query":"mutation { hook }"}`}, {`{"query":"mutation { hook }"}`, "Idempotency-Key", "a-1"},
		{`{"query":"mutation { hook }"}`, "Idempotency-Key", `"a-1"`},
		{`{"query":"mutation { hook }","variables":{}}`, "Idempotency-Key", "a-1"},
		{`{"query":"mutation  { hook }"}`, "Idempotency-Key", "a-1"}, {`{"query":"mutation A { hook }","operationName":"A"}`, "Idempotency-Key", "a-1"},
		{`{"query":"{ hook }"}`, "Idempotency-Key", "a-1"},
	} {
		if got := r.post(t, sent[0], sent[1:]...); got.status != 200 || got.header.Get("Idempotency-Replayed") != "" {
			t.Errorf("%v: %d %s", sent, got.status, got.body)
		}
	}
	if seen[0] != nil || seen[6] != nil {
		t.Error("a request without a key, and a query, ask for no replay")
	}
	first := seen[1]
	for _, again := range seen[1:4] {
		if again.Key != "a-1" || again.Fingerprint != first.Fingerprint {
			t.Errorf("the same request reads differently: %q %s, at first %s", again.Key, again.Fingerprint, first.Fingerprint)
		}
	}
	if seen[4].Fingerprint == first.Fingerprint || seen[5].Fingerprint == first.Fingerprint {
		t.Error("another document has the same fingerprint")
	}
}

func TestReplaysAreTold(t *testing.T) {
	r := start(t, func(ctx context.Context) (any, error) {
		idempotency.From(ctx).MarkReplayed()
		return "hooked", nil
	})
	if got := r.post(t, hookMutation, "Idempotency-Key", "a"); got.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("headers %v", got.header)
	}
}

func TestMalformedIdempotencyKeysAreRefused(t *testing.T) {
	r := start(t, func(context.Context) (any, error) {
		t.Error("it ran")
		return nil, nil //nolint:nilnil // the test has failed
	})
	for _, key := range []string{"a b", `""`, `a"b`, "é", strings.Repeat("k", 256)} {
		r.post(t, hookMutation, "Idempotency-Key", key).expectRefusal(t, 400, "BAD_USER_INPUT", "Idempotency-Key must be")
	}
}
