package main

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// againstName is the other program's in a report.
const againstName = "against"

// startAgainst starts another program of the product over a copy of the data that is its own, when one is given. The
// caller stops it.
func (b *bench) startAgainst(ctx context.Context, data dataFlags, program string) (stop func() error, err error) {
	if program == "" {
		return func() error { return nil }, nil
	}
	d, err := data.open(ctx, false, b.log)
	if err != nil {
		return nil, err
	}
	copied, remove, err := d.scratch(ctx, false)
	if err != nil {
		return nil, err
	}
	logs, err := os.MkdirTemp("", "handledesk-bench-")
	if err != nil {
		return nil, errors.Join(err, remove())
	}
	tidy := func() error { return errors.Join(remove(), os.RemoveAll(logs)) }
	if b.against, err = startProductOn(ctx, againstName, b.pins, logs, program, "--data", copied.product()); err != nil {
		return nil, errors.Join(err, tidy())
	}
	return func() error { return errors.Join(b.against.stop(), tidy()) }, nil
}

// servers are the limit, the product and, when one is given, the other program.
func (b *bench) servers() []*process {
	if b.against == nil {
		return b.both()
	}
	return append(b.both(), b.against)
}

// besideAgainst says how the product did beside the other program in the last table.
func (b *bench) besideAgainst() {
	if b.against == nil {
		return
	}
	rows := b.report.Tables[len(b.report.Tables)-1].Rows
	for _, product := range rows {
		for _, other := range rows {
			if product.Server == b.product.Name && other.Server == againstName && product.Group == other.Group {
				fmt.Fprintf(b.out, "%s: %.2f times the requests/s of the other program, its p99 %.2f times as long.\n",
					product.Group, product.PerSecond.Median/other.PerSecond.Median, product.P99.Median/other.P99.Median)
			}
		}
	}
}
