package guard

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
)

// each repeats a text with the numbers from 0 in place of #.
func each(format string, n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(format, "#", fmt.Sprint(i)))
	}
	return b.String()
}

func onHandle(fields string) string { return "{handles{edges{node{" + fields + "}}}}" }

func onReseller(fields string) string { return "{viewer{...on Reseller{handle{" + fields + "}}}}" }

func onEvents(actions string) string {
	return "{events(filter:{action:[" + actions + "]}){totalCount}}"
}

func wrapped(levels int, fields string) string {
	return strings.Repeat("...{", levels) + fields + strings.Repeat("}", levels)
}

var long = strings.Repeat("x", 120) // a name nearly as long as may be

// admitted are the sorts of documents that keep the validator busy, to be made as large as the limits allow.
var admitted = map[string]func(n int) string{
	"same field":                func(n int) string { return onHandle(strings.Repeat("code ", n)) },
	"same fields":               func(n int) string { return onHandle(strings.Repeat("code email phone fax mobile ", n)) },
	"same field with subfields": func(n int) string { return onHandle(strings.Repeat("address{city country street}", n)) },
	"same connection":           func(n int) string { return onHandle(strings.Repeat("domains(first:1){edges{node{name}}}", n)) },
	"other arguments":           func(n int) string { return onHandle(each("domains(first:#){totalCount}", n)) },
	"other arguments, deep":     func(n int) string { return onReseller(each("domains(first:#){edges{node{owner{code}}}}", n)) },
	"in 10 inline fragments":    func(n int) string { return onHandle(wrapped(10, strings.Repeat("code ", n))) },
	"in 300 inline fragments":   func(n int) string { return onHandle(wrapped(300, strings.Repeat("code ", n))) },
	"in fragments": func(n int) string {
		return onHandle(each("...A# ", n)) + each("fragment A# on Handle{address{city}}", n)
	},
	"unknown fields":                 func(n int) string { return onHandle(each("f# ", n)) },
	"unknown fields with long names": func(n int) string { return onHandle(each(long+"# ", n)) },
	"unknown fields of a mutation":   func(n int) string { return "mutation{createHandle(input:{}){handle{" + each(long+"# ", n) + "}}}" },
	"fields of other types":          func(n int) string { return "{nodes(ids:[]){" + strings.Repeat("createdAt ", n) + "}}" },
	"unknown fields behind fragments": func(n int) string {
		return "{viewer{...A0}}" + chained(20) + "fragment A20 on Reseller{" + strings.Repeat("nme ", n) + "}"
	},
	"unknown values":       func(n int) string { return onEvents(each(long+"# ", min(n, 250))) },
	"text for a value":     func(n int) string { return onEvents(`"` + strings.Repeat("A", 50*n) + `"`) },
	"unknown arguments":    func(n int) string { return "{handles(" + each(long+"#:1 ", n) + "){totalCount}}" },
	"unknown input fields": func(n int) string { return "mutation{updateHandle(input:{" + each(long+"#:1 ", n) + "}){handle{id}}}" },
	"operations": func(n int) string {
		return each("query q#{...A}", n) + "fragment A on Query{handles(filter:{kind:[A A A]}){nme}}"
	},
	"values in lists of lists": func(n int) string { return onEvents(wrappedList(13, each("P# ", min(n, 250)))) },
}

// chained are fragments that each spread the next one.
func chained(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "fragment A%d on Reseller{...A%d}", i, i+1)
	}
	return b.String()
}

func wrappedList(levels int, items string) string {
	return strings.Repeat("[", levels) + items + strings.Repeat("]", levels)
}

// largestAdmitted grows a document until the guard refuses it.
func largestAdmitted(tb testing.TB, text func(int) string) (document string, n int) {
	tb.Helper()
	l := Default()
	passes := func(n int) bool { return l.Text(text(n)) == nil && l.Shape(parsed(tb, text(n))) == nil }
	if !passes(1) {
		tb.Fatal("refused as small as can be")
	}
	low, high := 1, 2_000
	for high-low > 1 {
		if middle := (low + high) / 2; passes(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return text(low), low
}

// What Limits.Walk and Limits.Overlaps are for: no document that passes the guard may hold up the validator for 50 ms.
func BenchmarkSlowestValidation(b *testing.B) {
	schema, _ := productSchema(b)
	for name, text := range admitted {
		b.Run(name, func(b *testing.B) {
			document, n := largestAdmitted(b, text)
			b.ReportAllocs()
			var errs int
			for b.Loop() {
				doc, err := parser.ParseQuery(&ast.Source{Input: document})
				if err != nil {
					b.Fatal(err)
				}
				errs = len(validator.ValidateWithRules(schema, doc, nil))
			}
			b.ReportMetric(float64(n), "n")
			b.ReportMetric(float64(errs), "errors")
		})
	}
}
