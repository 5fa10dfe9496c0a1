package plan

import (
	"encoding/json"

	"github.com/handledesk/handledesk/graph/scalar"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// arguments are a field's, as the document and the variables give them. They were validated; whatever has another form
// than the plain one is left to the schema behind, which knows all ways of writing it and all words for what is wrong.
type arguments struct {
	given   map[string]any
	strange bool // something had another form
}

func (x *run) arguments(f field) *arguments { return &arguments{given: f.ArgumentMap(x.variables)} }

// verify is an error when something had another form.
func (a *arguments) verify() error {
	if a.strange {
		return errOrdinary
	}
	return nil
}

func (a *arguments) within(name string) (*arguments, bool) {
	value, there := a.given[name]
	if !there || value == nil {
		return nil, false
	}
	fields, is := value.(map[string]any)
	if !is {
		a.strange = true
	}
	return &arguments{given: fields}, is
}

func (a *arguments) text(name string) *string {
	value, there := a.given[name]
	if !there || value == nil {
		return nil
	}
	text, is := value.(string)
	if !is {
		a.strange = true
	}
	return &text
}

func (a *arguments) number(name string) *int {
	var n int64
	switch value := a.given[name].(type) {
	case nil:
		return nil
	case int64:
		n = value
	case json.Number:
		var err error
		if n, err = value.Int64(); err != nil {
			a.strange = true
		}
	default:
		a.strange = true
	}
	if n != int64(int32(n)) {
		a.strange = true
	}
	number := int(n)
	return &number
}

func (a *arguments) flag(name string) *bool {
	value, there := a.given[name]
	if !there || value == nil {
		return nil
	}
	flag, is := value.(bool)
	if !is {
		a.strange = true
	}
	return &flag
}

func (a *arguments) instant(name string) *registrar.Instant {
	value, there := a.given[name]
	if !there || value == nil {
		return nil
	}
	at, err := scalar.UnmarshalDateTime(value)
	if err != nil {
		a.strange = true
	}
	return &at
}

// list is a list of texts or of an enum's values; nil when there is none, which is something else than an empty one.
func list[T ~string](a *arguments, name string) []T {
	value, there := a.given[name]
	if !there || value == nil {
		return nil
	}
	items, is := value.([]any)
	if !is {
		a.strange = true
		return nil
	}
	all := make([]T, len(items))
	for i, item := range items {
		text, is := item.(string)
		if !is {
			a.strange = true
		}
		all[i] = T(text)
	}
	return all
}

func (a *arguments) page() page.Args {
	return page.Args{First: a.number("first"), After: a.text("after"), Last: a.number("last"), Before: a.text("before")}
}

// order is an order's field and direction.
func (a *arguments) order() (field, direction string, given bool) {
	order, given := a.within("orderBy")
	if !given {
		return "", "", false
	}
	direction = "ASC" // as the schema has it
	if d := order.text("direction"); d != nil {
		direction = *d
	} else if _, null := order.given["direction"]; null {
		a.strange = true
	}
	if f := order.text("field"); f != nil {
		field = *f
	} else {
		a.strange = true
	}
	a.strange = a.strange || order.strange
	return field, direction, true
}

func (a *arguments) handleOrder() *service.HandleOrder {
	if field, direction, given := a.order(); given {
		return &service.HandleOrder{Field: field, Direction: direction}
	}
	return nil
}

func (a *arguments) domainOrder() *service.DomainOrder {
	if field, direction, given := a.order(); given {
		return &service.DomainOrder{Field: field, Direction: direction}
	}
	return nil
}

func (a *arguments) handleFilter() *service.HandleFilter {
	f, given := a.within("filter")
	if !given {
		return nil
	}
	filter := &service.HandleFilter{
		Search: f.text("search"), Rights: list[registrar.Rights](f, "rights"), Origin: list[registrar.Origin](f, "origin"),
		Reachability: list[registrar.ReachState](f, "reachability"), Kind: list[registrar.Kind](f, "kind"),
		Country: list[string](f, "country"), Linked: f.flag("linked"), Email: list[string](f, "email"),
	}
	if span, given := f.within("createdAt"); given {
		filter.CreatedAt = &service.TimeRange{From: span.instant("from"), Before: span.instant("before")}
		f.strange = f.strange || span.strange
	}
	a.strange = a.strange || f.strange
	return filter
}

func (a *arguments) domainFilter() *service.DomainFilter {
	f, given := a.within("filter")
	if !given {
		return nil
	}
	filter := &service.DomainFilter{
		Search: f.text("search"), Handle: f.text("handle"), Roles: list[registrar.Role](f, "roles"), TLD: list[string](f, "tld"),
		Status: list[registrar.DomainStatus](f, "status"), OnHold: f.flag("onHold"),
		ExpiresBefore: f.instant("expiresBefore"), DueBefore: f.instant("dueBefore"),
	}
	a.strange = a.strange || f.strange
	return filter
}
