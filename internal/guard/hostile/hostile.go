// Package hostile is a catalogue of documents that are made to hold up a GraphQL server. Tests and the benchmark send
// them; each must be refused, or answered, after little work and in few bytes.
//
// They are written for this product's schema, so that they reach as far as they can.
package hostile

import (
	"fmt"
	"strings"
)

// Document is one hostile request.
type Document struct {
	// Name says what it is, in kebab case.
	Name string
	// Text is the document.
	Text string
	// Variables to send with it; most have none.
	Variables map[string]any
	// Limit is the name of the limit that refuses it: one of package guard, or Body for the transport's limit on the
	// request. Empty when no limit does: then the parser or the validator refuses it at once, or it is harmless.
	Limit string
}

// Body is the limit of a document that is too large to be read.
const Body = "body"

// Documents lists the catalogue, the ones with plain sizes first.
func Documents() []Document {
	return append(append(sizes(), expansions()...), slowToValidate()...)
}

// sizes are large in what they say.
func sizes() []Document {
	return []Document{
		{Name: "duplicate-fields-20k", Text: onHandle(strings.Repeat("code ", 20_000)), Limit: "tokens"},
		{Name: "duplicate-fields-in-2000-tokens", Text: onHandle(strings.Repeat("code ", 1_900)), Limit: "fields"},
		{Name: "directives-50k", Text: "{__typename " + strings.Repeat("@a", 50_000) + "}", Limit: "tokens"},
		{Name: "directives-in-2000-tokens", Text: "{__typename " + strings.Repeat("@a ", 900) + "}", Limit: "directives"},
		{Name: "root-aliases", Text: "{" + numbered("a%d:viewer{__typename}", 300) + "}", Limit: "rootFields"},
		{Name: "aliases", Text: onHandle(numbered("a%d:code ", 400)), Limit: "aliases"},
		{Name: "root-fields", Text: "{" + strings.Repeat("viewer{__typename}", 300) + "}", Limit: "rootFields"},
		{Name: "mutations", Text: "mutation{" + strings.Repeat("signOut{ended}", 11) + "}", Limit: "mutationFields"},
		{Name: "operations", Text: numbered("query q%d{__typename}", 390)},
		{Name: "comments", Text: "{__typename}" + strings.Repeat("#\n", 60_000), Limit: "comments"},
		{Name: "string-1mb", Text: `{node(id:"` + strings.Repeat("x", 1<<20) + `"){id}}`, Limit: Body},
		{Name: "string-200kb", Text: `{node(id:"` + strings.Repeat("x", 200_000) + `"){id}}`, Limit: "walk"},
		{Name: "string-200kb-for-a-number", Text: `{handles(first:"` + strings.Repeat("x", 200_000) + `"){totalCount}}`, Limit: "walk"},
		{Name: "string-200kb-for-an-enum", Text: `{events(filter:{action:["` + strings.Repeat("A", 200_000) + `"]}){totalCount}}`, Limit: "walk"},
		{Name: "number-200kb", Text: "{handles(first:" + strings.Repeat("1", 200_000) + "){totalCount}}", Limit: "walk"},
		{Name: "name-200kb", Text: onHandle(strings.Repeat("x", 200_000)), Limit: "nameLength"},
		{Name: "argument-name-200kb", Text: "{handles(" + strings.Repeat("x", 200_000) + ":1){totalCount}}", Limit: "nameLength"},
		{Name: "long-list", Text: "{nodes(ids:[" + strings.Repeat(`"x" `, 1_500) + "]){id}}", Limit: "listItems"},
		{
			Name: "long-list-in-variables", Text: "query($ids:[ID!]!){nodes(ids:$ids){id}}",
			Variables: map[string]any{"ids": repeated("hdl_x", 20_000)}, Limit: "listItems",
		},
		{
			Name: "ids-in-variables", Text: "query($ids:[ID!]!){nodes(ids:$ids){id}}",
			Variables: map[string]any{"ids": repeated("hdl_x", 101)}, Limit: "nodeIds",
		},
		{Name: "unclosed", Text: strings.Repeat("{a", 100_000), Limit: "tokens"},
		{Name: "unclosed-list", Text: "{a(b:" + strings.Repeat("[", 200_000), Limit: "tokens"},
	}
}

