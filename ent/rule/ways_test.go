package rule_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/privacy"
)

// wayOfReading reads ids through a query. One that the database cannot do gives an error.
type wayOfReading func(ctx context.Context, e entity, query reflect.Value) ([]string, error)

// waysOfReading are the methods of a query that read, beside All, Count and Exist, which verifyReads tries.
var waysOfReading = map[string]wayOfReading{
	"IDs": func(ctx context.Context, e entity, q reflect.Value) ([]string, error) {
		return e.texts(call(q, "IDs", ctx))
	},
	"First": func(ctx context.Context, _ entity, q reflect.Value) ([]string, error) {
		return one(call(q, "First", ctx))
	},
	"FirstID": func(ctx context.Context, e entity, q reflect.Value) ([]string, error) {
		return e.texts(call(q, "FirstID", ctx))
	},
	"Only": func(ctx context.Context, _ entity, q reflect.Value) ([]string, error) {
		return one(call(q, "Only", ctx))
	},
	"OnlyID": func(ctx context.Context, e entity, q reflect.Value) ([]string, error) {
		return e.texts(call(q, "OnlyID", ctx))
	},
	"Select": func(ctx context.Context, e entity, q reflect.Value) ([]string, error) {
		return e.texts(call(chain(q, "Select", "id"), e.several(), ctx))
	},
	"GroupBy": func(ctx context.Context, e entity, q reflect.Value) ([]string, error) {
		return e.texts(call(chain(q, "GroupBy", "id"), e.several(), ctx))
	},
	"Aggregate": func(ctx context.Context, e entity, q reflect.Value) ([]string, error) {
		return e.texts(call(chain(q, "Aggregate", db.Max("id")), strings.TrimSuffix(e.several(), "s"), ctx))
	},
	"Clone": func(ctx context.Context, e entity, q reflect.Value) ([]string, error) {
		return e.texts(call(chain(q, "Clone"), "IDs", ctx))
	},
	"Modify": func(ctx context.Context, e entity, q reflect.Value) ([]string, error) {
		return e.texts(call(chain(q, "Modify", func(*sql.Selector) {}), "IDs", ctx))
	},
	"ForUpdate": func(ctx context.Context, e entity, q reflect.Value) ([]string, error) {
		return e.texts(call(chain(q, "ForUpdate"), "IDs", ctx))
	},
	"ForShare": func(ctx context.Context, e entity, q reflect.Value) ([]string, error) {
		return e.texts(call(chain(q, "ForShare"), "IDs", ctx))
	},
}

// several is the method that reads a column of ids.
func (e entity) several() string {
	if e.client.MethodByName("DeleteOneID").Type().In(0).Kind() == reflect.Int {
		return "Ints"
	}
	return "Strings"
}

// texts turns ids as they were read into the form of idOf.
func (e entity) texts(read reflect.Value, err error) ([]string, error) {
	if err != nil {
		return nil, err
	}
	if read.Kind() != reflect.Slice {
		read = reflect.Append(reflect.MakeSlice(reflect.SliceOf(read.Type()), 0, 1), read)
	}
	ids := make([]string, read.Len())
	row := reflect.New(e.client.MethodByName("UpdateOne").Type().In(0).Elem())
	for i := range ids {
		row.Elem().FieldByName("ID").Set(read.Index(i))
		ids[i] = idOf(row.Interface())
	}
	return ids, nil
}

func one(row reflect.Value, err error) ([]string, error) {
	if err != nil {
		return nil, err
	}
	return []string{idOf(row.Interface())}, nil
}

// where narrows a query to one row, by its id.
func (e entity) where(query reflect.Value, id string) reflect.Value {
	method := query.MethodByName("Where")
	condition := reflect.ValueOf(func(s *sql.Selector) { s.Where(sql.EQ(s.C("id"), e.key(id))) })
	return method.Call([]reflect.Value{condition.Convert(method.Type().In(0).Elem())})[0]
}

// verifyWays reads every type in each way: all of it, and each foreign row by its id.
func (r *registry) verifyWays(ctx context.Context, foreign map[string]bool) {
	r.t.Helper()
	everything := r.rows(r.store.Read())
	for _, e := range entities(r.store.Read()) {
		visible, denied := e.all(ctx)
		for name, read := range waysOfReading {
			ids, err := read(ctx, e, chain(e.client, "Query"))
			if denied != nil && !errors.Is(err, privacy.Deny) {
				r.t.Errorf("%s.%s: read %v and %v, want a denial", e.name, name, ids, err)
			}
			if single := slices.Contains([]string{"First", "FirstID", "Only", "OnlyID", "Aggregate"}, name); err == nil && !single && len(ids) != len(visible) {
				r.t.Errorf("%s.%s: read %d rows, want %d", e.name, name, len(ids), len(visible))
			}
			r.verifyIDs(e.name+"."+name, ids, foreign)
			for id := range everything[e.name] {
				if foreign[id] {
					ids, err := read(ctx, e, e.where(chain(e.client, "Query"), id))
					if err == nil && len(ids) > 0 && ids[0] != "" && ids[0] != e.none() {
						r.t.Errorf("%s.%s: read %v by the id of a foreign row", e.name, name, ids)
					}
				}
			}
		}
		for _, edge := range e.edges() {
			if found, err := call(chain(chain(e.client, "Query"), "Query"+edge), "All", ctx); err == nil {
				r.verifyNoneForeign(e.name+" query of "+edge, list(found), foreign)
			}
		}
	}
}

// none is what an aggregate over no rows gives for an id that is a number.
func (e entity) none() string {
	ids, err := e.texts(reflect.ValueOf(0), nil)
	if e.several() == "Strings" || err != nil {
		return ""
	}
	return ids[0]
}

func (r *registry) verifyIDs(what string, ids []string, foreign map[string]bool) {
	r.t.Helper()
	for _, id := range ids {
		if foreign[id] {
			r.t.Errorf("%s: read the foreign id %s", what, id)
		}
	}
}

func TestNoWayOfReadingLeadsPastTheFence(t *testing.T) {
	r := newRegistry(t)
	everything := map[string]bool{}
	for _, rows := range r.rows(r.store.Read()) {
		for id := range rows {
			everything[id] = true
		}
	}
	r.verifyWays(r.reseller(), r.foreign())
	r.verifyWays(r.owner(), r.notTheOwners())
	r.verifyWays(t.Context(), everything)
}

// TestTheWaysOfReadingAreSound: the program itself reads every row of every type in each way that reads many.
func TestTheWaysOfReadingAreSound(t *testing.T) {
	r := newRegistry(t)
	everything := r.rows(r.store.Read())
	for _, e := range entities(r.store.Read()) {
		for name, read := range waysOfReading {
			ids, err := read(r.system(), e, chain(e.client, "Query"))
			switch name {
			case "Only", "OnlyID":
				if n := len(everything[e.name]); (err == nil) != (n == 1) {
					t.Errorf("%s.%s: read %v and %v of %d rows", e.name, name, ids, err, n)
				}
			case "ForUpdate", "ForShare": // not with SQLite
			default:
				if err != nil || len(ids) == 0 || everything[e.name][ids[0]] == "" {
					t.Errorf("%s.%s: read %v and %v", e.name, name, ids, err)
				}
			}
		}
	}
}
