package property

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/mail"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// TestProofsReadNoWholeTable reads the plans of the statements behind proofs, mails and owners: those grow with the
// mails that were ever sent, which are many more than handles.
func TestProofsReadNoWholeTable(t *testing.T) {
	t.Parallel()
	l := &large{World: apitest.New(t)}
	l.raw = l.Past()
	reseller, key := l.Reseller("Main")
	l.staff = l.Key("", registrar.Scopes...)
	if err := l.Service.Bulk(system(), func(b *service.Bulk) error { return fillForCounts(b, reseller) }); err != nil {
		t.Fatal(err)
	}
	l.small = true
	l.verifyLife(t, key)
}

// boundedOrders are in what puts few rows in order: one handle's contacts or lists, a domain's holds, a case's resets,
// the domains that a mail names.
var boundedOrders = []string{"FROM contacts", "FROM accesses", "FROM holds", "reason = ?", "SELECT domains.unicode_name"}

var (
	unquoted         = strings.NewReplacer("`", "", `"`, "")
	placeholder      = regexp.MustCompile(`\$\d+`)
	everybodysTimers = regexp.MustCompile(`\(due_at<\?\)|Index Cond: \(\(?due_at <`)
)

// verifyPlansOf reads the plans of everything that was run for something.
func (l *large) verifyPlansOf(t *testing.T, what string, c caller, run func() error) {
	t.Helper()
	l.Statements()
	if err := run(); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	seen := map[string]bool{}
	for _, recorded := range l.Statements() {
		parts := statement.FindStringSubmatch(recorded)
		if len(parts) == 0 || seen[parts[1]] || strings.HasSuffix(parts[1], constantlyNothing) {
			continue
		}
		seen[parts[1]] = true
		bare := unquoted.Replace(placeholder.ReplaceAllString(parts[1], "?"))
		sorts := slices.ContainsFunc(boundedOrders, func(part string) bool { return strings.Contains(bare, part) })
		// Behind a column that is null Postgres' indexes have no order; the open cases of one identity are few.
		sorts = sorts || apitest.OnPostgres() && strings.Contains(bare, "reachability_cases.closed_at IS NULL")
		query, faults, steps := l.faults(t, recorded, c, sorts, false)
		for _, step := range steps {
			if everybodysTimers.MatchString(step) && !strings.Contains(bare, "ORDER BY timers.due_at") {
				faults = append(faults, "it goes through everybody's due timers: "+step)
			}
		}
		for _, wrong := range faults {
			t.Errorf("%s: %s\n  %s\n  %s", what, wrong, query, strings.Join(steps, "\n  "))
		}
	}
	if len(seen) == 0 {
		t.Errorf("%s: no statement was seen", what)
	}
}

// verifyLife goes through a proof and a hand-over, and reads the plans of each step.
func (l *large) verifyLife(t *testing.T, key string) {
	t.Helper()
	s, ctx := l.Service, t.Context()
	operator := apitest.Staff(ctx)
	connection, err := s.Handles(operator, page.Args{First: new(1)}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	h := connection.Edges[0].Node
	recorded := func(what string, run func() error) { l.verifyPlansOf(t, what, caller{}, run) }
	asked := func(what, query string, secrets ...string) {
		for _, secret := range secrets {
			c := caller{}
			if secret == l.staff {
				c.kind = registrar.ActorOperator
			}
			l.verifyPlansOf(t, what, c, func() error { l.Must(secret, query, nil); return nil })
		}
	}
	settle := func() error { return l.Worker.Settle(ctx) }

	recorded("reset", func() error { _, err := s.ResetReachability(operator, h.ID); return err })
	recorded("delivery", settle)
	letters := l.Post.Letters()
	latest := letters[len(letters)-1]
	token := apitest.TokenOf(latest)
	recorded("opening a link", func() error { _, err := s.OpenLink(ctx, token); return err })
	recorded("bounce", func() error { _, err := s.ReportBounce(operator, latest.ID, "550"); return err })
	l.Clock.Move(6 * 24 * time.Hour)
	l.Post.Refuse = func(mail.Letter) error { return &mail.Failure{Permanent: true} }
	recorded("reminders and refusals", settle)
	l.Post.Refuse = nil
	asked("dead letters", `{ deadLetters(first: 2) { totalCount edges { node { id handle { code } } } } }`, l.staff)
	asked("dead letters from the end", `{ deadLetters(last: 2) { totalCount edges { node { id } } } }`, l.staff)
	asked("reachability", `{ handles(first: 20) { edges { node { reachability { dueAt sentAt evidence { kind } } } } } }`, key, l.staff)
	asked("reachability of one", `{ handle(by: {id: "`+h.ID+`"}) { reachability { dueAt sentAt evidence { kind } } } }`, key, l.staff)
	recorded("confirming", func() error { _, err := s.ConfirmReachability(ctx, token); return err })
	recorded("deadlines", func() error { l.Clock.Move(16 * 24 * time.Hour); return settle() })
	l.verifyHandOver(t, h)
}

// verifyHandOver reads the plans of what an owner does.
func (l *large) verifyHandOver(t *testing.T, h *service.Handle) {
	t.Helper()
	s, ctx := l.Service, t.Context()
	recorded := func(what string, run func() error) { l.verifyPlansOf(t, what, caller{}, run) }
	recorded("release", func() error { _, _, err := s.ReleaseHandle(apitest.Staff(ctx), h.ID); return err })
	recorded("recovery", func() error { return s.RequestPasswordRecovery(ctx, h.Code) })
	recorded("sending it", func() error { return l.Worker.Settle(ctx) })
	const secret = "vellum otter brigantine 47"
	recorded("password", func() error { _, err := s.SetPassword(ctx, l.LastToken(), secret); return err })
	var opened *service.SignedIn
	recorded("sign-in", func() (err error) { opened, err = s.SignIn(ctx, h.Code, secret); return err })
	recorded("session", func() error { _, err := s.Authenticate(ctx, opened.Token); return err })
	owner, err := s.Authenticate(ctx, opened.Token)
	if err != nil {
		t.Fatal(err)
	}
	recorded("sign-out", func() error { _, err := s.SignOut(owner, true); return err })
}

// TestEveryForeignKeyHasAnIndex looks for columns that point to another table and lead no index: deleting a handle would
// read their whole table. Resellers are few.
func TestEveryForeignKeyHasAnIndex(t *testing.T) {
	t.Parallel()
	w := apitest.New(t)
	query := `
		SELECT m.name AS "table", k."from" AS "column" FROM sqlite_schema m, pragma_foreign_key_list(m.name) k
		WHERE m.type = 'table' AND m.name <> 'resellers' AND NOT EXISTS (
			SELECT 1 FROM pragma_index_list(m.name) i, pragma_index_info(i.name) c WHERE i.partial = 0 AND c.seqno = 0 AND c.name = k."from")`
	if apitest.OnPostgres() {
		query = `
			SELECT k.conrelid::regclass::text AS "table", k.conname AS "column" FROM pg_constraint k
			WHERE k.contype = 'f' AND k.conrelid <> 'resellers'::regclass AND NOT EXISTS (
				SELECT 1 FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indpred IS NULL AND i.indkey[0] = ANY (k.conkey))`
	}
	rows, err := readRows(w.Past(), query)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		t.Errorf("no index begins with %s.%s", r.text("table"), r.text("column"))
	}
}
