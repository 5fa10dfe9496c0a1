package guard

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/handledesk/handledesk/internal/guard/hostile"
)

// parsed parses without validating.
func parsed(t testing.TB, text string) *ast.QueryDocument {
	t.Helper()
	doc, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		t.Fatalf("%v: %.300s", err, text)
	}
	return doc
}

// countsOf are those of the whole document, walk included.
func countsOf(t testing.TB, text string) counts {
	t.Helper()
	doc := parsed(t, text)
	_, s := Default().shape(doc)
	fresh := &shape{limits: s.limits, fragments: make([]fragment, len(doc.Fragments)), byName: s.byName}
	for i, def := range doc.Fragments {
		fresh.fragments[i].def = def
	}
	total, _ := fresh.document(doc)
	return total
}

func TestEachLimitOfTheTextPassesExactlyAndRefusesOneMore(t *testing.T) {
	l := Default()
	for _, test := range []struct {
		limit   string
		allowed int
		text    func(n int) string
		column  int
	}{
		{LimitTokens, 2000, func(n int) string { return "{" + strings.Repeat("a ", n-2) + "}" }, 4000},
		{LimitTokens, 2000, func(n int) string { return "{a(b:" + strings.Repeat("[", n-5) }, 2001},
		{LimitTokens, 2000, func(n int) string { return "{" + strings.Repeat("a ", n-1) + "'" }, 4000},
		{LimitTokens, 2000, func(n int) string { return strings.Repeat("#x\n", 2000) + "{" + strings.Repeat("a,", n-2) + "}" }, 4000},
		{LimitComments, 2000, func(n int) string { return "{a}" + strings.Repeat("#\r", n) }, 1},
		{LimitNameLength, 128, func(n int) string { return "{a:" + strings.Repeat("x", n) + "}" }, 4},
		{LimitNameLength, 128, func(n int) string { return "query(" + "$" + strings.Repeat("x", n) + ":Int){a}" }, 8},
	} {
		if v := l.Text(test.text(test.allowed)); v != nil {
			t.Errorf("%s: %v", test.limit, v)
		}
		for _, more := range []int{1, 57} {
			v := l.Text(test.text(test.allowed + more))
			if v == nil || v.Limit != test.limit || v.Allowed != test.allowed || v.Found != test.allowed+more || v.At == nil {
				t.Fatalf("%s and %d more: %+v", test.limit, more, v)
			}
			if v.At.Column != test.column || test.limit == LimitComments && v.At.Line != 2001 {
				t.Errorf("%s: at line %d, column %d, want column %d", test.limit, v.At.Line, v.At.Column, test.column)
			}
		}
	}
}

func TestStringsAndCommentsAreNoTokensOfTheirOwn(t *testing.T) {
	l := Limits{Tokens: 5, Comments: 10, NameLength: 1}
	if v := l.Text("# { { {\n{a(b:\"{ { {\" # } }\n"); v == nil || v.Found != 6 {
		t.Errorf("%+v", v)
	}
	if v := l.Text(`{a(""" { { { """`); v != nil {
		t.Errorf("%+v", v)
	}
	if v := l.Text("{a 'x"); v != nil {
		t.Errorf("what cannot be read is the parser's to refuse: %v", v)
	}
}

