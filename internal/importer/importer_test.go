package importer_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/importer"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// desk is a reseller's account to import into.
type desk struct {
	*apitest.World
	t        testing.TB
	reseller string
	key      string
}

func newDesk(tb testing.TB) *desk {
	tb.Helper()
	w := apitest.New(tb)
	d := &desk{World: w, t: tb}
	d.reseller, d.key = w.Reseller("Acme")
	return d
}

// outcome is all that an import tells.
type outcome struct {
	importer.Report
	Refused []importer.RefusedLine
}

// places are the refused lines in short: file:line column CODE.
func (o outcome) places() []string {
	places := []string{}
	for _, l := range o.Refused {
		for _, p := range l.Problems {
			places = append(places, fmt.Sprintf("%s:%d %s %s", l.File, l.Line, p.Column, p.Code))
		}
	}
	return places
}

// try imports two files; domains may be empty.
func (d *desk) try(ctx context.Context, o service.ImportOptions, handles, domains io.Reader, progress func(int64)) (outcome, error) {
	if o.ResellerID == "" {
		o.ResellerID = d.reseller
	}
	var told outcome
	options := importer.Options{
		ImportOptions: o, Handles: &importer.File{Name: "handles", Reader: handles}, Progress: progress,
		Refused: func(l importer.RefusedLine) error { told.Refused = append(told.Refused, l); return nil },
	}
	if domains != nil {
		options.Domains = &importer.File{Name: "domains", Reader: domains}
	}
	var err error
	told.Report, err = importer.Run(apitest.Staff(ctx), d.Service, options)
	return told, err
}

