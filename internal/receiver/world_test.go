package receiver

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/webhook"
)

type object = map[string]any

// here lets webhooks go to this machine.
func here() webhook.Options {
	return webhook.Options{Policy: webhook.Policy{AllowHTTP: true, AllowPrivate: true}}
}

// arrival is a request that a receiver got.
type arrival struct {
	header http.Header
	body   []byte
	id     string
	kind   string
	data   object
}

// receiver is an address that webhooks go to.
type receiver struct {
	*httptest.Server
	t *testing.T

	mu       sync.Mutex
	arrivals []arrival
	answer   http.HandlerFunc
}

// newReceiver starts a receiver that answers 204 until told otherwise.
func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{t: t}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		a := arrival{header: q.Header, body: body, id: q.Header.Get("Webhook-Id")}
		var message struct {
			Type string
			Data object
		}
		if err := json.Unmarshal(body, &message); err != nil {
			t.Errorf("the body is no JSON: %s", body)
		}
		a.kind, a.data = message.Type, message.Data
		r.mu.Lock()
		r.arrivals = append(r.arrivals, a)
		answer := r.answer
		r.mu.Unlock()
		if answer != nil {
			answer(w, q)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(r.Close)
	return r
}

// says makes the receiver answer a status from now on, and a body.
func (r *receiver) says(status int, body string) {
	r.does(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

func (r *receiver) does(answer http.HandlerFunc) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = answer
}

// took gives what arrived since the last call.
func (r *receiver) took() []arrival {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := r.arrivals
	r.arrivals = nil
	return all
}

// verifies tells whether the official library takes the message with the secret. The world's clock stands elsewhere than
// the library's, so the timestamp is looked at apart.
func (a arrival) verifies(t *testing.T, secret string) bool {
	t.Helper()
	verifier, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	return verifier.VerifyIgnoringTimestamp(a.body, a.header) == nil
}

func kinds(arrivals []arrival) string {
	all := make([]string, len(arrivals))
	for i, a := range arrivals {
		all[i] = a.kind
	}
	return strings.Join(all, " ")
}

// world is a product with a reseller.
type world struct {
	*apitest.World
	t        *testing.T
	reseller string
	key      string
}

func newWorld(t *testing.T, o apitest.Options) *world {
	t.Helper()
	o.Webhooks = here()
	w := &world{World: apitest.With(t, o), t: t}
	w.reseller, w.key = w.Reseller("North")
	w.Settle()
	return w
}

// mutate runs a mutation that must be done, and gives its payload.
func (w *world) mutate(key, name, input string, in object, fields string) object {
	w.t.Helper()
	data := w.Must(key, "mutation($in: "+input+"!) { "+name+"(input: $in) { "+fields+" userErrors { code message } } }", object{"in": in})
	payload, _ := data[name].(object)
	if refusals, _ := payload["userErrors"].([]any); len(refusals) > 0 {
		w.t.Fatalf("%s: %v", name, refusals)
	}
	return payload
}

// endpoint makes an endpoint and gives its id and secret. What it hears of its own creation is taken off.
func (w *world) endpoint(key string, r *receiver, actions ...string) (id, secret string) {
	w.t.Helper()
	made := w.mutate(key, "createWebhookEndpoint", "CreateWebhookEndpointInput",
		object{"url": r.URL + "/in", "actions": append([]string{}, actions...)}, "secret webhookEndpoint { id }")
	w.Settle()
	r.took()
	id, _ = made["webhookEndpoint"].(object)["id"].(string)
	secret, _ = made["secret"].(string)
	return id, secret
}

// handle makes a handle and gives its id.
func (w *world) handle(key string) string {
	w.t.Helper()
	made := w.mutate(key, "createHandle", "CreateHandleInput", object{
		"kind": "PERSON", "givenName": "Grace", "familyName": "Hopper", "email": "grace@example.org", "phone": "+33123456780",
		"address": object{"street": []string{"2 rue de la Paix"}, "city": "Paris", "country": "FR"}, "onDuplicate": "CREATE",
	}, "handle { id }")
	id, _ := made["handle"].(object)["id"].(string)
	return id
}

// look reads an endpoint and its delivery log.
func (w *world) look(key, id string) (endpoint object, log []object) {
	w.t.Helper()
	data := w.Must(key, `query($id: ID!) { node(id: $id) { ... on WebhookEndpoint {
		id url enabled disabledReason failingSince previousSecretUntil version deliveries(first: 100) { totalCount edges { node {
			id state attempts nextAttemptAt lastAttemptAt deliveredAt lastStatus lastFailure lastAnswer event { id action } endpoint { id }
		} } } } } }`, object{"id": id})
	endpoint, _ = data["node"].(object)
	if endpoint == nil {
		return nil, nil
	}
	edges, _ := endpoint["deliveries"].(object)["edges"].([]any)
	for _, e := range edges {
		log = append(log, e.(object)["node"].(object))
	}
	return endpoint, log
}
