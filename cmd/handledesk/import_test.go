package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// shell runs command lines over a database of its own, in a folder of its own.
type shell struct {
	t      *testing.T
	folder string
}

func newShell(t *testing.T) *shell {
	t.Helper()
	s := &shell{t, t.TempDir()}
	if code, _, errs := s.run("reseller", "create", "Acme"); code != 0 {
		t.Fatal(errs)
	}
	return s
}

// run runs one command and gives its exit code and what it writes, with the folder taken out.
func (s *shell) run(arguments ...string) (code int, out, errs string) {
	s.t.Helper()
	var first, second bytes.Buffer
	arguments = append(arguments, "--data", filepath.Join(s.folder, "data"))
	code = run(s.t.Context(), arguments, streams{&first, &second})
	plain := strings.NewReplacer(s.folder+string(filepath.Separator), "")
	return code, plain.Replace(first.String()), plain.Replace(second.String())
}

// file writes a file and gives its path.
func (s *shell) file(name, text string) string {
	s.t.Helper()
	path := filepath.Join(s.folder, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

const (
	goodHandles = "ref;kind;given_name;family_name;street1;city;country;email;phone\r\n" +
		"A;PERSON;Ann;Miller;High Street 1;Paris;FR;ann@example.org;+33 1 23 45 67 89\r\n"
	badHandle = "B;PERSON;Bob;Stone;Low Street 2;Paris;XX;bob@example.org;+33 1 23 45 67 80\r\n"
)

// goodDomains is a file of one domain that expires a year from now.
func goodDomains() string {
	return "name,owner_ref,expires_at\none.com,A," + time.Now().AddDate(1, 0, 0).Format(time.DateOnly) + "\n"
}

func TestImportTellsHowItWentByItsExitCode(t *testing.T) {
	s := newShell(t)
	good, bad, domains := s.file("good.csv", goodHandles), s.file("bad.csv", goodHandles+badHandle), s.file("domains.csv", goodDomains())
	const reason = "bad.csv:3: country: This is not an assigned country code. Give the two letters of ISO 3166-1, such as FR. It is \"XX\".\n"
	for _, step := range []struct {
		name      string
		arguments []string
		code      int
		out, errs string
	}{
		{"dry run", []string{"--reseller", "Acme", good, domains, "--dry-run"}, 0,
			"handles: 1 created, 0 already there, 0 refused\ndomains: 1 created, 0 already there, 0 refused\n",
			"This was a dry run: nothing was stored.\n"},
		{"run", []string{"--reseller", "Acme", good, domains}, 0,
			"handles: 1 created, 0 already there, 0 refused\ndomains: 1 created, 0 already there, 0 refused\n", ""},
		{"repeat", []string{"--reseller", "Acme", good, domains}, 0,
			"handles: 0 created, 1 already there, 0 refused\ndomains: 0 created, 1 already there, 0 refused\n", ""},
		{"refused line", []string{"--reseller", "Acme", bad}, 3,
			reason + "handles: 0 created, 1 already there, 1 refused\n",
			"handledesk: 1 line was refused; mend and import again, what is there already is left alone\n"},
		{"unknown reseller", []string{"--reseller", "Nobody", good}, 1, "",
			"handledesk: NOT_FOUND: reseller: There is no reseller of this name. See: handledesk reseller list\n"},
		{"files the wrong way round", []string{"--reseller", "Acme", good, good}, 1, "",
			"handledesk: good.csv: the first line names none of the known columns: name, owner_ref, admin_ref, tech_ref, billing_ref, expires_at, " +
				"registered_at, nameservers, auto_renew, transfer_lock; check that this is the right file and that its first line names its columns\n"},
		{"missing file", []string{"--reseller", "Acme", filepath.Join(s.folder, "none.csv")}, 1, "",
			"handledesk: open none.csv: no such file or directory\n"},
		{"no reseller", []string{good}, 2, "", "handledesk: missing flags: --reseller=NAME; see handledesk --help\n"},
	} {
		code, out, errs := s.run(append([]string{"import"}, step.arguments...)...)
		if code != step.code || out != step.out || errs != step.errs {
			t.Errorf("%s: exit code %d, want %d\n%s%s", step.name, code, step.code, out, errs)
		}
	}
}

func TestImportWritesAReport(t *testing.T) {
	s := newShell(t)
	bad, report := s.file("bad.csv", goodHandles+badHandle), filepath.Join(s.folder, "report.csv")
	if code, _, errs := s.run("import", "--reseller", "Acme", bad, "--report", report); code != 3 {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	text, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 2 || strings.Join(rows[0], " ") != "file line column code reason value" ||
		strings.Join(rows[1][1:4], " ") != "3 country INVALID" || rows[1][5] != "XX" {
		t.Errorf("%v, %v", rows, err)
	}

	code, _, errs := s.run("import", "--reseller", "Acme", bad, "--report", bad)
	kept, err := os.ReadFile(bad)
	if code != 1 || !strings.Contains(errs, "would overwrite") || err != nil || string(kept) != goodHandles+badHandle {
		t.Errorf("exit code %d: %s%v", code, errs, err)
	}
}

func TestImportHelpNamesColumnsAndExitCodes(t *testing.T) {
	code, out, errs := newShell(t).run("import", "--help")
	for _, want := range []string{"int_postal_code", "owner_ref", "registered_at", "Exit code", "--dry-run", "--mail"} {
		if !strings.Contains(out, want) {
			t.Errorf("exit code %d; %s is not in\n%s%s", code, want, out, errs)
		}
	}
}
