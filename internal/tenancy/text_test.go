package tenancy_test

import (
	"reflect"
	"testing"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/tenancy"
	"github.com/handledesk/handledesk/internal/viewer"
)

func of(kind registrar.ActorKind, id string) viewer.Viewer {
	return viewer.Viewer{Caller: registrar.Caller{Kind: kind, Reseller: id, Handle: id}}
}

// TestATextIsForAnotherCallerOfTheKind: with the other one's id in the place of the first one's, and for no other kind.
func TestATextIsForAnotherCallerOfTheKind(t *testing.T) {
	t.Parallel()
	named := func(s *sql.Selector) { s.Where(sql.EQ(s.C("kind"), "COMPANY")) }
	made := tenancy.List(dialect.Postgres, of(registrar.ActorReseller, "rsl_1"), false).Narrow(named).Select("code").Built()
	text, whole := made.Keep(of(registrar.ActorReseller, "rsl_1"), []any{"COMPANY"})
	if !whole {
		t.Fatal("the statement has no other arguments, and was not kept")
	}
	other, fits := text.For(of(registrar.ActorReseller, "rsl_2"), []any{"PERSON"})
	if !fits {
		t.Fatal("the text does not fit another reseller")
	}
	want, _ := made.Query()
	if got, arguments := other.Query(); got != want || !reflect.DeepEqual(arguments, []any{"rsl_2", "PERSON"}) {
		t.Errorf("the other reseller's statement is %s with %v", got, arguments)
	}
	for _, kind := range []registrar.ActorKind{registrar.ActorOperator, registrar.ActorOwner, registrar.ActorSystem, ""} {
		if _, fits := text.For(of(kind, "rsl_1"), []any{"PERSON"}); fits {
			t.Errorf("a reseller's text fits %q", kind)
		}
	}
}

// TestATextWithOtherArgumentsIsNotKept: somebody else's would stand in it the next time.
func TestATextWithOtherArgumentsIsNotKept(t *testing.T) {
	t.Parallel()
	v := of(registrar.ActorReseller, "rsl_1")
	named := func(s *sql.Selector) { s.Where(sql.EQ(s.C("kind"), "COMPANY")) }
	made := tenancy.List(dialect.SQLite, v, false).Narrow(named).Select("code").Built()
	for _, arguments := range [][]any{nil, {"PERSON"}, {"COMPANY", "more"}} {
		if _, whole := made.Keep(v, arguments); whole {
			t.Errorf("kept as a statement of %v", arguments)
		}
	}
	if _, whole := made.Keep(of(registrar.ActorReseller, "rsl_2"), []any{"COMPANY"}); whole {
		t.Error("kept as another reseller's")
	}
	owner := of(registrar.ActorOwner, "hdl_1")
	if _, whole := tenancy.List(dialect.SQLite, owner, false).Select("code").Built().Keep(owner, nil); whole {
		t.Error("an owner's statement was kept, whose own arguments need not stand first")
	}
}
