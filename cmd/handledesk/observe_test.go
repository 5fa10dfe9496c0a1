package main

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// TestMetricsAreServedBesideTheEndpoint: on an address of their own, and never on the public one.
func TestMetricsAreServedBesideTheEndpoint(t *testing.T) {
	r := serve(t, "--metrics", "127.0.0.1:0", "--rate-bucket", "1", "--rate-restore", "1")
	for range 3 {
		r.send(t, `{"query": "query Hello { __typename }"}`)
	}
	at := regexp.MustCompile(`http://127\.0\.0\.1:\d+/metrics`).FindString(r.out.String())
	get := func(url string) (int, string) {
		response, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		text, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, string(text)
	}
	status, text := get(at)
	for _, want := range []string{
		`handledesk_limits_hit_total{limit="rate"} 2`, `handledesk_sql_pool_max_connections{pool="writer"} 1`, "handledesk_queue_messages 0", "go_goroutines",
	} {
		if status != http.StatusOK || !strings.Contains(text, want) {
			t.Errorf("%d, no %s in\n%s", status, want, text)
		}
	}
	if status, _ := get(strings.TrimSuffix(r.url, "graphql") + "metrics"); status != http.StatusNotFound {
		t.Errorf("the public address answers /metrics with %d", status)
	}
	if code := r.stop(); code != 0 {
		t.Errorf("exit %d: %s", code, r.err)
	}
	if _, err := http.Get(at); err == nil {
		t.Error("metrics are served after the end")
	}
}
