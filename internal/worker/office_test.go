package worker_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/mail"
	"github.com/handledesk/handledesk/internal/pages"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/worker"
)

type object = map[string]any

// office is a world with a reseller in it.
type office struct {
	*apitest.World
	t            *testing.T
	transport    mail.Transport
	seller, desk string // keys of the reseller and of the staff
}

func open(t *testing.T, transport mail.Transport) *office {
	t.Helper()
	o := &office{World: apitest.With(t, apitest.Options{Transport: transport}), t: t, transport: transport}
	_, o.seller = o.Reseller("Alpha Hosting")
	o.desk = o.Key("", registrar.Scopes...)
	return o
}

// do runs a mutation of one field that must succeed, and gives what the field answered.
func (o *office) do(key, query string, variables object) object {
	o.t.Helper()
	for _, answer := range o.Must(key, query, variables) {
		fields := answer.(object)
		if refused, _ := fields["userErrors"].([]any); len(refused) > 0 {
			o.t.Fatalf("refused: %v", refused)
		}
		return fields
	}
	return nil
}

// person is what a handle is made of.
func person(email, language string) object {
	return object{
		"kind": "PERSON", "givenName": "Jana", "familyName": "Díaz, Jr.", "email": email, "phone": "+33.123456789", "language": language,
		"address": object{"street": []string{"1 rue Haute"}, "city": "Lyon", "postalCode": "69001", "country": "FR"},
	}
}

// handle creates a handle and gives its id.
func (o *office) handle(email, language string) string {
	o.t.Helper()
	const create = `mutation($in: CreateHandleInput!) { createHandle(input: $in) { handle { id } userErrors { code message } } }`
	return o.do(o.seller, create, object{"in": person(email, language)})["handle"].(object)["id"].(string)
}

// domain registers a domain for a new handle and gives the id of that handle.
func (o *office) domain(name, email string) string {
	o.t.Helper()
	const register = `mutation($in: RegisterDomainInput!) { registerDomain(input: $in) {
		domain { contacts { role handle { id } } } userErrors { code message } } }`
	in := object{"name": name, "owner": object{"create": person(email, "en")}}
	contacts := o.do(o.seller, register, object{"in": in})["domain"].(object)["contacts"].([]any)
	return contacts[0].(object)["handle"].(object)["id"].(string)
}

// reachability is what the API tells of a handle's proof.
func (o *office) reachability(id string) object {
	o.t.Helper()
	const query = `query($id: ID!) { handle(by: {id: $id}) { reachability {
		state sentAt reminders bounced bouncedAt evidence { at kind recipient reason messageId reply } } } }`
	return o.Must(o.seller, query, object{"id": id})["handle"].(object)["reachability"].(object)
}

// evidence are the entries of one kind, newest first.
func (o *office) evidence(id string, kind registrar.EvidenceKind) []object {
	o.t.Helper()
	var found []object
	for _, e := range o.reachability(id)["evidence"].([]any) {
		if e.(object)["kind"] == string(kind) {
			found = append(found, e.(object))
		}
	}
	return found
}

// deadLetters are the mails that were given up, as staff sees them.
func (o *office) deadLetters() []object {
	o.t.Helper()
	const query = `{ deadLetters { totalCount edges { node { id state reason recipient attempts sentAt reply handle { id } } } } }`
	letters := o.Must(o.desk, query, nil)["deadLetters"].(object)
	var found []object
	for _, edge := range letters["edges"].([]any) {
		found = append(found, edge.(object)["node"].(object))
	}
	if fmt.Sprint(letters["totalCount"]) != fmt.Sprint(len(found)) {
		o.t.Errorf("%v dead letters are counted, %d listed", letters["totalCount"], len(found))
	}
	return found
}

// retry queues a dead letter again and gives what retryMail answered.
func (o *office) retry(id any) object {
	o.t.Helper()
	const query = `mutation($id: ID!) { retryMail(input: {mailId: $id}) { mail { state attempts } userErrors { code } } }`
	return o.Must(o.desk, query, object{"id": id})["retryMail"].(object)
}

// rows reads by SQL what the API does not show: a line each, columns with spaces between.
func (o *office) rows(query string, arguments ...any) []string {
	o.t.Helper()
	rows, err := o.Store.Read().QueryContext(o.t.Context(), apitest.Bind(query), arguments...)
	if err != nil {
		o.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		o.t.Fatal(err)
	}
	var lines []string
	for rows.Next() {
		values, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			o.t.Fatal(err)
		}
		lines = append(lines, strings.TrimSuffix(fmt.Sprintln(values...), "\n"))
	}
	if err := rows.Err(); err != nil {
		o.t.Fatal(err)
	}
	return lines
}

// holds requires that a statement gives exactly one line, which says this.
func (o *office) holds(what, want, query string, arguments ...any) {
	o.t.Helper()
	if got := strings.Join(o.rows(query, arguments...), "; "); got != want {
		o.t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// browser asks for pages as a person's browser does, but tells of redirections instead of following them.
var browser = http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, Timeout: 30 * time.Second,
}

// page asks for one of the owner's pages: with GET, or with POST when there are fields.
func (o *office) page(path string, fields url.Values) (status int, body string) {
	o.t.Helper()
	method, content := http.MethodGet, ""
	if fields != nil {
		method, content = http.MethodPost, fields.Encode()
	}
	request, err := http.NewRequestWithContext(o.t.Context(), method, o.URL+pages.Path+path, strings.NewReader(content))
	if err != nil {
		o.t.Fatal(err)
	}
	if fields != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := browser.Do(request)
	if err != nil {
		o.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// confirm presses the button of a mailed link, which must succeed.
func (o *office) confirm(token string) {
	o.t.Helper()
	if status, body := o.page("confirm", url.Values{"token": {token}}); status != http.StatusSeeOther {
		o.t.Fatalf("%d %s", status, body)
	}
}

// run runs a worker as the server does; the returned function stops it and waits until it has ended.
func (o *office) run(set func(*worker.Options)) (stop func()) {
	o.t.Helper()
	options := worker.Options{
		Service: o.Service, Transport: o.transport, LinkTo: pages.LinkTo(apitest.LinkBase), Woken: o.Store.Woken(),
		Logger: slog.New(slog.DiscardHandler), Poll: time.Hour,
	}
	if set != nil {
		set(&options)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		worker.New(options).Run(ctx)
	}()
	stop = sync.OnceFunc(func() {
		cancel()
		select {
		case <-done:
		case <-time.After(20 * time.Second):
			o.t.Error("the worker does not stop")
		}
	})
	o.t.Cleanup(stop)
	return stop
}

// await waits until something is so. It bounds the wait and measures nothing.
func await(t *testing.T, what string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !so(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
