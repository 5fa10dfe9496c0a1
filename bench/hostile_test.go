package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestHostileDocumentsAreMeasured: every one is refused by the product, and the report says by what.
func TestHostileDocumentsAreMeasured(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	cases, err := hostileCases()
	if err != nil || len(cases) < 40 {
		t.Fatalf("%d documents, %v", len(cases), err)
	}
	for _, c := range cases {
		if err := c.measure(t.Context(), p.product, p.data.Accounts, 2); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
		if c.Said == "" || c.Answer == 0 || c.Answer > refusalSize || c.Latency.Max == 0 {
			t.Errorf("%s: %+v", c.Name, c)
		}
	}
	var table strings.Builder
	if err := printHostile(&table, cases[:1], 2); err != nil || !strings.Contains(table.String(), cases[0].Name) {
		t.Errorf("%v, the table is %s", err, table.String())
	}
}

// TestWhatTakesTooMuchIsFlagged: time as well as bytes.
func TestWhatTakesTooMuchIsFlagged(t *testing.T) {
	t.Parallel()
	large := strings.Repeat(" ", refusalSize)
	slow := listen(t, "slow", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(refusedWithin)
		_, _ = w.Write([]byte(`{"errors":[{"extensions":{"code":"X"}}]}` + large))
	}))
	c := hostileCase{Name: "one", body: []byte("{}")}
	if err := c.measure(t.Context(), slow, []account{{Key: "x"}}, 1); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(c.Flags, []string{"over 100ms", "over 10000 bytes"}) {
		t.Errorf("flags %q", c.Flags)
	}
}

func TestTheTollIsPartOfARequest(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	share, err := measureToll(t.Context(), p.data, logger{&strings.Builder{}})
	if err != nil {
		t.Fatal(err)
	}
	if share.Price <= 0 || share.Meter <= 0 || share.Count <= 0 || share.Request <= share.Price+share.Meter || share.Share <= 0 {
		t.Errorf("%+v", share)
	}
}

func TestAnAnswersCostIsNotCompared(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{
		`{"data":{"a":1},"extensions":{"cost":{"requested":1}}}`: `{"data":{"a":1}}`,
		`{"data":{"a":1}}`: `{"data":{"a":1}}`,
	} {
		if got := string(withoutCost([]byte(answer))); got != want {
			t.Errorf("%s gives %s", answer, got)
		}
	}
}
