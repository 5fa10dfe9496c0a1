package importer_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/importer"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/viewer"
)

// stored counts the rows that an import writes.
func (d *desk) stored() map[string]int {
	d.t.Helper()
	ctx, read := viewer.System(d.t.Context()), d.Store.Read()
	counts := map[string]int{}
	for name, count := range map[string]func(context.Context) (int, error){
		"handles": read.Handle.Query().Count, "accesses": read.Access.Query().Count, "refs": read.ImportRef.Query().Count,
		"words": read.HandleToken.Query().Count, "domains": read.Domain.Query().Count, "contacts": read.Contact.Query().Count,
		"cases": read.ReachabilityCase.Query().Count, "mails": read.Mail.Query().Count, "events": read.Event.Query().Count,
	} {
		n, err := count(ctx)
		if err != nil {
			d.t.Fatal(err)
		}
		counts[name] = n
	}
	return counts
}

func TestARepeatAfterAnInterruptionCompletesIt(t *testing.T) {
	handles := numbered(1200)
	var domains strings.Builder
	domains.WriteString(domainHeader)
	for i := range 700 {
		fmt.Fprintf(&domains, "shop-%d.com,C-%d,,,,2027-01-01\n", i, i/2)
	}
	d := newDesk(t)

	ctx, cancel := context.WithCancel(t.Context())
	told, err := d.try(ctx, service.ImportOptions{}, strings.NewReader(handles), strings.NewReader(domains.String()), func(int64) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	expect(t, "counts up to the interruption", told.Report, importer.Report{Handles: importer.Count{Created: 500}})
	expect(t, "rows up to the interruption", d.stored()["handles"], 500)

	broken := io.MultiReader(strings.NewReader(domains.String()[:12000]), failing{})
	if told, err = d.try(t.Context(), service.ImportOptions{}, strings.NewReader(handles), broken, nil); !errors.Is(err, errBroken) {
		t.Fatal(err)
	}
	expect(t, "handles on the second try", told.Handles, importer.Count{Created: 700, AlreadyThere: 500})

	told = d.run(service.ImportOptions{}, handles, domains.String())
	expect(t, "handles on the third try", told.Handles, importer.Count{AlreadyThere: 1200})
	expect(t, "domains in the end", told.Domains.Created+told.Domains.AlreadyThere, 700)
	rows := d.stored()
	expect(t, "rows in the end", []int{rows["handles"], rows["accesses"], rows["refs"], rows["domains"], rows["contacts"]},
		[]int{1200, 1200, 1200, 700, 700})
	linked, err := d.Store.Read().Handle.Query().Where(handle.Linked(true)).Count(viewer.System(t.Context()))
	if err != nil || linked != 350 {
		t.Errorf("%d handles are linked, want 350 (%v)", linked, err)
	}
}

// failing is a disk that breaks.
type failing struct{}

var errBroken = errors.New("the disk broke")

func (failing) Read([]byte) (int, error) { return 0, errBroken }

func TestADryRunTellsTheSameAndStoresNothing(t *testing.T) {
	d := newDesk(t)
	other, _ := d.Reseller("Other")
	d.run(service.ImportOptions{ResellerID: other}, handleHeader+ann, domainHeader+"taken.com,A,,,,2027-01-01\n")
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		name := fmt.Sprintf("Reseller %d", n)
		r, err := d.Service.CreateReseller(apitest.Staff(d.t.Context()), name, nil)
		if err != nil {
			t.Fatal(err)
		}
		handles, domains := drawFiles(t, n)
		o := service.ImportOptions{ResellerID: r.ID, Mail: rapid.Bool().Draw(t, "mail")}
		dry := o
		dry.DryRun = true

		before := d.stored()
		planned := d.run(dry, handles, domains)
		expect(t, "rows after a dry run", d.stored(), before)
		done := d.run(o, handles, domains)
		expect(t, "a dry run's report", planned, done)

		before = d.stored()
		repeated := d.run(o, handles, domains)
		expect(t, "rows after a repeat", d.stored(), before)
		if created := repeated.Handles.Created + repeated.Domains.Created; created > 0 {
			t.Errorf("a repeat creates %d things", created)
		}
		expect(t, "a repeat's report of handles", repeated.Handles, importer.Count{
			AlreadyThere: done.Handles.Created + done.Handles.AlreadyThere, Refused: done.Handles.Refused})
		// What was refused for its dates is there in a repeat if a later line brought it; nothing else changes.
		for _, line := range repeated.lines() {
			if !slices.Contains(done.lines(), line) {
				t.Errorf("%s is refused in a repeat only", line)
			}
		}
	})
}

