package service_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// manyHandles is enough that looking along an order's index is worth it for some filters, and not for others.
const manyHandles = 1500

// fillMany loads handles of two accounts, each with a domain. Every second one is in Ireland and every third one a
// company; the last fifth by name and by time has FAILED, so that whoever looks from the beginning finds none for long.
func fillMany(t *testing.T, w *apitest.World) (reseller string) {
	t.Helper()
	reseller, _ = w.Reseller("alpha")
	other, _ := w.Reseller("beta")
	then := registrar.At(w.Clock.Now().Add(-100 * 24 * time.Hour))
	err := w.Service.Bulk(t.Context(), func(b *service.Bulk) error {
		for i := range manyHandles {
			data := registrar.HandleData{
				Kind: registrar.Person, GivenName: "Ada", FamilyName: fmt.Sprintf("Miller %05d", i), Email: fmt.Sprintf("p%d@example.com", i), Phone: "+353 1 679 9000",
				Address: registrar.Address{Street: []string{"1"}, City: "Dublin", Country: []string{"IE", "FR"}[i%2]},
			}
			if i%3 == 0 {
				data.Kind, data.Organization = registrar.Company, data.FamilyName
			}
			data, problems := registrar.CheckHandle(data)
			if len(problems) > 0 {
				return problems[0]
			}
			state, account := registrar.ReachValidated, reseller
			if i > manyHandles*4/5 {
				state = registrar.ReachFailed
			}
			if i%10 == 9 {
				account = other
			}
			at := then + registrar.Instant(i*1000)
			id := b.Handle(service.BulkHandle{
				Data: data, CreatedAt: at, Reachability: state, Linked: true,
				Lists: []service.BulkAccess{{ResellerID: account, Rights: registrar.Full, Origin: registrar.Created}},
			})
			name, err := registrar.ParseDomainName(fmt.Sprintf("n%05d.%s", i, []string{"com", "de"}[i%2]))
			if err != nil {
				return err
			}
			b.Domain(service.BulkDomain{
				Name: name, ResellerID: account, RegisteredAt: at, ExpiresAt: at.AddYears(1), DueAt: registrar.Never,
				Contacts: map[registrar.Role]string{registrar.Owner: id},
			})
			if b.Full() {
				if err := b.Flush(); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return reseller
}

// shown is what a page shows of where it stands.
type shown struct {
	ids         []string
	next, prior bool
	total       int
	exact       bool
}

// TestPagesAreTheSameFromCandidatesAndAlongTheOrder reads whole lists page by page, by columns and by ent, which always
// takes the candidates out.
func TestPagesAreTheSameFromCandidatesAndAlongTheOrder(t *testing.T) {
	w := apitest.New(t)
	key := w.Key(fillMany(t, w), registrar.Scopes...)
	ctx, err := w.Service.Authenticate(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	columns, err := service.HandleColumns("code", "createdAt")
	if err != nil {
		t.Fatal(err)
	}
	c := comparison{w: w, columns: columns}
	c.lists(ctx, t)
	t.Logf("%d pages were met along the order, %d were not", c.met, c.missed)
	if c.met < 20 || c.missed < 3 {
		t.Errorf("%d pages were met along the order, %d were not: that shows little", c.met, c.missed)
	}
}

// comparison counts which pages were met along the order, and which were not.
type comparison struct {
	w           *apitest.World
	columns     service.Columns
	met, missed int
}

// page compares one page, and gives the cursor of the next one.
func (c *comparison) page(ctx context.Context, t *testing.T, filter *service.HandleFilter, order *service.HandleOrder, args page.Args) (cursor string) {
	t.Helper()
	want, err := c.w.Service.Handles(ctx, args, filter, order)
	if err != nil {
		t.Fatal(err)
	}
	wanted := shown{next: want.PageInfo.HasNextPage, prior: want.PageInfo.HasPreviousPage}
	for _, e := range want.Edges {
		wanted.ids = append(wanted.ids, e.Node.ID)
		cursor = e.Cursor
		if args.Last != nil {
			cursor = want.Edges[0].Cursor
		}
	}
	wanted.total, _ = want.TotalCount(ctx)
	wanted.exact, _ = want.TotalCountExact(ctx)
	var got shown
	c.w.Statements()
	err = c.w.Service.Snapshot(ctx, func(ctx context.Context) error {
		read, err := c.w.Service.ReadHandles(ctx, c.columns, false, args, filter, order)
		if err != nil {
			return err
		}
		ran := strings.Join(c.w.Statements(), "\n")
		switch looked, taken := strings.Contains(ran, "LIMIT 1 OFFSET"), strings.Contains(ran, "IN (SELECT"); {
		case looked && taken:
			c.missed++
		case looked:
			c.met++
		}
		got = shown{next: read.HasNextPage, prior: read.HasPreviousPage}
		for _, h := range read.Items {
			got.ids = append(got.ids, h.ID)
		}
		got.total, _ = read.TotalCount(ctx)
		got.exact, err = read.TotalCountExact(ctx)
		return err
	})
	if err != nil || !reflect.DeepEqual(got, wanted) {
		t.Errorf("%+v by %+v, %+v: %+v, want %+v (%v)", filter, order, args, got, wanted, err)
	}
	if !wanted.next && args.First != nil || !wanted.prior && args.Last != nil {
		cursor = ""
	}
	return cursor
}

// lists compares lists from both ends, page by page.
func (c *comparison) lists(ctx context.Context, t *testing.T) {
	t.Helper()
	size := 40
	for _, filter := range []*service.HandleFilter{
		{Country: []string{"IE"}}, {Kind: []registrar.Kind{registrar.Company}}, {Reachability: []registrar.ReachState{registrar.ReachFailed}},
		{Country: []string{"FR"}, Kind: []registrar.Kind{registrar.Company}}, {Search: new("ada"), Country: []string{"IE"}}, {Search: new("miller 00")},
		{Country: []string{"IE"}, Reachability: []registrar.ReachState{registrar.ReachFailed}, CreatedAt: &service.TimeRange{From: new(registrar.Instant(1))}},
	} {
		for _, order := range []*service.HandleOrder{{Field: "NAME", Direction: "ASC"}, {Field: "NAME", Direction: "DESC"}, {Field: "CREATED_AT", Direction: "ASC"}} {
			for after, pages := "", 0; pages == 0 || after != "" && pages < 6; pages++ {
				args := page.Args{First: &size}
				if after != "" {
					args.After = &after
				}
				after = c.page(ctx, t, filter, order, args)
			}
			for before, pages := "", 0; pages == 0 || before != "" && pages < 3; pages++ {
				args := page.Args{Last: &size}
				if before != "" {
					args.Before = &before
				}
				before = c.page(ctx, t, filter, order, args)
			}
		}
	}
}
