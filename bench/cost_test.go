package main

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestRatiosAreTakenRoundByRound(t *testing.T) {
	t.Parallel()
	// The machine is slow in the second round, for both; the ratio of the medians would be 3.
	base := []turn{{1, 2}, {10, 20}, {2, 4}}
	own := []turn{{1.5, 3}, {14, 30}, {6, 12}}
	var c cost
	c.compare(base, own)
	if c.Ratio != (spread{Median: 1.5, Min: 1.4, Max: 3}) || c.WallRatio.Median != 1.5 || c.CPU.Median != 6 || c.P50.Median != 12 || c.Base.Median != 2 || c.Best != 1.5 {
		t.Errorf("got %+v", c)
	}
}

func TestPagesOfLikeSizeAreKept(t *testing.T) {
	t.Parallel()
	calls := []call{{Key: "a"}, {Key: "b"}, {Key: "c"}, {Key: "d"}}
	kept, sizes := nearest(calls, []float64{100, 130, 96, 50}, 99, 2)
	if !slices.Equal(kept, []call{{Key: "a"}, {Key: "c"}}) || !slices.Equal(sizes, []float64{100, 96}) {
		t.Errorf("got %v, %v", kept, sizes)
	}
	if kept, _ = nearest(calls[:1], []float64{1}, 99, 5); len(kept) != 1 {
		t.Errorf("got %v", kept)
	}
}

func TestTheDearestCostIsJudged(t *testing.T) {
	t.Parallel()
	costs := []cost{{Contest: "NAME", Name: "a", Ratio: spread{Median: 1}}, {Contest: "CODE", Name: "b", Ratio: spread{Median: 1.2}}}
	for most, missed := range map[float64]bool{1.2: false, 1.19: true} {
		table := costTable{Most: most, Costs: costs}
		table.judge()
		if table.Missed != missed || table.Worst.Name != "b" || !strings.Contains(table.Verdict, "CODE of b") {
			t.Errorf("at most %g: %+v", most, table)
		}
		r := report{Costs: []costTable{table}}
		if err := r.finishCosts(""); (err != nil) != missed {
			t.Errorf("at most %g: %v", most, err)
		}
	}
}

// counting answers with as many bytes as the key says, and counts what it is asked.
type counting struct{ asked []string }

func (c *counting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	key := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	c.asked = append(c.asked, key)
	_, _ = io.WriteString(w, `{"data":`+strings.Repeat(" ", map[string]int{"small": 10, "middle": 50, "large": 90}[key])+`{}}`)
}

func TestSubjectsTakeTurnsWithLikePages(t *testing.T) {
	// Not parallel: it sets the collector to rest.
	var one, other counting
	c := contest{name: "c", subjects: []subject{
		{name: "base", server: &one, calls: []call{{"middle", "{}"}}},
		{name: "other", server: &other, calls: []call{{"large", "{}"}, {"small", "{}"}, {"middle", "{}"}}},
	}}
	costs, err := c.run(t.Context(), turnFlags{Rounds: 2, Calls: 3}, 1, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if want := slices.Repeat([]string{"middle"}, 10); !slices.Equal(one.asked, want) {
		t.Errorf("the base was asked %v", one.asked)
	}
	if want := append([]string{"large", "small"}, slices.Repeat([]string{"middle"}, 10)...); !slices.Equal(other.asked, want) {
		t.Errorf("the other was asked %v", other.asked)
	}
	if len(costs) != 2 || costs[0].Ratio.Median != 1 || costs[1].CPU.Median <= 0 || costs[0].Size != costs[1].Size {
		t.Errorf("got %+v", costs)
	}
}

func TestPlacesGoAwayFromTheirEnd(t *testing.T) {
	t.Parallel()
	cursors := make([]string, 101)
	for i := range cursors {
		cursors[i] = fmt.Sprint(i)
	}
	for _, d := range directions {
		places := placesOf("k", cursors, d)
		if len(places) != 5 || !slices.Equal(places[0].calls, []call{{"k", "{}"}}) {
			t.Fatalf("got %+v", places)
		}
		tenth, end := places[1].calls, places[4].calls
		nearEnd := `{"at":"99"}` // behind the last one, 100, is nothing
		if d.cursor == "before" {
			nearEnd = `{"at":"0"}`
		}
		if len(tenth) != 2*besides+1 || !slices.Contains(end, call{"k", nearEnd}) || slices.Contains(end, call{"k", `{"at":"100"}`}) {
			t.Errorf("%s: got %v and %v", d.name, tenth, end)
		}
	}
}

// small are two lists of one reseller, of some pages.
func small(t *testing.T, sizes ...int) []*served {
	t.Helper()
	var servers []*served
	for _, handles := range sizes {
		d := &dataset{size: size{Handles: handles, Single: true}, folder: t.TempDir()}
		if err := d.fill(t.Context(), io.Discard, today); err != nil {
			t.Fatal(err)
		}
		s, err := serve(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.close(); err != nil {
				t.Error(err)
			}
		})
		servers = append(servers, s)
	}
	return servers
}

func TestWhatIsComparedIsComparable(t *testing.T) {
	servers := small(t, 200, 400)
	once := turnFlags{Rounds: 1, Calls: 1}
	table, err := growth(t.Context(), servers, directions, once, 100, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if len(table.Costs) != len(handleOrders)*len(directions)*2 || table.Missed {
		t.Errorf("growth: got %d costs, %s", len(table.Costs), table.Verdict)
	}
	cursors, err := walkHandles(t.Context(), servers[1], servers[1].data.Accounts[0].Key, "NAME", longestWalk)
	if err != nil || len(cursors) != 4 {
		t.Errorf("400 handles are walked in %d steps of %d, %v", len(cursors), perStep, err)
	}
	if _, err := depth(t.Context(), servers[0], directions, once, 100, io.Discard); err == nil {
		t.Error("a list of two steps has depths")
	}
	hot, err := hot(t.Context(), servers[0].data, 300, directions, once, 100, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range hot.Costs {
		if strings.HasPrefix(c.Contest, "the handle alone") && (c.Size < 1500 || c.Size > 1800) {
			t.Errorf("%s of %s: %g bytes are not ten domains", c.Contest, c.Name, c.Size)
		}
	}
}