// lines are the refused lines without the reasons.
func (o outcome) lines() []string {
	lines := []string{}
	for _, l := range o.Refused {
		lines = append(lines, fmt.Sprintf("%s:%d", l.File, l.Line))
	}
	return lines
}

// drawFiles draws two files with few names, refs and people, so that lines meet; the names are new for each n.
func drawFiles(t *rapid.T, n int) (handles, domains string) {
	refs := rapid.SampledFrom([]string{"", "A", "B", "C", "D"})
	handles, domains = handleHeader, domainHeader
	for range rapid.IntRange(0, 8).Draw(t, "handles") {
		person := rapid.IntRange(0, 3).Draw(t, "person")
		country := rapid.SampledFrom([]string{"FR", "FR", "FR", "XX"}).Draw(t, "country")
		handles += fmt.Sprintf("%s,PERSON,P%d,Miller,,High Street,Paris,75001,%s,p%d@example.org,+33 1 23 45 67 89\n",
			refs.Draw(t, "ref"), person, country, person)
	}
	for range rapid.IntRange(0, 8).Draw(t, "domains") {
		name := rapid.SampledFrom([]string{"one-%d.com", "Two-%d.com", "two-%d.com", "three-%d.de", "-%d", "taken.com%.0d"}).Draw(t, "name")
		domains += fmt.Sprintf("%s,%s,%s,,,%s\n", fmt.Sprintf(name, n), refs.Draw(t, "owner"), refs.Draw(t, "admin"),
			rapid.SampledFrom([]string{"2027-01-01", "2028-01-01", "2020-01-01"}).Draw(t, "expires"))
	}
	return handles, domains
}

func TestNobodyGetsMailUnlessAsked(t *testing.T) {
	d := newDesk(t)
	const domains = domainHeader + "one.com,A,B,,,2027-01-01\ntwo.com,A,,,,2027-01-01\nthree.de,A,,,,2027-01-01\n"
	before := d.stored()["events"]
	d.run(service.ImportOptions{}, handleHeader+ann+bob, domains)
	rows := d.stored()
	expect(t, "cases and mails", []int{rows["cases"], rows["mails"]}, []int{0, 0})
	expect(t, "events, one for each handle and domain", rows["events"]-before, 2+3)

	asked := newDesk(t)
	before = asked.stored()["events"]
	asked.run(service.ImportOptions{Mail: true}, handleHeader+ann+bob, domains)
	rows = asked.stored()
	expect(t, "cases and mails when asked", []int{rows["cases"], rows["mails"]}, []int{2, 2})
	expect(t, "events when asked", rows["events"]-before, 2+3)
	got := fmt.Sprint(asked.Must(asked.key, `{ domains(orderBy: {field: NAME, direction: ASC}) { edges { node { name reachabilityDueAt owner { reachability { state } } } } } }`, nil))
	expect(t, "deadlines", got, `map[domains:map[edges:[`+
		`map[node:map[name:one.com owner:map[reachability:map[state:PENDING]] reachabilityDueAt:2026-01-30T12:00:00.000Z]] `+
		`map[node:map[name:three.de owner:map[reachability:map[state:PENDING]] reachabilityDueAt:<nil>]] `+
		`map[node:map[name:two.com owner:map[reachability:map[state:PENDING]] reachabilityDueAt:2026-01-30T12:00:00.000Z]]]]]`)
}

func TestEveryLineIsAChangeOfItsOwn(t *testing.T) {
	d := newDesk(t)
	d.run(service.ImportOptions{Mail: true}, handleHeader+ann+bob, domainHeader+"one.com,A,B,,,2027-01-01\n")
	events, err := d.Store.Read().Event.Query().All(viewer.System(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	changes, actions := map[string]bool{}, map[registrar.EventAction]int{}
	for _, e := range events {
		if e.Action != registrar.HandleCreated && e.Action != registrar.DomainRegistered {
			continue
		}
		changes[e.ChangeID] = true
		actions[e.Action]++
		if e.ActorKind != registrar.ActorOperator || e.ResellerID == nil || *e.ResellerID != d.reseller {
			t.Errorf("%s by %s in the account %v", e.Action, e.ActorKind, e.ResellerID)
		}
	}
	expect(t, "actions", actions, map[registrar.EventAction]int{registrar.HandleCreated: 2, registrar.DomainRegistered: 1})
	expect(t, "changes", len(changes), 3)
}
