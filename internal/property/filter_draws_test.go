package property

import (
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// facet draws a list filter: mostly none, one value or two, rarely the empty list.
func facet[T any](t *rapid.T, label string, values []T) []T {
	switch rapid.IntRange(0, 11).Draw(t, label) {
	case 0:
		return []T{}
	case 1, 2, 3:
		return []T{draw(t, label, values)}
	case 4:
		return []T{draw(t, label, values), draw(t, label, values)}
	default:
		return nil
	}
}

// texts are searches: for almost everything, for a few, for nothing; prefixes, several words, other spellings.
var texts = []string{"maria", "MARIA ie", "info example", "example.com", "quetz", "Quetzal shop", "zoe", "mueller3", "müller", "美", "shop-12",
	"шоп", "магазин", "backerei", "lefevre1 maria", "nothingatall", "o'neill", "  ", "!?", "maria nothingatall", "hd", "com", "xn--"}

func searched(t *rapid.T) *string {
	if !maybe(t, "search", 3) {
		return nil
	}
	return new(draw(t, "text", texts))
}

func handleFilter(t *rapid.T, c caller) *service.HandleFilter {
	if maybe(t, "whole list", 5) {
		return &service.HandleFilter{}
	}
	f := &service.HandleFilter{
		Search:       searched(t),
		Reachability: facet(t, "reachability", []registrar.ReachState{"VALIDATED", "NONE", "PENDING", "FAILED"}),
		Kind:         facet(t, "kind", []registrar.Kind{"PERSON", "COMPANY", "ASSOCIATION", "PUBLIC_BODY"}),
		Country:      facet(t, "country", []string{"IE", "ie", "FR", "JP", "XX"}),
		Email:        facet(t, "email", []string{"INFO1@example.com", "info2@EXAMPLE.com", "nobody@example.com"}),
	}
	if c.kind == registrar.ActorReseller {
		f.Rights = facet(t, "rights", []registrar.Rights{"FULL", "LIMITED"})
		f.Origin = facet(t, "origin", []registrar.Origin{"CREATED", "PRE_CONVERSION", "ATTACHED", "RELEASED", "OWN"})
	}
	if maybe(t, "linked", 4) {
		f.Linked = new(maybe(t, "linked is", 2))
	}
	if maybe(t, "created", 4) {
		f.CreatedAt = &service.TimeRange{From: moment(t, "from", -40), Before: moment(t, "before", -10)}
	}
	return f
}

// moment draws an instant some days from the start, or none.
func moment(t *rapid.T, label string, days int) *registrar.Instant {
	if maybe(t, label+" not given", 3) {
		return nil
	}
	at := registrar.At(apitest.Start.Add(time.Duration(days+rapid.IntRange(-8, 8).Draw(t, label)) * 24 * time.Hour))
	return &at
}

func domainFilter(t *rapid.T, handles []string) *service.DomainFilter {
	if maybe(t, "whole list", 5) {
		return &service.DomainFilter{}
	}
	f := &service.DomainFilter{
		Search: searched(t), TLD: facet(t, "tld", []string{"com", ".COM", "fr", "org", "xn--p1ai", "net"}),
		Status: facet(t, "status", []registrar.DomainStatus{"OK", "INACTIVE", "CLIENT_HOLD", "CLIENT_TRANSFER_PROHIBITED"}),
		Roles:  facet(t, "roles", registrar.Roles),
	}
	if maybe(t, "on hold", 5) {
		f.OnHold = new(maybe(t, "hold is", 2))
	}
	if maybe(t, "expires", 5) {
		f.ExpiresBefore = moment(t, "expires before", 330)
	}
	if maybe(t, "due", 5) {
		f.DueBefore = moment(t, "due before", 8)
		if maybe(t, "due ever", 4) {
			f.DueBefore = new(registrar.Never)
		}
	}
	if maybe(t, "of a handle", 4) {
		f.Handle = new(draw(t, "handle", handles))
	}
	return f
}

// plainTLD undoes what people put before a top-level domain, for the reference, which compares values alone.
func plainTLD(f service.DomainFilter) *service.DomainFilter {
	for i, tld := range f.TLD {
		f.TLD = slices.Clone(f.TLD)
		f.TLD[i] = strings.TrimPrefix(tld, ".")
	}
	return &f
}
