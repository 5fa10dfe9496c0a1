package apitest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"strings"
	"time"
)

// Answer is what the server answered.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	Data   map[string]any
	Errors []struct {
		Message    string
		Path       []any
		Extensions map[string]any
	}
}

// Codes are the codes of the top-level errors.
func (a Answer) Codes() []string {
	codes := make([]string, len(a.Errors))
	for i, e := range a.Errors {
		codes[i], _ = e.Extensions["code"].(string)
	}
	return codes
}

// Do sends one operation; the key may be empty. It fails the test only when no answer comes.
func (w *World) Do(key, query string, variables map[string]any) Answer {
	w.t.Helper()
	return w.DoWith(nil, key, query, variables)
}

// DoWith sends one operation with further headers.
func (w *World) DoWith(header http.Header, key, query string, variables map[string]any) Answer {
	w.t.Helper()
	if strings.Contains(query, "vents") {
		w.untilTold()
	}
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		w.t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, w.URL+"/graphql", bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	maps.Copy(request.Header, header)
	request.Header.Set("Content-Type", "application/json")
	if key != "" {
		request.Header.Set("Authorization", "Bearer "+key)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	answer := Answer{Status: response.StatusCode, Header: response.Header}
	if answer.Body, err = io.ReadAll(response.Body); err != nil {
		w.t.Fatal(err)
	}
	if err := json.Unmarshal(answer.Body, &answer); err != nil {
		w.t.Fatalf("not JSON: %s", answer.Body)
	}
	return answer
}

// longestUntold is how long another transaction of the cluster may keep events from being read.
const longestUntold = 10 * time.Second

// untilTold waits until every event that is written can be read in order. On Postgres the oldest transaction under way
// anywhere in the cluster holds that up, and other tests have some.
func (w *World) untilTold() {
	w.t.Helper()
	if !OnPostgres() {
		return
	}
	for deadline := time.Now().Add(longestUntold); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		var last int64
		err := w.Past().QueryRowContext(context.Background(), "SELECT coalesce(max(position), 0) FROM events").Scan(&last)
		end, _, failed := w.Store.Horizon(context.Background())
		if err != nil || failed != nil || last < end {
			return // whatever failed will be told by the operation itself
		}
	}
}

// Must sends one operation that must succeed without errors, and gives its data.
func (w *World) Must(key, query string, variables map[string]any) map[string]any {
	w.t.Helper()
	answer := w.Do(key, query, variables)
	if len(answer.Errors) > 0 {
		w.t.Fatalf("unexpected errors: %s", answer.Body)
	}
	return answer.Data
}
