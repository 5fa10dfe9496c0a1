package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"text/tabwriter"
	"time"

	"github.com/handledesk/handledesk/internal/guard/hostile"
)

// What refusing a hostile document may take, and how large the answer may be.
const (
	refusedWithin = 100 * time.Millisecond
	refusalSize   = 10_000 // bytes
)

// hostileCommand sends the catalogue of hostile documents to the real server.
type hostileCommand struct {
	dataFlags
	Times  int    `help:"How often each document is sent, one after the other." default:"20"`
	Pin    bool   `help:"Keep the server on a core of its own, where taskset can do it." default:"true" negatable:""`
	Server string `help:"A handledesk program to measure instead of building this one." placeholder:"FILE"`
}

// hostileCase is one document.
type hostileCase struct {
	Name    string   `json:"name"`
	Sent    int      `json:"bytesSent"`
	Status  int      `json:"status"`
	Said    string   `json:"said"` // the limit that refused it, or else the error's code
	Answer  int      `json:"bytesAnswered"`
	Latency latency  `json:"latency"`
	Flags   []string `json:"flags,omitempty"` // what it took more of than it may

	body []byte
}

// Run measures.
func (c *hostileCommand) Run(ctx context.Context, out io.Writer, log logger, line commandLine) (err error) {
	if c.Times < 1 || c.Times > 10_000 {
		return errors.New("give 1 to 10000 --times")
	}
	d, err := c.open(ctx, false, log)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "handledesk-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if c.Server == "" {
		fmt.Fprintln(log, "Building the server.")
		if c.Server, err = buildProduct(ctx, folder); err != nil {
			return err
		}
	}
	r := newReport(string(line), d, newPinning(c.Pin))
	r.header(out)
	if r.Hostile, err = c.send(ctx, d, folder, out, log); err != nil {
		return err
	}
	if r.Toll, err = measureToll(ctx, d, log); err != nil {
		return err
	}
	if err := errors.Join(r.Toll.print(out), r.save(c.Out)); err != nil {
		return err
	}
	for _, one := range r.Hostile {
		if len(one.Flags) > 0 {
			return fmt.Errorf("%s: %v", one.Name, one.Flags)
		}
	}
	return nil
}

// send starts the server, sends everything and prints what it saw.
func (c *hostileCommand) send(ctx context.Context, d *dataset, folder string, out io.Writer, log logger) (cases []hostileCase, err error) {
	server, err := startProduct(ctx, newPinning(c.Pin), folder, c.Server, d)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	if cases, err = hostileCases(); err != nil {
		return nil, err
	}
	fmt.Fprintf(log, "%d hostile documents, %d times each\n", len(cases), c.Times)
	for i := range cases {
		if err := cases[i].measure(ctx, server, d.Accounts, c.Times); err != nil {
			return nil, fmt.Errorf("%s: %w", cases[i].Name, err)
		}
	}
	peak, err := server.peakMemory()
	if err != nil {
		return nil, err
	}
	return cases, errors.Join(printHostile(out, cases, c.Times), printPeak(out, peak))
}

func hostileCases() ([]hostileCase, error) {
	var cases []hostileCase
	for _, h := range hostile.Documents() {
		body, err := json.Marshal(map[string]any{"query": h.Text, "variables": h.Variables})
		if err != nil {
			return nil, err
		}
		cases = append(cases, hostileCase{Name: h.Name, Sent: len(body), body: body})
	}
	return cases, nil
}

// measure sends the document from one account after the other, over one connection.
func (c *hostileCase) measure(ctx context.Context, server *process, accounts []account, times int) error {
	took := make([]time.Duration, times)
	for i := range took {
		start := time.Now()
		status, text, err := c.once(ctx, server, accounts[i%len(accounts)].Key)
		if err != nil {
			return err
		}
		took[i] = time.Since(start)
		c.Status, c.Answer = status, max(c.Answer, len(text))
		if c.Said = saidIn(text); c.Said == "" && status != http.StatusOK {
			return fmt.Errorf("an answer without a code: %d %s", status, text[:min(len(text), 300)])
		}
	}
	if c.Latency = latencyOf(took); c.Latency.P99 > milliseconds(refusedWithin) {
		c.Flags = append(c.Flags, "over "+refusedWithin.String())
	}
	if c.Answer > refusalSize {
		c.Flags = append(c.Flags, fmt.Sprintf("over %d bytes", refusalSize))
	}
	return nil
}

func (c *hostileCase) once(ctx context.Context, server *process, key string) (status int, text []byte, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+server.address+"/graphql", bytes.NewReader(c.body))
	if err != nil {
		return 0, nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/graphql-response+json")
	request.Header.Set("Authorization", "Bearer "+key)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err = io.ReadAll(response.Body)
	return response.StatusCode, text, err
}

// saidIn is the limit that an answer names, or else its first error's code.
func saidIn(text []byte) string {
	var answer struct {
		Errors []struct{ Extensions struct{ Limit, Code string } }
	}
	if json.Unmarshal(text, &answer) != nil || len(answer.Errors) == 0 {
		return ""
	}
	if limit := answer.Errors[0].Extensions.Limit; limit != "" {
		return limit
	}
	return answer.Errors[0].Extensions.Code
}

func printHostile(out io.Writer, cases []hostileCase, times int) error {
	fmt.Fprintf(out, "\nHostile documents, each %d times, one after the other\n\n", times)
	columns := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(columns, "document\tbytes sent\tstatus\trefused by\tmedian ms\tp99 ms\tanswer bytes\t")
	for _, c := range cases {
		flags := ""
		if len(c.Flags) > 0 {
			flags = fmt.Sprint(c.Flags)
		}
		fmt.Fprintf(columns, "%s\t%d\t%d\t%s\t%.2f\t%.2f\t%d\t%s\n", c.Name, c.Sent, c.Status, c.Said, c.Latency.P50, c.Latency.P99, c.Answer, flags)
	}
	return columns.Flush()
}

func printPeak(out io.Writer, peak int64) error {
	_, err := fmt.Fprintf(out, "\nThe server's peak memory after all of them: %d MB\n", peak>>20)
	return err
}
