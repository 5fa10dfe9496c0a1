package story

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/event"
	"github.com/handledesk/handledesk/ent/db/mail"
	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
)

// width is how long a line of a golden answer gets before it is broken.
const width = 110

// secretText finds ids and secrets that have no name.
var secretText = regexp.MustCompile(`\b([a-z]{3}_[0-9a-hjkmnp-tv-z]{26}|hd[kst]_[0-9A-Za-z]{49})\b`)

// name puts names in the place of ids and captured values, and fails the story over an id that has none.
func (s *story) name(text string) string {
	names := make([]string, 0, len(s.names))
	for name := range s.names {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(len(s.names[b])-len(s.names[a]), strings.Compare(a, b))
	})
	for _, name := range names {
		if value := s.names[name]; len(value) >= 8 {
			text = strings.ReplaceAll(text, value, "<"+name+">")
		}
	}
	if nameless := secretText.FindString(text); nameless != "" {
		s.t.Errorf("%s has no name; capture it, or do not ask for it, in\n%s", nameless, text)
	}
	return text
}

// show lays out an answer: in the server's order, short objects and lists on one line.
func (s *story) show(answer apitest.Answer) string {
	body := string(answer.Body)
	if id := answer.Header.Get("X-Request-Id"); id != "" {
		body = strings.ReplaceAll(body, id, "<this request>")
	}
	var out strings.Builder
	if err := layOut(&out, json.RawMessage(s.name(body)), "", 0); err != nil {
		s.t.Fatalf("not JSON: %v: %s", err, body)
	}
	return out.String() + "\n"
}

// layOut writes a JSON value; before is how many characters stand before it on its line.
func layOut(out *strings.Builder, value json.RawMessage, indent string, before int) error {
	line, err := inOneLine(value)
	if err != nil {
		return err
	}
	if before+utf8.RuneCountInString(line) <= width || value[0] != '{' && value[0] != '[' {
		out.WriteString(line)
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(value))
	if _, err := d.Token(); err != nil {
		return err
	}
	out.WriteByte(value[0])
	inner := indent + "  "
	for comma := ""; d.More(); comma = "," {
		label := ""
		if value[0] == '{' {
			key, err := d.Token()
			if err != nil {
				return err
			}
			label = fmt.Sprintf("%q: ", key)
		}
		var item json.RawMessage
		if err := d.Decode(&item); err != nil {
			return err
		}
		out.WriteString(comma + "\n" + inner + label)
		if err := layOut(out, item, inner, len(inner)+len(label)); err != nil {
			return err
		}
	}
	out.WriteString("\n" + indent + map[byte]string{'{': "}", '[': "]"}[value[0]])
	return nil
}

// inOneLine writes a JSON value with a space after colons and commas.
func inOneLine(value json.RawMessage) (string, error) {
	var packed bytes.Buffer
	if err := json.Compact(&packed, value); err != nil {
		return "", err
	}
	var out strings.Builder
	inText, escaped := false, false
	for _, r := range packed.String() {
		out.WriteRune(r)
		switch {
		case escaped:
			escaped = false
		case inText && r == '\\':
			escaped = true
		case r == '"':
			inText = !inText
		case !inText && (r == ':' || r == ','):
			out.WriteByte(' ')
		}
	}
	return out.String(), nil
}

// nothing is how a step shows that there is nothing to show.
const nothing = "none\n"

// mails lists the mails asked for since it was last called, in their order.
func (s *story) mails() string {
	rows, err := s.world.Store.Read().Mail.Query().Order(db.Asc(mail.FieldID)).All(s.system())
	s.must(err)
	var out strings.Builder
	for _, m := range rows {
		if !s.unseen(m.ID) {
			continue
		}
		fmt.Fprintf(&out, "%s %s to %s, for <%s>", m.Kind, m.Reason, m.Recipient, s.nameOf(m.HandleID))
		if m.Kind == registrar.ReachabilityMail {
			l, err := s.world.Store.Read().Link.Get(s.system(), *m.LinkID)
			s.must(err)
			fmt.Fprintf(&out, ", link no. %d of its case", l.Generation)
		}
		out.WriteString("\n")
	}
	return cmp.Or(s.name(out.String()), nothing)
}

// events lists the events recorded since it was last called, in their order; a blank line stands between mutations.
func (s *story) events() string {
	rows, err := s.world.Store.Read().Event.Query().Order(db.Asc(event.FieldID)).All(s.system())
	s.must(err)
	var out strings.Builder
	change := ""
	for _, e := range rows {
		if !s.unseen(e.ID) {
			continue
		}
		if change != "" && change != e.ChangeID {
			out.WriteString("\n")
		}
		change = e.ChangeID
		account := ""
		if e.ResellerID != nil {
			account = ", account <" + s.nameOf(*e.ResellerID) + ">"
		}
		fmt.Fprintf(&out, "%s <%s> by %s%s\n", e.Action, s.nameOf(e.EntityID), e.ActorKind, account)
		for _, c := range e.Changes {
			fmt.Fprintf(&out, "  %s: %s -> %s\n", c.Field, plain(c.Before), plain(c.After))
		}
	}
	return cmp.Or(s.name(out.String()), nothing)
}

func (s *story) unseen(id string) bool {
	was := s.seen[id]
	s.seen[id] = true
	return !was
}

// nameOf is the name of an id; what the story did not name is shown by its kind alone.
func (s *story) nameOf(id string) string {
	for name, value := range s.names {
		if value == id {
			return name
		}
	}
	kind, err := registrar.KindOfID(id)
	s.must(err)
	return "some " + string(kind)
}

func plain(value any) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err.Error()
	}
	return strings.TrimSpace(out.String())
}
