package guard

import (
	"encoding/json"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// TestKeptPricesAreThePrices asks for the price of each document with one value after the other, twice, so that a price which
// was kept for another value would show.
func TestKeptPricesAreThePrices(t *testing.T) {
	t.Parallel()
	schema, known := productSchema(t)
	limits := Default()
	for text, values := range map[string][]any{
		`query q($v: Int) { handles(first: $v) { edges { node { code domains(first: $v) { edges { node { name } } } } } } }`: {
			nil, int64(0), int64(1), int64(2), 20, 100, json.Number("7"), json.Number("70"), absent,
		},
		`query q($v: String) { handles(first: 3, filter: {search: $v}) { totalCount edges { node { code } } } }`: {
			"one", nil, "another, which is longer", absent, "",
		},
		`query q($v: Boolean!) { handles(first: 5) { edges { node { code @skip(if: $v) domains @include(if: $v) { totalCount } } } } }`: {
			true, false,
		},
		`query q($v: [ID!]!) { nodes(ids: $v) { id } }`: {
			[]any{"a"}, []any{"a", "b", "c"}, []any{}, "a",
		},
		`query q($v: HandleFilter) { handles(filter: $v) { totalCount } }`: {
			map[string]any{}, map[string]any{"search": "x"}, nil, absent,
		},
	} {
		op := gqlparser.MustLoadQueryWithRules(schema, text, rules.NewDefaultRules()).Operations[0]
		prices := NewPrices(limits, known)
		for range 2 {
			for _, value := range values {
				variables := map[string]any{"v": value}
				if value == absent {
					variables = map[string]any{}
				}
				want, violation := limits.Price(known, op, variables)
				if violation != nil {
					t.Fatalf("%s: %v", text, violation)
				}
				if got, v := prices.Of(op, variables); got != want || v != nil {
					t.Errorf("%s with %v: kept as %+v, want %+v (%v)", text, value, got, want, v)
				}
			}
		}
	}
}

// TestAPriceThatIsTooHighIsNotKept: it is refused each time, with its reason.
func TestAPriceThatIsTooHighIsNotKept(t *testing.T) {
	t.Parallel()
	schema, known := productSchema(t)
	limits := Default()
	limits.Nodes = 10
	op := gqlparser.MustLoadQueryWithRules(schema, `query q($v: Int) { handles(first: $v) { edges { node { code } } } }`,
		rules.NewDefaultRules()).Operations[0]
	prices := NewPrices(limits, known)
	for range 3 {
		if _, v := prices.Of(op, map[string]any{"v": int64(11)}); limitOf(v) != LimitNodes {
			t.Errorf("11 nodes: %v", v)
		}
		if _, v := prices.Of(op, map[string]any{"v": int64(10)}); v != nil {
			t.Errorf("10 nodes: %v", v)
		}
	}
}

// absent stands for a variable that is not given.
const absent = "a variable that is not given"