// run imports two files that can be read.
func (d *desk) run(o service.ImportOptions, handles, domains string) outcome {
	d.t.Helper()
	var second io.Reader
	if domains != "" {
		second = strings.NewReader(domains)
	}
	told, err := d.try(d.t.Context(), o, strings.NewReader(handles), second, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	return told
}

func expect[T any](t rapid.TB, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

const (
	handleHeader = "ref,kind,given_name,family_name,organization,street1,city,postal_code,country,email,phone\n"
	ann          = "A,PERSON,Ann,Miller,,High Street 1,Paris,75001,FR,ann@example.org,+33 1 23 45 67 89\n"
	bob          = "B,COMPANY,Bob,Stone,Stone Ltd,Low Street 2,Paris,75002,FR,bob@example.org,+33 1 23 45 67 80\n"
	domainHeader = "name,owner_ref,admin_ref,tech_ref,billing_ref,expires_at\n"
)

// numbered are lines of different handles with the refs C-0, C-1 …
func numbered(n int) string {
	var b strings.Builder
	b.WriteString(handleHeader)
	for i := range n {
		fmt.Fprintf(&b, "C-%d,PERSON,Ann %d,Miller,,High Street %d,Paris,75001,FR,ann%d@example.org,+33 1 23 45 67 89\n", i, i, i, i)
	}
	return b.String()
}

func TestRealRecordsGoInAndAreFoundAgain(t *testing.T) {
	d := newDesk(t)
	file, err := os.ReadFile("testdata/handles.csv")
	if err != nil {
		t.Fatal(err)
	}
	tooLong := []string{"handles:9 postal_code TOO_LONG", "handles:19 postal_code TOO_LONG"}

	once := d.run(service.ImportOptions{}, string(file), "")
	expect(t, "counts", once.Handles, importer.Count{Created: 23, Refused: 2})
	expect(t, "refused", once.places(), tooLong)
	if p := once.Refused[0].Problems[0]; p.Value != "63739,63741,63743" || !strings.Contains(p.Reason, "Shorten it to 16") {
		t.Errorf("the reason does not help: %+v", p)
	}
	again := d.run(service.ImportOptions{}, string(file), "")
	expect(t, "counts of a repeat", again.Handles, importer.Count{AlreadyThere: 23, Refused: 2})

	const query = `query($search: String!) { handles(filter: {search: $search}) { totalCount edges { node {
		rights origin reachability { state } address { stateProvince } } } } }`
	found := fmt.Sprint(d.Must(d.key, query, map[string]any{"search": "holder25@example.net"}))
	const want = `map[handles:map[edges:[map[node:map[address:map[stateProvince:Ombella M\'Poko] origin:CREATED reachability:map[state:NONE] rights:FULL]]] totalCount:1]]`
	expect(t, "a line with a backslash, through the API", found, want)
}

func TestDomainsListHandlesByRefAndByCode(t *testing.T) {
	d := newDesk(t)
	d.run(service.ImportOptions{}, handleHeader+ann, "")
	code := d.Must(d.key, `{ handles { edges { node { code } } } }`, nil)["handles"].(map[string]any)["edges"].([]any)[0].(map[string]any)["node"].(map[string]any)["code"].(string)

	told := d.run(service.ImportOptions{}, handleHeader+bob,
		"name;owner_ref;admin_ref;tech_ref;expires_at;registered_at;nameservers;auto_renew;transfer_lock\n"+
			"Bücher.example.com;B;;;2027-01-01;;;;\n"+
			"bücher.com;B;A; "+strings.ToLower(code)+" ;2027-01-01T12:00:00+02:00;2019-05-06;ns1.example.net ns2.example.net;no;0\n"+
			"shop.de;A;;;2026-03-01;;;;\n")
	expect(t, "refused", told.places(), []string{"domains:2 name INVALID"})
	expect(t, "counts", told.Domains, importer.Count{Created: 2, Refused: 1})

	got := fmt.Sprint(d.Must(d.key, `{ domains(orderBy: {field: NAME, direction: ASC}) { edges { node {
		name unicodeName registeredAt expiresAt autoRenew transferLock nameservers statuses reachabilityDueAt
		contacts { role handle { givenName statuses } } } } } }`, nil))
	want := `map[domains:map[edges:[` +
		`map[node:map[autoRenew:true contacts:[map[handle:map[givenName:Ann statuses:[OK LINKED]] role:OWNER]] expiresAt:2026-03-01T00:00:00.000Z name:shop.de nameservers:[] ` +
		`reachabilityDueAt:<nil> registeredAt:2026-01-15T12:00:00.000Z statuses:[INACTIVE CLIENT_TRANSFER_PROHIBITED] transferLock:true unicodeName:shop.de]] ` +
		`map[node:map[autoRenew:false contacts:[map[handle:map[givenName:Bob statuses:[OK LINKED]] role:OWNER] map[handle:map[givenName:Ann statuses:[OK LINKED]] role:ADMIN] ` +
		`map[handle:map[givenName:Ann statuses:[OK LINKED]] role:TECH]] expiresAt:2027-01-01T10:00:00.000Z name:xn--bcher-kva.com nameservers:[ns1.example.net ns2.example.net] ` +
		`reachabilityDueAt:<nil> registeredAt:2019-05-06T00:00:00.000Z statuses:[OK] transferLock:false unicodeName:bücher.com]]]]]`
	expect(t, "domains", got, want)
	expect(t, "found by a word of the name", fmt.Sprint(d.Must(d.key, `{ domains(filter: {search: "buch"}) { totalCount } }`, nil)),
		"map[domains:map[totalCount:1]]")
}

func TestBadLinesAreReportedAndTheGoodOnesGoIn(t *testing.T) {
	d := newDesk(t)
	other, _ := d.Reseller("Other")
	d.run(service.ImportOptions{ResellerID: other}, handleHeader+ann, domainHeader+"taken.com,A,,,,2027-01-01\n")
	long := strings.Repeat("x", 300)
	handles := handleHeader + // line 1
		ann +
		"B,FIRM,,Miller,,High Street 1,Paris,75001,XX,not an address,12\n" +
		"C,PERSON,Cat,Miller,,High Street 1\n" +
		"D,PERSON,Dan \"the man\",Miller,,High Street 1,Paris,75001,FR,dan@example.org,+33 1 23 45 67 89\n" +
		"E,PERSON,Eve,Miller,,\"High\nStreet\",Paris,75001,FR,eve@example.org,+33 1 23 45 67 89\n" +
		"F,PERSON,Fay\xff,Miller,,High Street 1,Paris,75001,FR,fay@example.org,+33 1 23 45 67 89\n" +
		"\n,,,,,,,,,,\n" +
		long + ",PERSON,Gus,Miller,,High Street 1,Paris,75001,FR,gus@example.org,+33 1 23 45 67 89\n" +
		"A,PERSON,Hal,Miller,,High Street 1,Paris,75001,FR,hal@example.org,+33 1 23 45 67 89\n" +
		"I,PERSON,Ida,Miller,Ida Ltd,High Street 1,Paris,75001,FR,ida@example.org,+33 1 23 45 67 89\n" +
		"J,PERSON,\"Jim,Miller,,High Street 1,Paris,75001,FR,jim@example.org,+33 1 23 45 67 89\n" +
		bob +
		"K,COMPANY,Kim,Miller,,High Street 1,Paris,75001,FR,kim@example.org," + long
	domains := domainHeader +
		"one.com,A,,,,2027-01-01\n" +
		"ONE.com,A,A,,,2028-01-01\n" +
		"one.com,B,,,,2027-01-01\n" +
		"taken.com,A,,,,2027-01-01\n" +
		"two.com,C,nobody,,,2027-01-01\n" +
		"three.com,,,,,\n" +
		"four.com,A,,,,31.12.2027\n" +
		"five.com,A,,,,2025-12-31\n" +
		"six.com,A,,,,2036-01-16\n" +
		"-,A,,,,0204-01-01\n" +
		"seven.com,B,,,,2027-01-01\n"
	told := d.run(service.ImportOptions{}, handles, domains)
	expect(t, "refused", told.places(), []string{
		"handles:3 kind INVALID", "handles:3 given_name REQUIRED", "handles:3 country INVALID", "handles:3 email INVALID", "handles:3 phone INVALID",
		"handles:4  INVALID", "handles:5  INVALID", "handles:6 street1 INVALID", "handles:8 given_name INVALID",
		"handles:11 ref TOO_LONG", "handles:12 ref DUPLICATE", "handles:13 organization NOT_ALLOWED", "handles:14  INVALID",
		"handles:16 organization REQUIRED", "handles:16 phone INVALID",
		"domains:4 name DUPLICATE", "domains:5 name DOMAIN_TAKEN", "domains:6 owner_ref NOT_FOUND", "domains:6 admin_ref NOT_FOUND",
		"domains:7 owner_ref REQUIRED", "domains:7 expires_at REQUIRED", "domains:8 expires_at INVALID", "domains:9 expires_at INVALID",
		"domains:10 expires_at MAXIMUM_PERIOD", "domains:11 name INVALID", "domains:11 expires_at INVALID",
	})
	expect(t, "counts of handles", told.Handles, importer.Count{Created: 2, Refused: 10})
	expect(t, "counts of domains", told.Domains, importer.Count{Created: 2, AlreadyThere: 1, Refused: 8})
	for _, l := range told.Refused {
		for _, p := range l.Problems {
			if strings.Contains(p.Reason, "Other") || !strings.HasSuffix(p.Reason, ".") {
				t.Errorf("line %d of %s: %q tells too much, or is no sentence", l.Line, l.File, p.Reason)
			}
		}
	}
}

func TestARefWhoseLineWasRefusedNamesThatLine(t *testing.T) {
	d := newDesk(t)
	told := d.run(service.ImportOptions{}, handleHeader+strings.Replace(ann, "FR", "XX", 1), domainHeader+"one.com, A ,,,,2027-01-01\n")
	if reason := told.Refused[1].Problems[0].Reason; reason != "Line 2 of handles has this ref and was refused. Mend that line first." {
		t.Error(reason)
	}
}

func TestAChangedLineIsRefusedAndOverwritesNothing(t *testing.T) {
	d := newDesk(t)
	header := "ref,kind,given_name,family_name,street1,city,country,email,phone,int_street1,int_city\n"
	d.run(service.ImportOptions{}, header+"A,PERSON,Ann,Miller,Grüne Gasse,Köln,DE,ann@example.org,+49 221 1234567,Gruene Gasse,Koeln\n", "")
	told := d.run(service.ImportOptions{}, header+"A,PERSON,Anna,Miller,Grüne Gasse,Bonn,DE,ann@example.org,+49 221 1234567,Gruene Gasse,Bonn\n", "")
	expect(t, "refused", told.places(), []string{"handles:2 given_name CONFLICT", "handles:2 city CONFLICT", "handles:2 int_city CONFLICT"})
	got := fmt.Sprint(d.Must(d.key, `{ handles { edges { node { givenName version internationalAddress { city country } } } } }`, nil))
	expect(t, "the handle", got, "map[handles:map[edges:[map[node:map[givenName:Ann internationalAddress:map[city:Koeln country:DE] version:1]]]]]")
}

func TestEqualLinesAreOneHandle(t *testing.T) {
	d := newDesk(t)
	withoutRef := strings.TrimPrefix(ann, "A")
	told := d.run(service.ImportOptions{}, handleHeader+withoutRef+withoutRef+ann+strings.Replace(ann, "A", "Z", 1)+ann,
		domainHeader+"one.com,A,Z,,,2027-01-01\n")
	expect(t, "handles", told.Handles, importer.Count{Created: 1, AlreadyThere: 4})
	expect(t, "domains", told.Domains, importer.Count{Created: 1})
}

func TestOtherAccountsDoNotCount(t *testing.T) {
	d := newDesk(t)
	other, _ := d.Reseller("Other")
	d.run(service.ImportOptions{ResellerID: other}, handleHeader+ann, "")
	told := d.run(service.ImportOptions{}, handleHeader+bob, domainHeader+"one.com,A,,,,2027-01-01\n")
	expect(t, "a ref of another account", told.places(), []string{"domains:2 owner_ref NOT_FOUND"})
	told = d.run(service.ImportOptions{}, handleHeader+ann, "")
	expect(t, "an equal handle of another account", told.Handles, importer.Count{Created: 1})
}

func TestAnOwnerNeedsFullRights(t *testing.T) {
	d := newDesk(t)
	const domains = domainHeader + "one.com,A,,,,2027-01-01\n"
	d.run(service.ImportOptions{}, handleHeader+ann, domains)
	id := d.Must(d.key, `{ handles { edges { node { id } } } }`, nil)["handles"].(map[string]any)["edges"].([]any)[0].(map[string]any)["node"].(map[string]any)["id"]
	released := fmt.Sprint(d.Must(d.key, `mutation($id: ID!) { releaseHandle(input: {handleId: $id}) { handle { rights } } }`, map[string]any{"id": id}))
	expect(t, "release", released, "map[releaseHandle:map[handle:map[rights:LIMITED]]]")

	told := d.run(service.ImportOptions{}, handleHeader+ann+bob, domains+"two.com,A,,,,2027-01-01\nthree.com,B,A,,,2027-01-01\n")
	expect(t, "handles", told.Handles, importer.Count{Created: 1, AlreadyThere: 1})
	expect(t, "refused", told.places(), []string{"domains:3 owner_ref LIMITED_RIGHTS"})
	expect(t, "domains", told.Domains, importer.Count{Created: 1, AlreadyThere: 1, Refused: 1})
}

func TestOnlyTheRegistrarImports(t *testing.T) {
	d := newDesk(t)
	_, err := importer.Run(t.Context(), d.Service, importer.Options{
		ImportOptions: service.ImportOptions{ResellerID: d.reseller},
		Handles:       &importer.File{Name: "handles", Reader: strings.NewReader(handleHeader + ann)},
	})
	var problem *registrar.Problem
	if !errors.As(err, &problem) || problem.Code != registrar.Forbidden {
		t.Error(err)
	}
}
