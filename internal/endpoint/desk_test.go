package endpoint

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/handledesk/handledesk/graph"
	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/server"
	"github.com/handledesk/handledesk/internal/service"
)

type object = map[string]any

// desk is an endpoint over a world's database, with something of everything in it, and server options of its own.
type desk struct {
	*apitest.World
	url     string // of /graphql, over a real listener
	handler http.Handler
	log     *notes
	folder  string  // of the database
	past    *sql.DB // past the program; one connection, which sees when another one has written

	keys  map[string]string // credentials by whose they are
	names map[string]string // what is in the database: ids, codes, tokens
}

// notes is what the server logged, in JSON lines.
type notes struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write writes.
func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.Write(p)
}

// take gives what was logged since the last call.
func (n *notes) take() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	defer n.b.Reset()
	return n.b.String()
}

// newDesk opens an endpoint with an account, two keys, an owner who is signed in, a handle and a domain.
func newDesk(t testing.TB, changes ...func(*server.Options)) *desk {
	t.Helper()
	return deskWith(t, apitest.Options{}, changes...)
}

func deskWith(t testing.TB, o apitest.Options, changes ...func(*server.Options)) *desk {
	t.Helper()
	o.Directory = t.TempDir()
	d := &desk{World: apitest.With(t, o), folder: o.Directory, keys: map[string]string{"": ""}, names: map[string]string{}}
	d.fill(t)
	d.url, d.handler, d.log = listen(t, d.Service, changes...)
	d.past = d.Past()
	return d
}

// listen serves the real schema on a free port until the test ends.
func listen(t testing.TB, s *service.Service, changes ...func(*server.Options)) (url string, handler http.Handler, log *notes) {
	t.Helper()
	log = &notes{}
	logger := slog.New(slog.NewJSONHandler(log, nil))
	o := server.Options{
		Schema: graph.NewSchema(s), PresentError: graph.Presenter(logger), Introspection: server.Everyone, Logger: logger,
		Authenticate: func(ctx context.Context, bearer string) (context.Context, error) {
			signedIn, err := s.Authenticate(ctx, bearer)
			if service.IsUnauthenticated(err) {
				return ctx, fmt.Errorf("%w: %w", server.ErrUnauthenticated, err)
			}
			return signedIn, err
		},
	}
	for _, change := range changes {
		change(&o)
	}
	srv, err := server.New(o)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := srv.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("the server did not stop well: %v", err)
		}
	})
	return "http://" + listener.Addr().String() + "/graphql", srv.Handler(), log
}

const createHandle = `mutation($in: CreateHandleInput!) { createHandle(input: $in) { handle { id code } userErrors { code message } } }`

// personOf is an input for createHandle.
func personOf(name string) object {
	return object{
		"kind": "PERSON", "givenName": "Ida", "familyName": name, "email": strings.ToLower(name) + "@post.example", "phone": "+46 18 471 00 00",
		"address": object{"street": []any{"Storgatan 12"}, "city": "Uppsala", "postalCode": "753 31", "country": "SE"},
	}
}

const ownersPassword = "seven yellow ladders lean"

// fill makes what every test may name.
func (d *desk) fill(t testing.TB) {
	t.Helper()
	d.names["reseller"], d.keys["reseller"] = d.Reseller("Northwind Names")
	_, d.keys["other"] = d.Reseller("Southern Cross")
	d.keys["operator"] = d.Key("", registrar.Scopes...)
	d.keys["reader"] = d.Key(d.names["reseller"], registrar.HandlesRead)
	made := d.Must(d.keys["reseller"], createHandle, object{"in": personOf("Lindqvist")})["createHandle"].(object)["handle"].(object)
	d.names["handle"], d.names["code"] = made["id"].(string), made["code"].(string)
	d.Settle()
	d.names["token"] = d.LastToken()
	released := d.Must(d.keys["reseller"], createHandle, object{"in": personOf("Duval")})["createHandle"].(object)["handle"].(object)
	registered := d.Must(d.keys["reseller"], `mutation($in: RegisterDomainInput!) { registerDomain(input: $in) { domain { id } userErrors { code message } } }`,
		object{"in": object{"name": "lindqvist.com", "owner": object{"handleId": d.names["handle"]}}})["registerDomain"].(object)
	domain, ok := registered["domain"].(object)
	if !ok {
		t.Fatalf("no domain: %v", registered)
	}
	d.names["domain"] = domain["id"].(string)
	d.Settle()
	d.Must(d.keys["reseller"], `mutation($id: ID!) { releaseHandle(input: {handleId: $id}) { userErrors { code message } } }`, object{"id": released["id"]})
	d.Settle()
	d.names["owner code"] = released["code"].(string)
	d.Must("", `mutation($in: SetPasswordInput!) { setPassword(input: $in) { userErrors { code message } } }`,
		object{"in": object{"token": d.LastToken(), "password": ownersPassword}})
	signedIn := d.Must("", `mutation($in: SignInInput!) { signIn(input: $in) { sessionToken userErrors { code message } } }`,
		object{"in": object{"code": released["code"], "password": ownersPassword}})["signIn"].(object)
	if d.keys["owner"], ok = signedIn["sessionToken"].(string); !ok {
		t.Fatalf("the owner is not signed in: %v", signedIn)
	}
	for who, key := range d.keys { // the first use of a key is written down, beside the request
		if who != "" {
			d.Must(key, "{ viewer { __typename } }", nil)
		}
	}
	d.Service.Wait()
	d.Statements()
}

// reply is what came back, whole.
type reply struct {
	Status int
	Header http.Header
	Body   []byte
	failed error // of the connection

	Data   map[string]any
	Errors []struct {
		Message    string
		Path       []any
		Extensions map[string]any
	}
	Extensions map[string]any
}

// code is that of the first error.
func (r *reply) code() string {
	if len(r.Errors) == 0 {
		return ""
	}
	code, _ := r.Errors[0].Extensions["code"].(string)
	return code
}

// executed tells whether an operation ran.
func (r *reply) executed() bool { return r.Data != nil }

// send sends a request as it is given, signed in as who.
func (d *desk) send(t testing.TB, who string, r *http.Request) *reply {
	t.Helper()
	if key := d.keys[who]; key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return &reply{failed: err}
	}
	body, err := io.ReadAll(response.Body)
	if err = errors.Join(err, response.Body.Close()); err != nil {
		return &reply{failed: err}
	}
	got := &reply{Status: response.StatusCode, Header: response.Header, Body: body}
	if err := json.Unmarshal(body, got); err != nil {
		t.Errorf("%d, not JSON: %s", got.Status, body)
	}
	return got
}

// post is a request with a body.
func (d *desk) post(t testing.TB, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, d.url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/graphql-response+json")
	return r
}

// ask sends a document with variables.
func (d *desk) ask(t testing.TB, who, document string, variables map[string]any) *reply {
	t.Helper()
	return d.send(t, who, d.post(t, bodyOf(t, document, variables)))
}

func bodyOf(t testing.TB, document string, variables map[string]any) string {
	t.Helper()
	body, err := json.Marshal(object{"query": document, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
