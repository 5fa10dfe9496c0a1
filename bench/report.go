package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"text/tabwriter"
	"time"
)

// report is everything that a run found out, as --out writes it.
type report struct {
	Command    string        `json:"command"`
	At         time.Time     `json:"at"`
	CPUs       int           `json:"cpus"`
	System     string        `json:"system"`
	Go         string        `json:"go"`
	Pinned     bool          `json:"pinned"`
	Handles    int           `json:"handles"`
	Domains    int           `json:"domains"`
	Resellers  int           `json:"resellers"`
	AnswerSize int           `json:"bytesPerAnswer,omitempty"` // mean, of the headline query
	Tables     []table       `json:"tables,omitempty"`
	Costs      []costTable   `json:"costs,omitempty"`
	Gate       []checked     `json:"gate,omitempty"`
	Skipped    []string      `json:"skipped,omitempty"` // peers that could not be had
	Searches   []searchCase  `json:"searches,omitempty"`
	Hostile    []hostileCase `json:"hostile,omitempty"`
	Toll       *tollShare    `json:"toll,omitempty"`
}

func newReport(command string, d *dataset, pins pinning) *report {
	return &report{
		Command: command, At: time.Now().UTC(), CPUs: runtime.NumCPU(), System: runtime.GOOS + "/" + runtime.GOARCH,
		Go: runtime.Version(), Pinned: pins.possible, Handles: d.Handles, Domains: d.Domains, Resellers: len(d.Accounts),
	}
}

// add prints a table and keeps it.
func (r *report) add(w io.Writer, t table) error {
	r.Tables = append(r.Tables, t)
	return t.print(w)
}

// save writes the report to a file, when one is asked for.
func (r *report) save(file string) error {
	if file == "" {
		return nil
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(text, '\n'), 0o600)
}

func (r *report) header(w io.Writer) {
	pinned := "server and load on a core each"
	if !r.Pinned {
		pinned = "not pinned to cores"
	}
	fmt.Fprintf(w, "\n%d handles, %d domains, %d reseller(s); %d cores, %s, %s, %s\n",
		r.Handles, r.Domains, r.Resellers, r.CPUs, r.System, r.Go, pinned)
}

func (t table) print(w io.Writer) error {
	fmt.Fprintf(w, "\n%s; medians of %d rounds of %gs, in brackets the range\n\n", t.Title, t.Rounds, t.Seconds)
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(columns, "server\tgroup\tconn.\trequests/s\tratio\tp50 ms\tp99 ms\terrors\tCPU ms/request\tpeak MB\t")
	for _, r := range t.Rows {
		ratio := ""
		if r.Ratio > 0 {
			ratio = fmt.Sprintf("%.3f", r.Ratio)
		}
		fmt.Fprintf(columns, "%s\t%s\t%d\t%s\t%s\t%s\t%s\t%d\t%.3f\t%.0f\t\n", r.Server, r.Group, r.Connections,
			r.PerSecond.text("%.0f"), ratio, r.P50.text("%.2f"), r.P99.text("%.2f"), r.Errors, r.CPU.Median, r.PeakMemory)
	}
	if err := columns.Flush(); err != nil {
		return err
	}
	for _, r := range t.Rows {
		for text, times := range r.Messages {
			fmt.Fprintf(w, "  %s, %s: %d × %s\n", r.Server, r.Group, times, text)
		}
	}
	for _, d := range t.Against {
		fmt.Fprintf(w, "  %s against %s: %.2f times the requests/s, %.2f times the requests for its CPU time\n", d.Product, d.Peer, d.Rate, d.CPU)
	}
	_, err := fmt.Fprintln(w, t.Verdict)
	return err
}

func (s spread) text(format string) string {
	return fmt.Sprintf(format+" ("+format+"–"+format+")", s.Median, s.Min, s.Max)
}
