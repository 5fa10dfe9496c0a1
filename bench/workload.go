package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/handledesk/handledesk/bench/limit"
	"github.com/handledesk/handledesk/internal/registrar"
)

// maxCalls is how many different requests a group goes through before it begins again.
const maxCalls = 4000

// headline is the group of readers: every page of every reseller's list, in an order that jumps between them.
func headline(connections int, calls []call) group {
	return group{Name: "read", Connections: connections, Operation: "Headline", Query: limit.Headline, Calls: calls}
}

// collectPages walks every reseller's list and keeps a request for each page, evenly thinned to maxCalls. It asks the
// limit, which is quick; that the product agrees is checked afterwards.
func collectPages(ctx context.Context, server *process, accounts []account) ([]call, error) {
	return designed.pages(ctx, server, accounts)
}

// scatter thins the calls and steps through them by a stride without common divisors, so that neighbours are of
// different resellers.
func scatter(calls []call) []call {
	n := min(len(calls), maxCalls)
	const stride = 1_000_003 // a prime above every n
	mixed := make([]call, n)
	for i := range mixed {
		mixed[i] = calls[i*stride%n*len(calls)/n]
	}
	return mixed
}

// movers is the group that changes the street of handles over which the resellers have FULL rights.
func movers(ctx context.Context, d *dataset, connections int) (_ group, err error) {
	db, err := sql.Open("sqlite3", "file:"+d.limit()+"?_query_only=on")
	if err != nil {
		return group{}, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	keys := map[string]string{}
	for _, a := range d.Accounts {
		keys[a.ID] = a.Key
	}
	rows, err := db.QueryContext(ctx, `SELECT a.reseller_id, h.id, h.address FROM accesses a JOIN handles h ON h.id = a.handle_id
WHERE a.rights = 'FULL' AND a.rowid % ? = 0 ORDER BY h.id`, max(1, d.Handles/maxCalls))
	if err != nil {
		return group{}, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var calls []call
	for rows.Next() {
		var reseller, id string
		var stored []byte
		var address registrar.Address
		if err := rows.Scan(&reseller, &id, &stored); err != nil {
			return group{}, err
		}
		if err := json.Unmarshal(stored, &address); err != nil {
			return group{}, err
		}
		address.Street = []string{"Market Square {{n}}"}
		input, err := json.Marshal(map[string]any{"input": map[string]any{"handleId": id, "address": address}})
		if err != nil {
			return group{}, err
		}
		calls = append(calls, call{Key: keys[reseller], Variables: string(input)})
	}
	return group{Name: "updateHandle", Connections: connections, Operation: "ChangeStreet", Query: limit.ChangeStreet,
		Calls: scatter(calls), Expect: `"userErrors":[]`}, rows.Err()
}

const createHandle = `mutation CreateHandle($input: CreateHandleInput!) {
  createHandle(input: $input) { handle { code version address { street } } userErrors { code message } }
}`

// creators is the group that creates handles.
func creators(d *dataset, connections int) group {
	g := group{Name: "createHandle", Connections: connections, Operation: "CreateHandle", Query: createHandle, Expect: `"userErrors":[]`}
	for _, a := range d.Accounts {
		g.Calls = append(g.Calls, call{Key: a.Key, Variables: `{"input":{"kind":"PERSON","givenName":"Nora","familyName":"Bench {{n}}",` +
			`"address":{"street":["1 Alder Street"],"city":"Portland","postalCode":"97205","country":"US"},` +
			`"email":"nora.{{n}}@post.example.com","phone":"+15032221234"}}`})
	}
	return g
}

// ask sends one request outside of any timing and gives the whole answer.
func ask(ctx context.Context, server *process, g group, c call) ([]byte, error) {
	body := append(append(bodyPrefix(g.Operation, g.Query), c.Variables...), '}')
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+server.address+"/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+c.Key)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err == nil && (response.StatusCode != http.StatusOK || !bytes.HasPrefix(text, []byte(`{"data":`))) {
		err = fmt.Errorf("%s answers %s: %s", server.Name, response.Status, text[:min(len(text), 500)])
	}
	return text, err
}

// compared is how many requests are answered by both servers before anything is timed.
const compared = 200

// compare refuses to go on when the servers do not answer a sample of the calls with the same bytes. It returns the
// mean size of an answer.
func compare(ctx context.Context, servers []*process, g group) (size int, err error) {
	step := max(1, len(g.Calls)/compared)
	asked := 0
	for i := 0; i < len(g.Calls); i += step {
		c := g.Calls[i]
		c.Variables = strings.ReplaceAll(c.Variables, "{{n}}", fmt.Sprint(i))
		first, err := ask(ctx, servers[0], g, c)
		if err != nil {
			return 0, err
		}
		second, err := ask(ctx, servers[1], g, c)
		if err != nil {
			return 0, err
		}
		first, second = withoutCost(first), withoutCost(second)
		if at := difference(first, second); at >= 0 {
			from := max(0, at-60)
			return 0, fmt.Errorf("%s: the answers differ at byte %d, so timing them says nothing; variables %s\n%s: …%s\n%s: …%s",
				g.Operation, at, c.Variables, servers[0].Name, first[from:min(len(first), at+60)],
				servers[1].Name, second[from:min(len(second), at+60)])
		}
		size += len(first)
		asked++
	}
	return size / max(asked, 1), nil
}

// withoutCost takes the end off an answer that tells what it cost: the limit has no such accounts to keep.
func withoutCost(answer []byte) []byte {
	if at := bytes.LastIndex(answer, []byte(`,"extensions":{"cost":{`)); at >= 0 {
		return append(answer[:at:at], '}')
	}
	return answer
}

// difference is where two texts begin to differ; -1 when they are equal.
func difference(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	if len(a) != len(b) {
		return min(len(a), len(b))
	}
	return -1
}
