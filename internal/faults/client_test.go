package faults

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/handledesk/handledesk/internal/idempotency"
)

type object = map[string]any

// operation is one mutation that somebody wants done, and how it went.
type operation struct {
	Query     string `json:"query"`
	Variables object `json:"variables"`

	name     string // the mutation's
	secret   string // of who sends it
	key      string // its Idempotency-Key, the same each time it is sent
	attempts int    // how often it was sent; each one has an id of its own, see requestID
	done     bool   // acknowledged without userErrors
	refused  string // the first of the userErrors
	replayed bool   // the answer says that it had been done before
	unknown  bool   // an answer said that it is not known whether it was done
	answer   object // the field's
	entity   string // what it was about, which has one event of it
}

// requestID is the id that the n-th attempt is sent with. Its events carry it.
func (o *operation) requestID(n int) string { return fmt.Sprintf("%s-%d", o.key, n) }

// reply is what came back of one attempt.
type reply struct {
	status int
	header http.Header
	text   string
	Data   map[string]object
	Errors []struct {
		Message    string
		Extensions struct{ Code string }
	}
}

// code is that of the first error; empty without one.
func (r *reply) code() string {
	if len(r.Errors) == 0 {
		return ""
	}
	return r.Errors[0].Extensions.Code
}

// web is how clients send: as many connections as they like, none kept for long, since servers die.
func web() *http.Client {
	return &http.Client{Timeout: patience, Transport: &http.Transport{MaxIdleConnsPerHost: 16, IdleConnTimeout: time.Second}}
}

// patience is how long a client waits for an answer, longer than any operation may take.
const patience = 30 * time.Second

// send makes one attempt. The error says that no answer came, or no whole one.
func (o *operation) send(ctx context.Context, client *http.Client, url string) (*reply, error) {
	o.attempts++
	body, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header = http.Header{
		"Content-Type": {"application/json"}, "Authorization": {"Bearer " + o.secret},
		idempotency.Header: {o.key}, "X-Request-Id": {o.requestID(o.attempts)},
	}
	if o.key == "" {
		request.Header.Del(idempotency.Header)
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	r := &reply{status: response.StatusCode, header: response.Header, text: string(text)}
	return r, errors.Join(json.Unmarshal(text, r))
}

// take notes an answer; false when it is none that ends the operation.
func (o *operation) take(r *reply) bool {
	if len(r.Errors) > 0 {
		o.unknown = o.unknown || strings.Contains(r.Errors[0].Message, "not known whether")
		return false
	}
	o.answer = r.Data[o.name]
	o.replayed = r.header.Get(idempotency.ReplayedHeader) == "true"
	refusals, _ := o.answer["userErrors"].([]any)
	if results, is := o.answer["results"].([]any); is {
		for _, result := range results {
			of, _ := result.(object)["userErrors"].([]any)
			refusals = append(refusals, of...)
		}
	}
	for _, refusal := range refusals {
		o.refused, _ = refusal.(object)["code"].(string)
	}
	o.done = o.answer != nil && len(refusals) == 0
	return true
}

// id is that of an object of the answer; empty when it is null.
func (o *operation) id(name string) string {
	of, _ := o.answer[name].(object)
	id, _ := of["id"].(string)
	return id
}

// patient are the codes of errors that pass: whoever meets one sends the same again.
var patient = []string{"UNAVAILABLE", "TIMEOUT"}

// passes tells whether an answer asks to be patient.
func (r *reply) passes() bool { return slices.Contains(patient, r.code()) }
