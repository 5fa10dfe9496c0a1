package server

import (
	"strings"
	"testing"
)

// TestAudienceOfTheSchema: who may not read the schema is not told its names by way of messages either.
func TestAudienceOfTheSchema(t *testing.T) {
	const introspect = `{"query":"{ __schema { types { name } } }"}`
	for audience, open := range map[Audience]map[string]bool{
		Nobody: {}, SignedIn: {"Bearer hdk_good": true}, Everyone: {"": true, "Bearer hdk_good": true},
	} {
		r := start(t, nil, func(o *Options) { o.Introspection = audience })
		for _, header := range []string{"", "Bearer hdk_good"} {
			if got := r.post(t, introspect, "Authorization", header); strings.Contains(got.body, "introspection is closed") == open[header] {
				t.Errorf("audience %d, %q: %s", audience, header, got.body)
			}
			for _, query := range []string{
				"{ greetin }", "{ greeting(nam: 1) }", "{ greeting(filter: {colo: RED}) }", "{ greeting(filter: {color: REDD}) }",
			} {
				got := r.post(t, `{"query":"`+query+`"}`, "Authorization", header)
				if got.answer(t); strings.Contains(got.body, "Did you mean") != open[header] {
					t.Errorf("audience %d, %q, %s: %s", audience, header, query, got.body)
				}
			}
		}
	}
}

// TestKeptDocumentsAreCheckedForEachCaller: a document that one caller ran is not open to all.
func TestKeptDocumentsAreCheckedForEachCaller(t *testing.T) {
	r := start(t, nil, func(o *Options) { o.Introspection = SignedIn })
	const query = `{"query":"{ __typename __type(name: \"Query\") { name } }"}`
	for range 2 {
		if got := r.post(t, query, "Authorization", "Bearer hdk_good"); strings.Contains(got.body, "FORBIDDEN") {
			t.Errorf("signed in: %s", got.body)
		}
		r.post(t, query).expectRefusal(t, 200, "FORBIDDEN", "send an API key")
	}
}
