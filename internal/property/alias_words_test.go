package property

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"
)

// vary writes selections in another way that means the same.
func (d *document) vary(selections []*selection) string {
	d.fragments = nil
	query := "query " + d.varied(selections, "Query")
	return query + "\n" + strings.Join(d.fragments, "\n")
}

// varied writes a selection set: every field under one alias or two, in any order, some in fragments.
func (d *document) varied(selections []*selection, on string) string {
	var parts []string
	for _, s := range selections {
		s.aliases = nil
		// The repetitions word what is below them alike, so that one list of aliases tells how to read both. What is long
		// already is not repeated: each level would double it.
		below := ""
		if s.below != nil {
			below = " " + d.varied(s.below, "")
		}
		times := 1
		if len(below) < 300 && maybe(d.t, "twice", 2) {
			times = 2
		}
		for range times {
			alias := s.field
			if len(s.aliases) > 0 || maybe(d.t, "alias", 2) {
				d.named++
				alias = fmt.Sprintf("a%d", d.named)
			}
			s.aliases = append(s.aliases, alias)
		}
		for _, alias := range s.aliases {
			text := s.field + s.arguments + below
			if alias != s.field {
				text = alias + ": " + text
			}
			parts = append(parts, d.wrapped(text, s.on, on))
		}
	}
	return "{ " + strings.Join(rapid.Permutation(parts).Draw(d.t, "order"), " ") + " }"
}

// wrapped puts a field into a fragment, or under a directive that changes nothing.
func (d *document) wrapped(text, only, on string) string {
	if only != "" {
		on = only
	}
	switch form := rapid.IntRange(0, 4).Draw(d.t, "form"); {
	case form == 0 && on != "":
		d.named++
		d.fragments = append(d.fragments, fmt.Sprintf("fragment f%d on %s { %s }", d.named, on, text))
		return fmt.Sprintf("...f%d", d.named)
	case form == 1 && only == "":
		return "... { " + text + " }"
	case form == 2 && only == "":
		return "... @include(if: true) { " + text + " }"
	case form == 3 && only == "":
		return "... @skip(if: false) { ... { " + text + " } }"
	case only != "":
		return "... on " + only + " { " + text + " }"
	default:
		return text
	}
}
