package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"

	"github.com/handledesk/handledesk/bench/limit"
	"github.com/handledesk/handledesk/graph"
	"github.com/handledesk/handledesk/internal/guard"
	"github.com/handledesk/handledesk/internal/meter"
)

// tollShare is what the limits take of an honest request, the headline query, in microseconds within one process.
type tollShare struct {
	Request float64 `json:"requestMicroseconds"` // the whole of it, median
	Count   float64 `json:"countMicroseconds"`   // tokens and shape, once for each document: it is kept
	Price   float64 `json:"priceMicroseconds"`   // each time
	Meter   float64 `json:"meterMicroseconds"`   // each time: a place, two payments and what is given back, by two payers
	Share   float64 `json:"share"`               // of price and meter in the whole
}

// tollRequests and tollRounds are how many requests are timed, and how often each part is repeated.
const (
	tollRequests = 400
	tollRounds   = 20_000
)

// measureToll times requests and the parts of the toll side by side.
func measureToll(ctx context.Context, d *dataset, log logger) (_ *tollShare, err error) {
	fmt.Fprintf(log, "What the limits take of %d headline requests\n", tollRequests)
	handler, err := serve(ctx, d)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, handler.close()) }()
	parts, err := newParts(graph.NewSchema(handler.service).Schema())
	if err != nil {
		return nil, err
	}
	var share tollShare
	if share.Request, err = timeRequests(ctx, handler, d.Accounts); err != nil {
		return nil, err
	}
	share.Count, share.Price, share.Meter = timed(parts.count), timed(parts.price), timed(parts.pay)
	share.Share = (share.Price + share.Meter) / share.Request
	return &share, parts.violation()
}

// timeRequests is the median time of a request, a page of each account in turn.
func timeRequests(ctx context.Context, handler http.Handler, accounts []account) (microseconds float64, err error) {
	took := make([]time.Duration, tollRequests)
	for i := range took {
		if _, took[i], err = answer(ctx, handler, accounts[i%len(accounts)].Key, limit.Headline); err != nil {
			return 0, err
		}
	}
	slices.Sort(took)
	return float64(percentile(took, 0.5).Nanoseconds()) / 1000, nil
}

// timed is the mean time of one run, in microseconds.
func timed(run func()) float64 {
	run() // what is made once is made now
	start := time.Now()
	for range tollRounds {
		run()
	}
	return float64(time.Since(start).Nanoseconds()) / 1000 / tollRounds
}

// parts are what the server does for the limits, with the headline query.
type parts struct {
	limits    guard.Limits
	sizes     *guard.Schema
	document  *ast.QueryDocument
	parsed    *ast.QueryDocument
	variables map[string]any
	meter     *meter.Meter
	payers    []meter.Payer
	exceeded  *guard.Violation
}

func newParts(schema *ast.Schema) (*parts, error) {
	p := &parts{
		limits: guard.Default(), meter: meter.New(meter.Options{Default: meter.Rate{Bucket: 1_000_000, PerSecond: 1_000_000}}),
		payers: []meter.Payer{{ID: "key key_01"}, {ID: "reseller rsl_01"}},
	}
	var err error
	if p.sizes, err = guard.NewSchema(schema); err != nil {
		return nil, err
	}
	var invalid error
	if p.document, invalid = loaded(schema); invalid != nil {
		return nil, invalid
	}
	if p.variables, err = validator.VariableValues(schema, p.document.Operations[0], map[string]any{}); err != nil {
		return nil, err
	}
	p.parsed, err = parser.ParseQuery(&ast.Source{Input: limit.Headline})
	return p, err
}

func loaded(schema *ast.Schema) (*ast.QueryDocument, error) {
	document, errs := gqlparser.LoadQuery(schema, limit.Headline) //nolint:staticcheck // the rules do not matter here
	if len(errs) > 0 {
		return nil, errs
	}
	return document, nil
}

func (p *parts) note(v *guard.Violation) {
	if v != nil {
		p.exceeded = v
	}
}

func (p *parts) count() {
	p.note(p.limits.Text(limit.Headline))
	p.note(p.limits.Shape(p.parsed))
}

func (p *parts) price() {
	_, v := p.limits.Price(p.sizes, p.document.Operations[0], p.variables)
	p.note(v)
}

func (p *parts) pay() {
	leave, _ := p.meter.Enter(p.payers[0].ID)
	p.meter.Take(1, p.payers...)
	p.meter.Take(11, p.payers...)
	p.meter.Refund(5, p.payers...)
	leave()
}

// violation says whether the query was refused, so that nothing worth timing was timed.
func (p *parts) violation() error {
	if p.exceeded == nil {
		return nil
	}
	return fmt.Errorf("the headline query is refused: %w", p.exceeded)
}

func (t *tollShare) print(out io.Writer) error {
	_, err := fmt.Fprintf(out, "\nHeadline request within one process: %.0f µs; of these the price takes %.1f µs and the meter %.1f µs, %.2f%% together. "+
		"Counting a document that is new takes %.1f µs.\n", t.Request, t.Price, t.Meter, 100*t.Share, t.Count)
	return err
}
