package requestid

import (
	"context"
	"strings"
	"testing"
)

func TestContextCarriesTheID(t *testing.T) {
	if got := From(context.Background()); got != "" {
		t.Errorf("outside a request: %q, want none", got)
	}
	if got := From(With(context.Background(), "a-1")); got != "a-1" {
		t.Errorf("inside a request: %q, want a-1", got)
	}
}

func TestNewIDsAreValidAndDiffer(t *testing.T) {
	first, second := New(), New()
	if !Valid(first) || !Valid(second) || first == second {
		t.Errorf("New gave %q and %q, want two different valid ids", first, second)
	}
}

func TestValid(t *testing.T) {
	for id, want := range map[string]bool{
		"":                      false,
		"a":                     true,
		"AZaz09._-":             true,
		strings.Repeat("x", 64): true,
		strings.Repeat("x", 65): false,
		"two words":             false,
		"line\nbreak":           false,
		"é":                     false,
		"a/b":                   false,
		`a"b`:                   false,
	} {
		if got := Valid(id); got != want {
			t.Errorf("Valid(%q) = %v, want %v", id, got, want)
		}
	}
}
