package story

import (
	"slices"
	"strings"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/viewer"
)

// The moments of a world's past, counted from apitest.Start.
var (
	converted  = apitest.Start.AddDate(-1, 0, 0)                // when resellers' accounts became such
	longAgo    = apitest.Start.AddDate(-2, 0, 0)                // when handles of origin PRE_CONVERSION were created
	tenDaysAgo = apitest.Start.AddDate(0, 0, -10)               // when other handles and domains came
	nextYear   = tenDaysAgo.AddDate(1, 0, 0).Format(dateLayout) // when domains expire
)

const dateLayout = "2006-01-02"

// item is a part of a world's line.
type item []string

func (i item) is(word string) bool { return i[0] == word }

// line is a world's line: what it makes, the name, the items after the colon.
type line struct {
	kind, name string
	items      []item
}

func (s *story) parseWorld(text string) []line {
	var lines []line
	for raw := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		head, tail, _ := strings.Cut(raw, ":")
		words := strings.Fields(head)
		if len(words) < 2 {
			s.t.Fatalf("a world's line begins with what it makes and a name: %q", raw)
		}
		l := line{kind: words[0], name: words[1]}
		if len(words) > 2 {
			l.items = append(l.items, words[2:])
		}
		for part := range strings.SplitSeq(tail, ",") {
			if fields := strings.Fields(part); len(fields) > 0 {
				l.items = append(l.items, fields)
			}
		}
		lines = append(lines, l)
	}
	return lines
}

// buildWorld makes what the lines ask for: accounts first, then all else at once, keys last.
func (s *story) buildWorld(text string) {
	lines := s.parseWorld(text)
	linked := map[string]bool{}
	for _, l := range lines {
		if l.kind != "domain" {
			continue
		}
		for _, i := range l.items {
			if isRole(i[0]) {
				linked[i[1]] = true
			}
		}
	}
	s.world.Clock.Move(converted.Sub(apitest.Start)) // accounts are opened a year ago
	for _, l := range lines {
		if l.kind == "reseller" {
			s.addReseller(l)
		}
	}
	s.world.Clock.Move(apitest.Start.Sub(converted))
	s.must(s.world.Service.Bulk(s.t.Context(), func(b *service.Bulk) error {
		for _, l := range lines {
			switch l.kind {
			case "reseller":
				if len(l.items) > 0 {
					s.addHandle(b, line{name: l.name + "-office", items: []item{{l.name, "FULL", "OWN"}}}, linked)
				}
			case "handle":
				s.addHandle(b, l, linked)
			case "domain":
				s.addDomain(b, l)
			}
		}
		return nil
	}))
	for _, l := range lines {
		s.finish(l)
	}
}

func (s *story) addReseller(l line) {
	id, key := s.world.Reseller(strings.ToUpper(l.name[:1]) + l.name[1:])
	s.names[l.name], s.keys[l.name] = id, key
}

func (s *story) addHandle(b *service.Bulk, l line, linked map[string]bool) {
	h := service.BulkHandle{
		Data: person(s.t, l.name), CreatedAt: registrar.At(tenDaysAgo), Reachability: registrar.ReachNone, Linked: linked[l.name],
	}
	for _, i := range l.items {
		switch {
		case i.is("created"):
			h.CreatedAt = s.day(i[1])
		case slices.Contains(registrar.ReachState("").Values(), i[0]):
			h.Reachability = registrar.ReachState(i[0])
		case i.is("language"):
			h.Data.Language = s.language(i[1])
		case i.is("updateProhibited"):
			h.UpdateProhibited = true
		case i.is("deleteProhibited"):
			h.DeleteProhibited = true
		case len(i) == 3:
			list := service.BulkAccess{ResellerID: s.named(i[0]), Rights: registrar.Rights(i[1]), Origin: registrar.Origin(i[2])}
			h.Lists = append(h.Lists, list)
			if list.Origin == registrar.PreConversion {
				h.CreatedAt = registrar.At(longAgo)
			}
			if list.Origin == registrar.Released {
				h.ReleasedAt = registrar.At(apitest.Start.AddDate(0, 0, -1))
			}
		default:
			s.t.Fatalf("what is %q of the handle %s?", i, l.name)
		}
	}
	s.names[l.name] = b.Handle(h)
}

func (s *story) addDomain(b *service.Bulk, l line) {
	name, err := registrar.ParseDomainName(l.name)
	s.must(err)
	d := service.BulkDomain{
		Name: name, Contacts: map[registrar.Role]string{}, RegisteredAt: registrar.At(tenDaysAgo),
		ExpiresAt: s.day(nextYear), DueAt: registrar.Never, AutoRenew: true, TransferLock: true,
	}
	for _, i := range l.items {
		switch {
		case isRole(i[0]):
			d.Contacts[registrar.Role(i[0])] = s.named(i[1])
		case i.is("due"):
			d.DueAt = s.day(i[1])
		case i.is("expires"):
			d.ExpiresAt = s.day(i[1])
		case i.is("registered"):
			d.RegisteredAt = s.day(i[1])
		case i.is("hold"):
			d.Holds = append(d.Holds, registrar.HoldReason(i[1]))
		case i.is("nameservers"):
			d.Nameservers = i[1:]
		case i.is("unlocked"):
			d.TransferLock = false
		case i.is("nobody"):
		case len(i) == 1:
			d.ResellerID = s.named(i[0])
		default:
			s.t.Fatalf("what is %q of the domain %s?", i, l.name)
		}
	}
	s.names[l.name] = b.Domain(d)
}

// finish adds what has no place in a bulk load.
func (s *story) finish(l line) {
	system := viewer.System(s.t.Context())
	switch l.kind {
	case "reseller":
		if len(l.items) > 0 {
			s.must(s.world.Store.Write(system, func(tx *store.Tx) error {
				return tx.Reseller.UpdateOneID(s.named(l.name)).SetOwnHandleID(s.named(l.name + "-office")).Exec(system)
			}))
		}
	case "verified":
		s.must(s.world.Store.Write(system, func(tx *store.Tx) error {
			return tx.VerifiedIdentity.Create().SetID(registrar.NewIDAt(registrar.IdentityID, registrar.At(tenDaysAgo))).
				SetFingerprint(person(s.t, l.name).Fingerprint()).SetVerifiedAt(registrar.At(tenDaysAgo)).Exec(system)
		}))
	case "key":
		whose, scopes := l.items[0][0], []registrar.Scope{}
		for _, scope := range l.items[0][1:] {
			scopes = append(scopes, registrar.Scope(scope))
		}
		s.keys[l.name] = s.world.Key(s.names[whose], scopes...)
	case "handle", "domain":
	default:
		s.t.Fatalf("a world has no %q", l.kind)
	}
}

func isRole(word string) bool { return slices.Contains(registrar.Roles, registrar.Role(word)) }

// day reads a date, at noon UTC, or a whole moment.
func (s *story) day(text string) registrar.Instant {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return registrar.At(at)
	}
	at, err := time.Parse(dateLayout, text)
	s.must(err)
	return registrar.At(at.Add(12 * time.Hour))
}
