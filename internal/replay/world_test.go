package replay

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/idempotency"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/viewer"
)

type object = map[string]any

// world is a small registry: reseller north with a handle of each sort that the mutations ask for, and reseller south.
type world struct {
	*apitest.World
	t             *testing.T
	reseller      string            // id of north
	north         string            // a key of north's with every scope
	south         string            // one of south's
	staff         string            // an operator's
	handles       map[string]string // id by name
	domains       map[string]string // id by name
	code          string            // of the handle whose owner signs in
	first, second string            // sessions of that owner
}

const ownersPassword = "seven yellow ladders lean"

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: apitest.New(t), t: t, handles: map[string]string{}, domains: map[string]string{}}
	w.reseller, w.north = w.Reseller("North")
	_, w.south = w.Reseller("South")
	w.staff = w.Key("", registrar.Scopes...)
	w.load()
	var err error
	for _, session := range []*string{&w.first, &w.second} {
		if *session, err = w.Service.OpenSession(viewer.System(t.Context()), w.handles["owner"], 48*time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	data := w.Must(w.staff, `query($id: ID!) { handle(by: {id: $id}) { code } }`, object{"id": w.handles["owner"]})
	found, _ := data["handle"].(object)
	w.code = fmt.Sprint(found["code"])
	// The first use of a key is noted; it must not be taken for something that a mutation did.
	for _, key := range []string{w.north, w.south, w.staff} {
		w.Must(key, "{ viewer { __typename } }", nil)
	}
	w.Service.Wait()
	return w
}

func (w *world) load() {
	long := registrar.At(apitest.Start.AddDate(0, -2, 0))
	err := w.Service.Bulk(w.t.Context(), func(b *service.Bulk) error {
		for name, h := range map[string]service.BulkHandle{
			"free":   {Reachability: registrar.ReachPending},
			"linked": {Reachability: registrar.ReachPending, Linked: true},
			"owner":  {Reachability: registrar.ReachValidated, ReleasedAt: long.Add(time.Hour)},
		} {
			list := service.BulkAccess{ResellerID: w.reseller, Rights: registrar.Full, Origin: registrar.Created}
			if name == "owner" {
				list.Rights, list.Origin = registrar.Limited, registrar.Released
			}
			h.Data, h.CreatedAt, h.Lists = w.person(name), long, []service.BulkAccess{list}
			w.handles[name] = b.Handle(h)
		}
		for _, text := range []string{"one.com", "two.com", "three.com"} {
			name, err := registrar.ParseDomainName(text)
			if err != nil {
				return err
			}
			w.domains[text] = b.Domain(service.BulkDomain{
				Name: name, ResellerID: w.reseller, RegisteredAt: long, ExpiresAt: long.AddYears(1), DueAt: registrar.Never,
				Contacts: map[registrar.Role]string{registrar.Owner: w.handles["linked"]},
			})
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) person(name string) registrar.HandleData {
	w.t.Helper()
	data, problems := registrar.CheckHandle(registrar.HandleData{
		Kind: registrar.Person, GivenName: "Ada", FamilyName: name, Email: name + "@example.org", Phone: "+33123456789",
		Address: registrar.Address{Street: []string{"1 rue de la Paix"}, City: "Paris", PostalCode: "75002", Country: "FR"},
	})
	if err := problems.Err(); err != nil {
		w.t.Fatal(err)
	}
	return data
}

// body is a request as it is sent.
type body struct {
	Query         string `json:"query"`
	OperationName string `json:"operationName,omitempty"`
	Variables     object `json:"variables,omitempty"`
}

// send sends a request with the values of the header Idempotency-Key.
func (w *world) send(secret string, request body, keys ...string) apitest.Answer {
	w.t.Helper()
	answer, err := w.try(secret, request, keys...)
	if err != nil {
		w.t.Fatal(err)
	}
	return answer
}

// try is send for goroutines, which may not end the test.
func (w *world) try(secret string, request body, keys ...string) (answer apitest.Answer, err error) {
	text, err := json.Marshal(request)
	if err != nil {
		return answer, err
	}
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, w.URL+"/graphql", bytes.NewReader(text))
	if err != nil {
		return answer, err
	}
	r.Header.Set("Content-Type", "application/json")
	if secret != "" {
		r.Header.Set("Authorization", "Bearer "+secret)
	}
	for _, key := range keys {
		r.Header.Add(idempotency.Header, key)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return answer, err
	}
	defer func() { _ = response.Body.Close() }()
	answer.Status, answer.Header = response.StatusCode, response.Header
	if answer.Body, err = io.ReadAll(response.Body); err != nil {
		return answer, err
	}
	err = json.Unmarshal(answer.Body, &answer)
	return answer, err
}

// replayed tells whether an answer says that it is one.
func replayed(answer apitest.Answer) bool {
	return answer.Header.Get(idempotency.ReplayedHeader) == "true"
}

// dump is the whole database: rows by table, sorted.
func (w *world) dump() map[string][]string {
	w.t.Helper()
	w.Service.Wait()
	tables, err := apitest.Tables(w.t.Context(), w.Store.Read())
	if err != nil {
		w.t.Fatal(err)
	}
	all := map[string][]string{}
	for _, table := range tables {
		all[table] = w.read("SELECT * FROM " + table)
	}
	return all
}

// read reads rows past the fence, each as a text of its values in the order of the columns' names.
func (w *world) read(statement string) []string {
	w.t.Helper()
	rows, err := apitest.Rows(w.t.Context(), w.Store.Read(), statement)
	if err != nil {
		w.t.Fatal(err)
	}
	all := make([]string, len(rows))
	for i, row := range rows {
		var parts []string
		for _, column := range slices.Sorted(maps.Keys(row)) {
			if strings.HasPrefix(column, "last_used_") {
				continue // of an API key: no change of anybody's
			}
			value := row[column]
			if raw, is := value.([]byte); is {
				value = string(raw)
			}
			parts = append(parts, fmt.Sprint(value))
		}
		all[i] = strings.Join(parts, " ")
	}
	slices.Sort(all)
	return all
}

// verifyUnchanged requires that the database is as it was.
func (w *world) verifyUnchanged(was map[string][]string) {
	w.t.Helper()
	for table, rows := range w.dump() {
		if !slices.Equal(rows, was[table]) {
			w.t.Errorf("%s was\n  %s\nand is\n  %s", table, strings.Join(was[table], "\n  "), strings.Join(rows, "\n  "))
		}
	}
}