func TestEachLimitOfTheShapePassesExactlyAndRefusesOneMore(t *testing.T) {
	nest := func(open, inner, shut string, n int) string {
		return strings.Repeat(open, n) + inner + strings.Repeat(shut, n)
	}
	many := func(format string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	fragment := "fragment F on T{x y}"
	for name, test := range map[string]struct {
		limit   string
		allowed int
		text    func(n int) string
	}{
		"depth, leaves counted":         {LimitDepth, 15, func(n int) string { return nest("{a", "", "}", n) }},
		"depth through fragments":       {LimitDepth, 15, func(n int) string { return "{a{...{...F}}}fragment F on T" + nest("{a", "", "}", n-1) }},
		"depth of the second operation": {LimitDepth, 15, func(n int) string { return "query a{a}query b" + nest("{a", "", "}", n) }},
		"fields":                        {LimitFields, 1000, func(n int) string { return "{a{" + many("f%d ", n-1) + "}}" }},
		"fields in fragments":           {LimitFields, 1000, func(n int) string { return "{a{" + many("f%d ", n-1-4) + "...F ...F}}" + fragment }},
		"fields of all operations": {LimitFields, 1000, func(n int) string {
			return "query a{a{" + many("f%d ", n-7) + "}}query b{a{...F}}query c{...F x}" + fragment
		}},
		"fields of unused fragments": {LimitFields, 1000, func(n int) string { return "{a{" + many("f%d ", n-1-2-2) + "}}fragment G on T{...F}" + fragment }},
		"aliases":                    {LimitAliases, 30, func(n int) string { return "{a{" + many("b%d:c ", n) + "}}" }},
		"aliases in fragments":       {LimitAliases, 30, func(n int) string { return "{a{" + many("b%d:c ", n-2) + "...F}b{...F}}fragment F on T{q:c}" }},
		"directives":                 {LimitDirectives, 50, func(n int) string { return "{a " + many("@d%d ", n) + "}" }},
		"directives everywhere": {LimitDirectives, 50, func(n int) string {
			return "query($v:T @a)@b{a ...@c{d} ...F @d}fragment F on T @e{x " + many("@d%d ", n-5) + "}"
		}},
		"root fields":                   {LimitRootFields, 20, func(n int) string { return "{" + strings.Repeat("a ", n) + "}" }},
		"root fields in fragments":      {LimitRootFields, 20, func(n int) string { return "{" + strings.Repeat("a{b} ", n-4) + "...F ...{...F}}" + fragment }},
		"root fields of a subscription": {LimitRootFields, 20, func(n int) string { return "subscription{" + strings.Repeat("a ", n) + "}" }},
		"mutation fields":               {LimitMutationFields, 10, func(n int) string { return "mutation{" + strings.Repeat("a{b} ", n) + "}" }},
		"list items":                    {LimitListItems, 250, func(n int) string { return "{a(b:[" + strings.Repeat("1 ", n) + "])}" }},
		"list items in an object":       {LimitListItems, 250, func(n int) string { return "{a(b:{c:[" + strings.Repeat("1 ", n) + "]})}" }},
		"list items of a preset":        {LimitListItems, 250, func(n int) string { return "query($a:[I]=[" + strings.Repeat("1 ", n) + "]){a}" }},
		"list items in a directive":     {LimitListItems, 250, func(n int) string { return "{a @b(c:[" + strings.Repeat("$d ", n) + "])}" }},
		"value depth":                   {LimitValueDepth, 15, func(n int) string { return "{a(b:" + nest("[", "1", "]", n) + ")}" }},
		"value depth of objects":        {LimitValueDepth, 15, func(n int) string { return "{a(b:" + nest("{c:", "1", "}", n) + ")}" }},
		"value depth in a fragment":     {LimitValueDepth, 15, func(n int) string { return "{...F}fragment F on T{a(b:{c:" + nest("[", "", "]", n-1) + "})}" }},
		"walk of a text":                {LimitWalk, 50_000, func(n int) string { return `{a(b:"` + strings.Repeat("x", n-(8+1)-(8+1)-8) + `")}` }},
	} {
		t.Run(name, func(t *testing.T) {
			l := Default()
			if v := l.Shape(parsed(t, test.text(test.allowed))); v != nil {
				t.Fatal(v)
			}
			for _, more := range []int{1, 7} {
				v := l.Shape(parsed(t, test.text(test.allowed+more)))
				if v == nil || v.Limit != test.limit || v.Allowed != test.allowed || v.Found != test.allowed+more || v.At == nil {
					t.Errorf("%d more: %+v", more, v)
				}
			}
		})
	}
}

func TestOverlapsArePairsUnderOneName(t *testing.T) {
	for text, want := range map[string]int{
		"{a b c}":                                0,
		"{a a}":                                  1,
		"{a a a a}":                              6,
		"{a b:a a:b}":                            1, // response names
		"{a{x} a{x} a{y}}":                       3 + 1,
		"{a{x x} a{x}}":                          1 + 3,
		"{...{a a}}":                             2, // once for the operation, once for the inline fragment
		"{...{...{a a}}}":                        3,
		"{a ...{a}}":                             2, // at most: the fragment has no pair of its own
		"{...F a}fragment F on T{a}":             1,
		"{...F ...F}fragment F on T{a}":          1,
		"{...F}fragment F on T{a a}":             2, // once for the operation, once for the fragment
		"query a{b b}query c{b b}":               2,
		"fragment F on T{a a}":                   1,
		"{a{...F} a{...F}}fragment F on T{b{c}}": 1 + 1 + 1,
		"{...F}fragment F on T{a{...F}}":         0,
		"{...F}fragment F on T{a ...F}":          0, // a circle is entered once
	} {
		l := Default()
		l.Overlaps = max(0, want-1)
		v := l.Shape(parsed(t, text))
		if want > 0 && (limitOf(v) != LimitOverlaps || v.Found != want) || want == 0 && v != nil {
			t.Errorf("%v, want %d: %s", v, want, text)
		}
		l.Overlaps = want
		if v := l.Shape(parsed(t, text)); v != nil {
			t.Errorf("%v: %s", v, text)
		}
	}
}

func TestWalkCountsEachFragmentWithWhatItSpreads(t *testing.T) {
	long := "f" + strings.Repeat("x", 99)
	for text, want := range map[string]int{
		"{" + long + "}":                                           108,
		"{" + long + "(a:1)}":                                      108 + 9 + 9,
		"{" + long + "(a:ENUM)@d}":                                 108 + 9 + 12 + 9,
		"{" + long + `(a:["xy",{b:$c}])}`:                          108 + 9 + 8 + 10 + 8 + 1 + 9,
		"query($v:T=5){" + long + "}":                              108 + 9 + 9,
		"{...on T{" + long + "}}":                                  108 + 9,
		"{...A}fragment A on T{" + long + "}":                      9 + 108 + 108,
		"{...A}fragment A on T{...B}fragment B on T{" + long + "}": 9 + 9 + 108 + 9 + 108 + 108,
	} {
		if got := countsOf(t, text).walk; got != want {
			t.Errorf("%d, want %d: %s", got, want, text)
		}
	}
}

func TestWhatIsLeftToTheValidatorCountsAsNothing(t *testing.T) {
	for text, fields := range map[string]int{
		"{...Missing}":                    0,
		"{a ...A}fragment A on T{b ...A}": 2,
		"{...A}fragment A on T{b ...B}fragment B on T{c ...A}": 2,
		"{...A ...A}fragment A on T{b}fragment A on T{c d}":    2 + 2, // the first one counts for the spreads
		"{...A}fragment A on T{b}fragment A on T{c}":           2,     // the second one is never reached
	} {
		if c := countsOf(t, text); c.fields != fields {
			t.Errorf("%d fields, want %d: %s", c.fields, fields, text)
		}
		if v := Default().Shape(parsed(t, text)); v != nil {
			t.Errorf("%v: %s", v, text)
		}
	}
}

func TestChainedFragmentsAreEachVisitedOnce(t *testing.T) {
	for _, d := range hostile.Documents() {
		if !strings.HasPrefix(d.Name, "fragments-") {
			continue
		}
		doc := parsed(t, d.Text)
		written := strings.Count(d.Text, "...") + strings.Count(d.Text, "name") + strings.Count(d.Text, "viewer") + strings.Count(d.Text, "__typename")
		v, s := Default().shape(doc)
		bound := written
		if v == nil || v.Limit == LimitOverlaps || v.Limit == LimitWalk {
			bound += Default().Walk/visit + 1 // fields were also collected by name
		}
		if s.visited > bound {
			t.Errorf("%s: %d selections visited, %d are written", d.Name, s.visited, written)
		}
	}
}

func TestAViolationSaysWhichLimitAndByHowMuch(t *testing.T) {
	for limit, sentence := range sentences {
		v := &Violation{Limit: limit, Allowed: 7, Found: 12345}
		if got := v.Error(); !strings.Contains(got, " 12345 ") || !strings.Contains(got, " 7 are allowed: ") || strings.Contains(got, "%!") {
			t.Errorf("%s: %s (%s)", limit, got, sentence)
		}
		if v.Found = most; !strings.Contains(v.Error(), " at least 1000000000 ") {
			t.Errorf("%v", v)
		}
	}
}
