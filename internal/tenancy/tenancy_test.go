package tenancy_test

import (
	"context"
	"database/sql/driver"
	"io"
	"slices"
	"testing"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/access"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/demo"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/tenancy"
	"github.com/handledesk/handledesk/internal/viewer"
)

// TestStatementsLetThroughWhatTheFenceLetsThrough compares what is read without ent with what ent's policies leave of
// the same rows, for every kind of caller.
func TestStatementsLetThroughWhatTheFenceLetsThrough(t *testing.T) {
	w := apitest.New(t)
	if _, err := demo.Open(t.Context(), w.Service, t.TempDir(), io.Discard); err != nil {
		t.Fatal(err)
	}
	of := dialect.SQLite
	if apitest.OnPostgres() {
		of = dialect.Postgres
	}
	system := viewer.System(t.Context())
	read := w.Store.Read()
	first := read.Access.Query().FirstX(system)
	owned := read.Contact.Query().FirstX(system).HandleID
	for name, caller := range map[string]registrar.Caller{
		"reseller": {Kind: registrar.ActorReseller, Reseller: first.ResellerID, Scopes: registrar.Scopes},
		"operator": {Kind: registrar.ActorOperator, Scopes: registrar.Scopes},
		"owner":    {Kind: registrar.ActorOwner, Handle: owned},
		"nobody":   {},
	} {
		v := viewer.Viewer{Caller: caller}
		ctx := viewer.NewContext(t.Context(), v)
		for _, listed := range []tenancy.Statement{tenancy.List(of, v, false), tenancy.Among(of, v)} {
			if v.IsReseller() {
				verify(ctx, t, w.Store, name+"'s list", listed.Select(access.FieldHandleID),
					all(read.Handle.Query().Where(handle.HasAccessesWith(access.ResellerID(caller.Reseller))).IDs(ctx)))
			} else {
				verify(ctx, t, w.Store, name+"'s handles", listed.Select(sql.Table("handles").C("id")), all(read.Handle.Query().IDs(ctx)))
			}
		}
		if v.IsReseller() {
			joined := tenancy.List(of, v, true)
			verify(ctx, t, w.Store, name+"'s joined list", joined.Select(sql.Table("handles").C("id")), all(read.Handle.Query().IDs(ctx)))
		}
		links := all(read.Contact.Query().IDs(ctx))
		for _, joined := range []bool{false, true} {
			verify(ctx, t, w.Store, name+"'s links", tenancy.Links(of, v, joined).Select(sql.Table("link").C("id")), slices.Clone(links))
		}
		for _, leads := range []bool{false, true} {
			verify(ctx, t, w.Store, name+"'s domains", tenancy.Domains(of, v, leads).Select(sql.Table("domains").C("id")),
				all(read.Domain.Query().IDs(ctx)))
		}
		verifyFirst(ctx, t, w.Store, name+"'s counters", tenancy.Counters(of, v), 2, counted(system, read, v))
	}
	verifyKeys(system, t, w.Store, of)
}

// counted names what is counted for the caller, once for each slot: its account's, or everybody's for staff.
func counted(system context.Context, read *db.Client, v viewer.Viewer) (names []string) {
	for _, row := range read.Counter.Query().AllX(system) {
		if v.IsReseller() && row.Account == v.Reseller || v.IsOperator() && row.Account == "" {
			names = append(names, row.Counted)
		}
	}
	return names
}

// verifyKeys requires that a secret's hash finds its own key and no other one.
func verifyKeys(system context.Context, t *testing.T, s *store.Store, of string) {
	t.Helper()
	keys := s.Read().APIKey.Query().AllX(system)
	if len(keys) < 2 {
		t.Fatalf("%d keys tell nothing", len(keys))
	}
	for _, key := range keys {
		verifyFirst(system, t, s, "the key "+key.Name, tenancy.Key(of, key.SecretHash), tenancy.KeyColumns, []string{key.ID})
	}
	verifyFirst(system, t, s, "no key", tenancy.Key(of, make([]byte, 32)), tenancy.KeyColumns, nil)
}

// all are the ids that the fence lets through; whom it refuses sees none.
func all(ids []string, err error) []string {
	if err != nil {
		return nil
	}
	return ids
}

func verify(ctx context.Context, t *testing.T, s *store.Store, what string, statement tenancy.Statement, want []string) {
	t.Helper()
	verifyFirst(ctx, t, s, what, statement, 1, want)
}

// verifyFirst compares the first of the columns.
func verifyFirst(ctx context.Context, t *testing.T, s *store.Store, what string, statement tenancy.Statement, columns int, want []string) {
	t.Helper()
	var got []string
	err := s.Snapshot(ctx, func(at *store.Snapshot) error {
		return at.Rows(ctx, statement, columns, func(row []driver.Value) error {
			id, _ := row[0].(string)
			got = append(got, id)
			return nil
		})
	})
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s: %d rows by the statement, %d by the fence", what, len(got), len(want))
	}
}
