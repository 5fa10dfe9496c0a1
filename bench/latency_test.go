package main

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestPercentileIsTheNearestRank(t *testing.T) {
	t.Parallel()
	hundred := make([]time.Duration, 100)
	for i := range hundred {
		hundred[i] = time.Duration(i+1) * time.Millisecond
	}
	for _, c := range []struct {
		samples []time.Duration
		share   float64
		want    time.Duration
	}{
		{hundred, 0.5, 50 * time.Millisecond}, {hundred, 0.99, 99 * time.Millisecond}, {hundred, 1, 100 * time.Millisecond},
		{hundred, 0, time.Millisecond}, {hundred[:1], 0.99, time.Millisecond}, {hundred[:3], 0.5, 2 * time.Millisecond}, {nil, 0.5, 0},
	} {
		if got := percentile(c.samples, c.share); got != c.want {
			t.Errorf("percentile of %d samples at %g is %s, want %s", len(c.samples), c.share, got, c.want)
		}
	}
}

func TestLatencySortsItsSamples(t *testing.T) {
	t.Parallel()
	got := latencyOf([]time.Duration{3 * time.Millisecond, time.Millisecond, 2 * time.Millisecond})
	if got != (latency{P50: 2, P90: 3, P99: 3, Max: 3}) {
		t.Errorf("got %+v", got)
	}
}

func TestSpread(t *testing.T) {
	t.Parallel()
	values := []float64{110, 90, 100}
	s := spreadOf(values)
	if s != (spread{Median: 100, Min: 90, Max: 110}) || math.Abs(s.variation()-0.2) > 1e-9 {
		t.Errorf("got %+v, varying by %g", s, s.variation())
	}
	if !slices.Equal(values, []float64{110, 90, 100}) {
		t.Error("the rounds were put in another order")
	}
	if median([]float64{4, 1, 3, 2}) != 2.5 || spreadOf(nil) != (spread{}) || !math.IsInf(spread{}.variation(), 1) {
		t.Error("even number of rounds, or none, goes wrong")
	}
}

func TestVerdictNeedsASteadyLimitAndNoErrors(t *testing.T) {
	t.Parallel()
	rounds := func(rates ...float64) []round {
		var all []round
		for _, r := range rates {
			all = append(all, round{[]outcome{{Requests: 100, PerSecond: r}}, 50 * time.Millisecond})
		}
		return all
	}
	judged := func(limit, product row) table {
		t := table{Rows: []row{limit, product}}
		t.judge(1)
		return t
	}
	steady, product := summarize(rounds(1000, 1040, 980), 0), summarize(rounds(100, 150, 90), 0)
	if got := judged(steady, product); got.Refused || got.Rows[1].Ratio != 0.1 || !strings.Contains(got.Verdict, "0.10") {
		t.Errorf("got %+v", got)
	}
	if steady.CPU.Median != 0.5 {
		t.Errorf("50 ms for 100 requests are %g ms each", steady.CPU.Median)
	}
	if got := judged(summarize(rounds(1000, 1160, 1000), 0), product); !got.Refused || !strings.Contains(got.Verdict, "16%") {
		t.Errorf("an unsteady limit is judged by: %+v", got)
	}
	product.Errors = 1
	if got := judged(steady, product); !got.Refused {
		t.Errorf("errors are passed over: %+v", got)
	}
}

func TestEveryServerIsComparedWithTheLimitAndPeersWithProducts(t *testing.T) {
	t.Parallel()
	one := func(server, group string, rate float64) row {
		return row{Server: server, Group: group, PerSecond: spreadOf([]float64{rate})}
	}
	made := func() table {
		return table{Rows: []row{
			one("limit", "a", 1000), one("limit", "b", 100), one("product", "a", 800), one("product", "b", 50), one("peer", "a", 100), one("peer", "b", 10),
		}}
	}
	two := made()
	two.judge(2)
	for i, want := range []float64{0, 0, 0.8, 0.5, 0.1, 0.1} {
		if two.Rows[i].Ratio != want {
			t.Errorf("row %d has the ratio %g, want %g", i, two.Rows[i].Ratio, want)
		}
	}
	if two.Refused || !strings.Contains(two.Verdict, "0.80") {
		t.Errorf("got %+v", two)
	}
	failed := made()
	failed.Rows[5].Errors = 1
	if failed.judge(2); !failed.Refused {
		t.Error("a peer's errors are passed over")
	}
	three := table{Rows: []row{one("limit", "a", 1000), one("product", "a", 800), one("peer", "a", 100), one("idle", "a", 0)}}
	three.Rows[1].CPU.Median, three.Rows[2].CPU.Median = 2, 14
	three.compare([]string{"product"}, []string{"peer", "idle", "absent"})
	if !slices.Equal(three.Against, []duel{{"product", "peer", 8, 7}, {"product", "idle", 0, 0}}) {
		t.Errorf("got %+v", three.Against)
	}
}

func TestScatterTakesEachCallOnce(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 7, maxCalls, 3 * maxCalls} {
		calls := make([]call, n)
		for i := range calls {
			calls[i].Key = time.Duration(i).String()
		}
		seen := map[string]bool{}
		for _, c := range scatter(calls) {
			seen[c.Key] = true
		}
		if len(seen) != min(n, maxCalls) {
			t.Errorf("%d calls become %d different ones", n, len(seen))
		}
	}
}

func TestProcessorTimeIsReadPastAnyName(t *testing.T) {
	t.Parallel()
	got, err := parseStat("77 (odd) name) S 12 77 77 0 -1 4194560 1 0 0 0 250 50 100 20 20 0 9 0 100 1 1 1")
	if err != nil || got != (stat{parent: 12, own: 3 * time.Second, ended: 1200 * time.Millisecond}) {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := parseStat("77 (short) S 1"); err == nil {
		t.Error("a short line is taken")
	}
}

func TestDifferenceIsFound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want int
	}{{"abc", "abc", -1}, {"abc", "abd", 2}, {"abc", "ab", 2}, {"", "a", 0}} {
		if got := difference([]byte(c.a), []byte(c.b)); got != c.want {
			t.Errorf("%q and %q: %d", c.a, c.b, got)
		}
	}
}
