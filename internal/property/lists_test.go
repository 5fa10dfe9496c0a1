package property

import (
	"testing"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
)

// TestLargeLists checks lists of more than 10,000 rows, as they are served from a database that was never analysed, as
// in production, and from one that was.
func TestLargeLists(t *testing.T) {
	t.Parallel()
	l := newLarge(t)
	if apitest.OnPostgres() { // it analyses by itself, a minute after rows came
		l.analyse(t)
	}
	t.Run("filters mean what they say", func(t *testing.T) { testFilters(t, l) })
	reseller, operator := caller{kind: registrar.ActorReseller, id: l.main}, caller{kind: registrar.ActorOperator}
	t.Run("no list sorts or reads a whole table", func(t *testing.T) { testPlans(t, l, reseller, operator) })
	if apitest.OnPostgres() {
		return
	}
	l.analyse(t)
	t.Run("nor when the database was analysed", func(t *testing.T) { testPlans(t, l, reseller) })
}

func (l *large) analyse(t *testing.T) {
	t.Helper()
	if _, err := l.raw.Exec("VACUUM"); err != nil {
		t.Fatal(err)
	}
	if _, err := l.raw.Exec("ANALYZE"); err != nil {
		t.Fatal(err)
	}
}
