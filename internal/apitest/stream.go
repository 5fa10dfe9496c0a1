package apitest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/handledesk/handledesk/internal/page"
)

// Stream is a subscription over server-sent events.
type Stream struct {
	w       *World
	answers chan Answer
	stop    func()
}

// streamPatience is how long a test waits for an answer of a stream that must come.
const streamPatience = 20 * time.Second

// Subscribe opens a subscription; it ends with the test, or by Stop. What is refused before it begins is its only answer.
func (w *World) Subscribe(key, query string, variables map[string]any) *Stream {
	w.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	w.t.Cleanup(stop)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL+"/graphql", bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	if key != "" {
		request.Header.Set("Authorization", "Bearer "+key)
	}
	response, err := http.DefaultClient.Do(request) //nolint:bodyclose // whoever reads the lines closes it
	if err != nil {
		w.t.Fatal(err)
	}
	s := &Stream{w: w, answers: make(chan Answer), stop: stop}
	go func() {
		defer close(s.answers)
		defer func() { _ = response.Body.Close() }()
		lines := bufio.NewScanner(response.Body)
		for lines.Scan() {
			text, is := strings.CutPrefix(lines.Text(), "data: ")
			if !strings.HasPrefix(response.Header.Get("Content-Type"), "text/event-stream") {
				text, is = lines.Text(), true
			}
			answer := Answer{Status: response.StatusCode, Header: response.Header, Body: []byte(text)}
			if !is || json.Unmarshal([]byte(text), &answer) != nil {
				continue
			}
			select {
			case s.answers <- answer:
			case <-ctx.Done():
				return
			}
		}
	}()
	return s
}

// Next waits for the next answer. The test fails when none comes; ended tells that the stream is over.
func (s *Stream) Next() (answer Answer, ended bool) {
	s.w.t.Helper()
	select {
	case answer, open := <-s.answers:
		return answer, !open
	case <-time.After(streamPatience):
		s.w.t.Fatal("the stream tells nothing")
	}
	return Answer{}, true
}

// Silent tells whether no answer comes within a time.
func (s *Stream) Silent(during time.Duration) bool {
	select {
	case answer, open := <-s.answers:
		if open {
			s.w.t.Logf("the stream tells %s", answer.Body)
		}
		return !open
	case <-time.After(during):
		return true
	}
}

// Stop ends the subscription from the reader's side.
func (s *Stream) Stop() { s.stop() }

// EventCursor is the cursor of an event in ascending order.
func EventCursor(id string) string {
	return page.Order{Name: "AT", Kind: page.Text}.Cursor(page.Key{Value: id, ID: id})
}
