package importer

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/registrar"
)

// readAll gives every line in short: its number, and either its fields or an exclamation mark.
func readAll(t *testing.T, file string, columns []column) []string {
	t.Helper()
	table, err := openTable(strings.NewReader(file), columns)
	if err != nil {
		t.Fatalf("%q: %v", file, err)
	}
	read := []string{}
	for {
		r, problem, err := table.next()
		switch {
		case errors.Is(err, io.EOF):
			return read
		case err != nil:
			t.Fatal(err)
		case problem != nil:
			read = append(read, fmt.Sprintf("%d!", r.line))
		default:
			read = append(read, fmt.Sprintf("%d %q", r.line, r.values))
		}
	}
}

var letters = []column{{"first_letter", true}, {"b", false}, {"c", false}}

func TestFilesOfAllFormsReadAlike(t *testing.T) {
	plain := []string{`2 map["b":"2" "c":"3" "first_letter":"1"]`}
	for name, c := range map[string]struct {
		file string
		want []string
	}{
		"plain":              {"first_letter,b,c\n1,2,3\n", plain},
		"no line end":        {"first_letter,b,c\n1,2,3", plain},
		"other order":        {"c,b,first_letter\n3,2,1\n", plain},
		"names as typed":     {" First Letter ,B,\"C\"\n1,2,3\n", plain},
		"camel case":         {"firstLetter,b,c\n1,2,3\n", plain},
		"byte order mark":    {"\ufefffirst_letter,b,c\n1,2,3\n", plain},
		"mark and quotes":    {"\ufeff\"first_letter\",b,c\n1,2,3\n", plain},
		"semicolons":         {"first_letter;b;c\n1;2;3\n", plain},
		"tabs":               {"first_letter\tb\tc\n1\t2\t3\n", plain},
		"empty field, tabs":  {"first_letter\tb\tc\n1\t\t3\n", []string{`2 map["b":"" "c":"3" "first_letter":"1"]`}},
		"CRLF":               {"first_letter,b,c\r\n1,2,3\r\n", plain},
		"unnamed columns":    {"first_letter,b,c,,\n1,2,3,,\n", plain},
		"more empty fields":  {"first_letter,b,c\n1,2,3,,,\n", plain},
		"blank after comma":  {"first_letter, b, c\n1, \"2\", 3\n", plain},
		"one column":         {"first_letter\n1\n", []string{`2 map["first_letter":"1"]`}},
		"empty lines":        {"\n\nfirst_letter,b,c\n\n,,\n \n1,2,3\n", []string{`7 map["b":"2" "c":"3" "first_letter":"1"]`}},
		"quoted":             {"first_letter,b,c\n\"1,\"\"x\"\"\",2,3\n", []string{`2 map["b":"2" "c":"3" "first_letter":"1,\"x\""]`}},
		"quoted line end":    {"first_letter,b,c\r\n1,\"2\r\nx\",3\r\n4,5,6\r\n", []string{`2 map["b":"2\nx" "c":"3" "first_letter":"1"]`, `4 map["b":"5" "c":"6" "first_letter":"4"]`}},
		"a mark in a field":  {"first_letter,b,c\n1,2\"x,3\n4,5,6\n", []string{"2!", `3 map["b":"5" "c":"6" "first_letter":"4"]`}},
		"marks in two lines": {"first_letter,b,c\n1,2\"x,3\n4,5,6\n7,8\"x,9\n", []string{"2!", `3 map["b":"5" "c":"6" "first_letter":"4"]`, "4!"}},
		"never closed":       {"first_letter,b,c\n1,\"2,3\n4,5,6\n", []string{"2!", `3 map["b":"5" "c":"6" "first_letter":"4"]`}},
		"few and many":       {"first_letter,b,c\n1,2\n1,2,3,4\n1,2,3\n", []string{"2!", "3!", `4 map["b":"2" "c":"3" "first_letter":"1"]`}},
		"nameless value":     {"first_letter,b,c,\n1,2,3,4\n", []string{"2!"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := readAll(t, c.file, letters); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %v\nwant %v", got, c.want)
			}
		})
	}
}

func TestALineCannotBeLongerThanARecord(t *testing.T) {
	long := strings.Repeat("x", 3*maxRecord)
	got := readAll(t, "first_letter\n"+long+"\n2\n", letters)
	if want := []string{"2!", `3 map["first_letter":"2"]`}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	spread := `"` + strings.Repeat("x\n", maxRecordLines+1) + `"` // ends on a line of its own
	got = readAll(t, "first_letter\n"+spread+"\n", letters)
	if got[0] != "2!" || len(got) != maxRecordLines+2 {
		t.Errorf("a mark that is not closed near by costs more than its line: %v", got)
	}
}

func TestAWrongHeaderIsExplained(t *testing.T) {
	for file, want := range map[string]string{
		"":                             "the file is empty; its first line must name the columns: first_letter, b, c",
		"\n \n":                        "the file is empty; its first line must name the columns: first_letter, b, c",
		"first_letter,zip,\"x y\"\n":   `unknown column "zip", "x y"; rename it or take it out. Known are first_letter, b, c`,
		"1,2,3\n4,5,6\n":               "the first line names none of the known columns: first_letter, b, c; check that this is the right file and that its first line names its columns",
		"b,c\n":                        "the column first_letter is missing; required are first_letter",
		"b,first_letter,B\n":           "the column b is there twice; keep one",
		"\xff\xfef\x00":                "the file is UTF-16; save it as CSV in UTF-8",
		"first_letter,\xe4\n":          "the file is not UTF-8 text; save it as CSV in UTF-8",
		"first_letter,b\r1,2\r":        "the lines end with CR alone; save the file with LF or CRLF",
		"first_letter,\"b\n1,2\n":      `the first line cannot be read: A quotation mark (") is opened and not closed. Close it; to write one within a field, write it twice.`,
		"first_letter,b\"\"c\n":        `the first line cannot be read: A quotation mark (") stands inside a field. Put the whole field into quotation marks and write the one inside twice.`,
		strings.Repeat("x", maxRecord): "",
	} {
		_, err := openTable(strings.NewReader(file), letters)
		if err == nil || want != "" && err.Error() != want {
			t.Errorf("%.40q:\n got %v\nwant %s", file, err, want)
		}
	}
}