// expansions are small in what they say and large in what they mean.
func expansions() []Document {
	page := func(inner string) string { return "domains(first:100){edges{node{" + inner + "}}}" }
	introspected := "{types{fields{args{name}type{fields{args{name}}}}}}"
	return []Document{
		{Name: "fragments-chained-28", Text: chain("A", 28, "{viewer{...A0}}"), Limit: "fields"},
		{Name: "fragments-chained-28-on-aliases", Text: chain("A", 28, "{a:viewer{...A0} b:viewer{...A0}}"), Limit: "fields"},
		{Name: "fragments-chained-130", Text: chain("A", 130, "{viewer{...A0}}"), Limit: "fields"},
		{Name: "fragments-100-chains-of-28", Text: chains(100, 28), Limit: "tokens"},
		{Name: "fragments-10-chains-of-16", Text: chains(10, 16), Limit: "fields"},
		{Name: "fragments-unused", Text: "{__typename}" + chain("A", 28, ""), Limit: "fields"},
		{Name: "fragments-in-a-circle", Text: "{viewer{...A}}fragment A on Reseller{...B...B}fragment B on Reseller{...A...A}"},
		{Name: "fragments-in-many-circles", Text: clique(12), Limit: "fields"},
		{Name: "fragments-in-circles-within-circles", Text: clique(7), Limit: "walk"}, // few fields, but 7! ways round
		{Name: "fragments-that-end-nowhere", Text: strings.TrimSuffix(chain("A", 28, "{viewer{...A0}}"), "fragment A28 on Reseller{name}"), Limit: "walk"},
		{Name: "deep-fields", Text: "{viewer" + strings.Repeat("{handle", 300) + strings.Repeat("}", 300) + "}", Limit: "depth"},
		{Name: "deep-lists-of-nodes", Text: "{handles" + strings.Repeat("{edges{node{domains", 6) + "{totalCount}" + strings.Repeat("}}}", 6) + "}", Limit: "depth"},
		{Name: "deep-list-value", Text: "{nodes(ids:" + strings.Repeat("[", 400) + strings.Repeat("]", 400) + "){id}}", Limit: "valueDepth"},
		{Name: "deep-object-value", Text: "{handles(filter:" + strings.Repeat("{a:", 400) + "1" + strings.Repeat("}", 400) + "){totalCount}}", Limit: "valueDepth"},
		{Name: "nodes-100-by-102", Text: "{handles(first:100){edges{node{domains(first:102){edges{node{name}}}}}}}", Limit: "nodes"},
		{Name: "nodes-100-by-100-twice", Text: "{handles(first:100){edges{node{a:" + page("name") + "b:" + page("name") + "}}}}", Limit: "nodes"},
		{
			Name: "nodes-by-variable", Text: "query($n:Int){handles(first:$n){edges{node{" + strings.ReplaceAll(page("name"), "100", "$n") + "}}}}",
			Variables: map[string]any{"n": 2_000_000_000}, Limit: "nodes",
		},
		{Name: "deep-introspection", Text: "{__schema{types" + strings.Repeat("{ofType", 30) + "{name}" + strings.Repeat("}", 30) + "}}", Limit: "depth"},
		{Name: "introspection-in-circles", Text: "{__schema{types{fields{type{fields{type{fields{name}}}}}}}}"},
		{Name: "wide-introspection", Text: "{" + numbered("a%d:__schema"+introspected, 15) + "}", Limit: "introspectionItems"},
	}
}

// slowToValidate stay under the usual limits and keep gqlparser's validator busy.
func slowToValidate() []Document {
	inFragments := func(levels int, inner string) string {
		return strings.Repeat("...{", levels) + inner + strings.Repeat("}", levels)
	}
	var loose strings.Builder
	for i := range 90 {
		fmt.Fprintf(&loose, "fragment A%d on Reseller{...A%d}", i, i+1)
	}
	return []Document{
		{Name: "same-field-900-times", Text: onHandle(strings.Repeat("code ", 900)), Limit: "overlaps"},
		{Name: "same-field-in-300-inline-fragments", Text: onHandle(inFragments(300, strings.Repeat("code ", 900))), Limit: "overlaps"},
		{Name: "same-field-with-other-arguments", Text: onHandle(numbered("domains(first:%d){totalCount} ", 190)), Limit: "overlaps"},
		{Name: "same-fields-below-same-fields", Text: onHandle(strings.Repeat("reachability{state state state state state}", 100)), Limit: "overlaps"},
		{
			Name: "same-field-in-fragments", Limit: "overlaps",
			Text: onHandle(numbered("...A%d ", 100)) + numbered("fragment A%d on Handle{code email code email}", 100),
		},
		{
			Name: "unknown-fields-behind-90-fragments", Limit: "walk",
			Text: "{viewer{...A0}}" + loose.String() + "fragment A90 on Reseller{" + strings.Repeat("nme ", 900) + "}",
		},
		{Name: "unknown-fields-with-long-names", Text: onHandle(numbered(strings.Repeat("x", 120)+"%d ", 900)), Limit: "walk"},
		{
			Name: "unknown-values-in-100-operations", Limit: "walk",
			Text: numbered("query q%d{...A}", 100) + "fragment A on Query{handles(filter:{kind:[" + strings.Repeat("PERSO ", 240) + "]}){totalCount}}",
		},
	}
}

// onHandle asks for fields of each handle of a page.
func onHandle(fields string) string { return "{handles{edges{node{" + fields + "}}}}" }

// numbered repeats a text with the numbers from 0.
func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// repeated is a list as JSON gives it.
func repeated(value any, n int) []any {
	all := make([]any, n)
	for i := range all {
		all[i] = value
	}
	return all
}

// chain is n fragments that each spread the next one twice, and one field at the end: 2^n fields.
func chain(name string, n int, operation string) string {
	var b strings.Builder
	b.WriteString(operation)
	for i := range n {
		fmt.Fprintf(&b, "fragment %s%d on Reseller{...%s%d ...%s%d}", name, i, name, i+1, name, i+1)
	}
	fmt.Fprintf(&b, "fragment %s%d on Reseller{name}", name, n)
	return b.String()
}

// chains is several of them.
func chains(count, n int) string {
	var spreads, fragments strings.Builder
	for i := range count {
		name := fmt.Sprintf("C%dx", i)
		fmt.Fprintf(&spreads, "...%s0 ", name)
		fragments.WriteString(chain(name, n, ""))
	}
	return "{viewer{" + spreads.String() + "}}" + fragments.String()
}

// clique is fragments of which each spreads all others.
func clique(n int) string {
	var b strings.Builder
	b.WriteString("{viewer{...A0}}")
	for i := range n {
		fmt.Fprintf(&b, "fragment A%d on Reseller{name ", i)
		for j := range n {
			if i != j {
				fmt.Fprintf(&b, "...A%d ", j)
			}
		}
		b.WriteString("}")
	}
	return b.String()
}
