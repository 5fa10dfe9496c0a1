package story

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/handledesk/handledesk/internal/webhook"
)

// toReceiver lets webhooks go to the story's receiver.
func toReceiver() webhook.Options {
	return webhook.Options{Policy: webhook.Policy{AllowHTTP: true, AllowPrivate: true}}
}

// receiver is where a story's webhooks go, named <receiver>: it writes down what arrives.
type receiver struct {
	mu      sync.Mutex
	status  int
	arrived []arrival // since they were last shown
}

type arrival struct {
	at     time.Time
	status int
	header http.Header
	body   []byte
}

// listen starts the story's receiver, which takes everything at first.
func (s *story) listen() {
	s.receiver = &receiver{status: http.StatusNoContent}
	server := httptest.NewServer(s.receiver.handler(s.world.Clock.Now))
	s.t.Cleanup(server.Close)
	s.names["receiver"] = server.URL
}

func (r *receiver) handler(now func() time.Time) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.arrived = append(r.arrived, arrival{now(), r.status, q.Header, body})
		w.WriteHeader(r.status)
	})
}

// answers says with which status the receiver answers from now on.
func (s *story) answers(step string) {
	status, err := strconv.Atoi(strings.TrimPrefix(step, "answers "))
	s.must(err)
	s.receiver.mu.Lock()
	defer s.receiver.mu.Unlock()
	s.receiver.status = status
}

// webhooks shows what arrived since the last such step. Webhook 2 names <webhook.2>, its id, when it is first seen.
func (s *story) webhooks() string {
	s.receiver.mu.Lock()
	defer s.receiver.mu.Unlock()
	var lines strings.Builder
	for _, a := range s.receiver.arrived {
		id := a.header.Get("Webhook-Id")
		number := slices.Index(s.webhookIDs, id) + 1
		if number == 0 {
			s.webhookIDs = append(s.webhookIDs, id)
			number = len(s.webhookIDs)
			s.names[fmt.Sprintf("webhook.%d", number)] = id
		}
		var message struct {
			Type string
			Data struct{ EntityID string }
		}
		s.must(json.Unmarshal(a.body, &message))
		fmt.Fprintf(&lines, "%s webhook %d: %s of %s, signed with %s: %d\n", minute(a.at), number, message.Type, message.Data.EntityID,
			strings.Join(s.signers(a), " and "), a.status)
	}
	s.receiver.arrived = nil
	return cmp.Or(s.name(lines.String()), nothing)
}

// signers are the names of the secrets that verify a message, by the specification's own library.
func (s *story) signers(a arrival) []string {
	var names []string
	for name, value := range s.names {
		if !strings.HasPrefix(value, "whsec_") {
			continue
		}
		verifier, err := standardwebhooks.NewWebhook(value)
		s.must(err)
		if verifier.VerifyIgnoringTimestamp(a.body, a.header) == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
