package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
)

// costTable is the result of some contests.
type costTable struct {
	Title  string  `json:"title"`
	Rounds int     `json:"rounds"`
	Calls  int     `json:"requestsPerRound"`
	Most   float64 `json:"most"` // what a ratio may be
	Costs  []cost  `json:"costs"`

	Worst   cost   `json:"worst"`
	Missed  bool   `json:"missed"` // the worst ratio is more than it may be
	Verdict string `json:"verdict"`
}

// runContests runs one contest after the other and judges them together.
func runContests(ctx context.Context, title string, most float64, f turnFlags, keep int, contests []contest, log io.Writer) (costTable, error) {
	fmt.Fprintf(log, "%s: %d rounds of %d requests\n", title, f.Rounds, f.Calls)
	t := costTable{Title: title, Rounds: f.Rounds, Calls: f.Calls, Most: most}
	for _, c := range contests {
		costs, err := c.run(ctx, f, keep, log)
		if err != nil {
			return t, err
		}
		t.Costs = append(t.Costs, costs...)
	}
	t.judge()
	return t, nil
}

// judge finds the worst ratio and says whether it is within what is asked.
func (t *costTable) judge() {
	for i, c := range t.Costs {
		if i == 0 || c.Ratio.Median > t.Worst.Ratio.Median {
			t.Worst = c
		}
	}
	w := t.Worst
	t.Missed = w.Ratio.Median > t.Most
	word := "held"
	if t.Missed {
		word = "MISSED"
	}
	t.Verdict = fmt.Sprintf("At most %.2f times: %s. The dearest is %s of %s, at %s times.", t.Most, word, w.Contest, w.Name, w.Ratio.text("%.2f"))
}

func (t *costTable) print(w io.Writer) error {
	fmt.Fprintf(w, "\n%s; medians of %d rounds of %d requests in turn, in brackets the range\n\n", t.Title, t.Rounds, t.Calls)
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(columns, "page\tof\tKB\tCPU ms\tratio\tp50 ms\tratio")
	last := ""
	for _, c := range t.Costs {
		name, ratio, wall := "", c.Ratio.text("%.2f"), fmt.Sprintf("%.2f", c.WallRatio.Median)
		if c.Contest != last { // what the others are measured against
			name, ratio, wall = c.Contest, "", ""
		}
		last = c.Contest
		fmt.Fprintf(columns, "%s\t%s\t%.1f\t%.3f\t%s\t%.3f\t%s\n", name, c.Name, c.Size/1024, c.CPU.Median, ratio, c.P50.Median, wall)
	}
	if err := columns.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%s\n", t.Verdict)
	return err
}

// addCosts prints a table and keeps it.
func (r *report) addCosts(w io.Writer, t costTable) error {
	r.Costs = append(r.Costs, t)
	return t.print(w)
}

// finishCosts saves the report and says what was missed.
func (r *report) finishCosts(file string) error {
	if err := r.save(file); err != nil {
		return err
	}
	for _, t := range r.Costs {
		if t.Missed {
			return fmt.Errorf("%s: %s", t.Title, t.Verdict)
		}
	}
	return nil
}