func TestEveryFieldHasItsColumn(t *testing.T) {
	known := map[string]bool{}
	for _, c := range handleColumns {
		known[c.name] = true
	}
	wrong := strings.Repeat("\u00e4", 300)
	fields := map[string]string{"kind": "FIRM", "ref": wrong}
	for name := range known {
		if fields[name] == "" {
			fields[name] = wrong
		}
	}
	_, problems := handleLine(record{line: 2, values: fields})
	told := map[string]bool{}
	for _, p := range problems {
		told[handleColumn(p.Field)] = true
	}
	if !maps.Equal(told, known) {
		t.Errorf("problems name the columns %v, want all of %v", told, known)
	}
}

func TestAnInternationalAddressTakesTheCountryOfTheOther(t *testing.T) {
	in, problems := handleLine(record{line: 2, values: map[string]string{
		"kind": "public body", "given_name": "Ann", "family_name": "Miller", "organization": "City",
		"street1": "Grüne Gasse", "street2": " ", "street3": "Hof", "city": "Köln", "country": "de", "email": "ann@example.org",
		"phone": "0221 1234567", "int_street2": "Gruene Gasse", "int_city": "Koeln",
	}})
	want := registrar.Address{Street: []string{"Gruene Gasse"}, City: "Koeln", Country: "DE"}
	switch {
	case len(problems) > 0:
		t.Error(problems)
	case in.Data.InternationalAddress == nil || !in.Data.InternationalAddress.Equal(want) || in.Data.Kind != registrar.PublicBody:
		t.Errorf("%+v", in.Data)
	}
}

// FuzzHandleLine holds that a file never makes the reader fail or stop, and that each line either yields a record that
// may be stored or says what is wrong with it.
func FuzzHandleLine(f *testing.F) {
	const header = "ref,kind,given_name,family_name,organization,street1,city,postal_code,country,email,phone,int_city,language\n"
	for _, lines := range []string{
		"A,PERSON,Ann,Miller,,High Street 1,Paris,75001,FR,ann@example.org,+33 1 23 45 67 89,,fr\n",
		"\"\",PERSON,\"Ann\n\",Miller,,\"High \"\"Street\"\"\",Paris,75001,FR,ann@example.org,+33 1 23 45 67 89,Paris,\r\n",
		",COMPANY,ليلى,حداد,S.p.A.,Street\u200f,Dubai,47602,AE,holder4@example.com,+971 2 234 5678,,\n\n,,,\n\"",
		"a\"b,\xff\xfe,\x00\n\"\n\"\n",
	} {
		f.Add([]byte(lines))
	}
	f.Fuzz(func(t *testing.T, lines []byte) {
		table, err := openTable(io.MultiReader(strings.NewReader(header), strings.NewReader(string(lines))), handleColumns)
		if err != nil {
			t.Fatalf("the header is right: %v", err)
		}
		physical := strings.Count(string(lines), "\n") + 2
		for last := 1; ; {
			r, problem, err := table.next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if r.line <= last || r.line > physical {
				t.Fatalf("line %d after line %d of %d", r.line, last, physical)
			}
			if last = r.line; problem == nil {
				checkHandleLine(t, r)
			}
		}
	})
}

func checkHandleLine(t *testing.T, r record) {
	t.Helper()
	in, problems := handleLine(r)
	for _, p := range problems {
		column := handleColumn(p.Field)
		known := false
		for _, c := range handleColumns {
			known = known || c.name == column
		}
		if !known || p.Message == "" || p.Code == "" {
			t.Fatalf("a problem that does not help: %+v at %q", p, column)
		}
	}
	if len(problems) > 0 {
		return
	}
	again, problems := registrar.CheckHandle(in.Data)
	if len(problems) > 0 || again.ContentKey() != in.Data.ContentKey() || in.Line != r.line {
		t.Fatalf("%+v\nis not what may be stored: %v", in, problems)
	}
}

// FuzzDomainLine holds the same of domains.
func FuzzDomainLine(f *testing.F) {
	f.Add("one.com", "A", "2027-01-01", "ns1.example.net ns2.example.net", "no")
	f.Add("bücher.com", "", "2027-01-01T12:00:00+02:00", "ns1", "maybe")
	f.Add("-", "\x00", "9999-12-31T23:59:59-23:59", "", "")
	f.Fuzz(func(t *testing.T, name, ref, at, nameservers, lock string) {
		in, problems := domainLine(record{line: 2, values: map[string]string{
			"name": name, "owner_ref": ref, "expires_at": at, "registered_at": at, "nameservers": nameservers, "transfer_lock": lock,
		}})
		for _, p := range problems {
			if domainColumn(p.Field) == "" || p.Message == "" {
				t.Fatalf("a problem that does not help: %+v", p)
			}
		}
		if len(problems) == 0 && (in.Name.ASCII == "" || in.Contacts[registrar.Owner] == "" || in.ExpiresAt < oldest || in.ExpiresAt > registrar.Never) {
			t.Fatalf("%+v is not what may be stored", in)
		}
	})
}
