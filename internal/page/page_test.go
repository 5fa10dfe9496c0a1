package page

import (
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"pgregory.net/rapid"
)

func TestSizesAreCheckedByName(t *testing.T) {
	for name, c := range map[string]struct {
		args     Args
		size     int
		backward bool
		refused  string
	}{
		"nothing":         {Args{}, DefaultSize, false, ""},
		"first":           {Args{First: new(3)}, 3, false, ""},
		"last":            {Args{Last: new(3)}, 3, true, ""},
		"none":            {Args{First: new(0)}, 0, false, ""},
		"the most":        {Args{Last: new(MaximumSize)}, MaximumSize, true, ""},
		"both":            {Args{First: new(1), Last: new(1)}, 0, false, "last"},
		"too many":        {Args{First: new(MaximumSize + 1)}, 0, false, "first"},
		"too many at end": {Args{Last: new(MaximumSize + 1)}, 0, false, "last"},
		"negative":        {Args{First: new(-1)}, 0, false, "first"},
	} {
		w, err := Parse(c.args, byTime)
		switch {
		case c.refused != "":
			if !refused(err, c.refused) {
				t.Errorf("%s: %v, want a refusal of %s", name, err, c.refused)
			}
		case err != nil || w.Size != c.size || w.Backward != c.backward || w.Limit() != c.size+1:
			t.Errorf("%s: %+v (%v)", name, w, err)
		}
	}
}

// TestSortDoesWhatAStatementDoes compares Sort with the plain meaning of after, before and size, over keys with ties.
func TestSortDoesWhatAStatementDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := Window{
			Order: Order{Name: "X", Desc: rapid.Bool().Draw(t, "descending"), Kind: Number},
			Size:  rapid.IntRange(0, 6).Draw(t, "size"), Backward: rapid.Bool().Draw(t, "backward"),
		}
		key := rapid.Custom(func(t *rapid.T) Key {
			return Key{Value: rapid.Int64Range(0, 3).Draw(t, "value"), ID: string(rapid.SampledFrom([]rune("abcdefgh")).Draw(t, "id"))}
		})
		keys := rapid.SliceOfNDistinct(key, 0, 20, func(k Key) Key { return k }).Draw(t, "keys")
		if rapid.Bool().Draw(t, "with after") {
			w.After = new(key.Draw(t, "after"))
		}
		if rapid.Bool().Draw(t, "with before") {
			w.Before = new(key.Draw(t, "before"))
		}
		text := func(k Key) string { return string(rune('0'+k.Value.(int64))) + k.ID }
		inOrder := func(a, b Key) int {
			if w.Order.Desc {
				return strings.Compare(text(b), text(a))
			}
			return strings.Compare(text(a), text(b))
		}
		var want []Key
		for _, k := range slices.SortedFunc(slices.Values(keys), inOrder) {
			if (w.After == nil || inOrder(k, *w.After) > 0) && (w.Before == nil || inOrder(k, *w.Before) < 0) {
				want = append(want, k)
			}
		}
		more := len(want) > w.Size
		if w.Backward {
			want = want[max(0, len(want)-w.Size):]
		}
		p := Cut(w, w.Sort(slices.Clone(keys)))
		got := p.HasNextPage
		if w.Backward {
			got = p.HasPreviousPage
		}
		if !slices.Equal(p.Items, want[:min(len(want), w.Size)]) || got != more {
			t.Fatalf("%v, more: %v; want %v, more: %v", p.Items, got, want, more)
		}
	})
}

func TestStatementsCompareRowsAndNeverUseOr(t *testing.T) {
	for _, columns := range []Columns{{"created_at", "id"}, {"id", "id"}} {
		for _, desc := range []bool{false, true} {
			for _, backward := range []bool{false, true} {
				w := Window{Order: Order{Desc: desc}, Size: 10, Backward: backward,
					After: &Key{Value: "1", ID: "1"}, Before: &Key{Value: "2", ID: "2"}}
				s := sql.Dialect(dialect.SQLite).Select("*").From(sql.Table("t"))
				w.Where(s, columns)
				w.OrderBy(s, columns)
				query, _ := s.Query()
				_, order, _ := strings.Cut(query, "ORDER BY")
				if strings.Contains(query, " OR ") || strings.Contains(order, "DESC") != (desc != backward) {
					t.Errorf("descending %v, backward %v: %s", desc, backward, query)
				}
				if columns.Key == columns.ID && strings.Count(order, "id") != 1 {
					t.Errorf("the same column twice makes the database sort: %s", query)
				}
			}
		}
	}
}

func TestCuttingLeavesTheRowsAlone(t *testing.T) {
	w := Window{Size: 3, Backward: true}
	rows := []int{3, 2, 1}
	for range 2 { // the rows may be shared by two who ask for the same page
		if p := Cut(w, rows); !slices.Equal(p.Items, []int{1, 2, 3}) {
			t.Errorf("the page holds %v", p.Items)
		}
	}
}
