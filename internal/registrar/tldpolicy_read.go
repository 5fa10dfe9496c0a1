package registrar

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// The lines of a policy file that stand for more than one TLD.
const (
	genericLine = "*"  // every TLD without a line of its own that has not two letters
	countryLine = "??" // every TLD of two letters without a line of its own
)

const (
	policyFileBytes  = 1 << 20 // the root zone has some 1,500 TLDs: ten times their lines
	policySource     = 500     // characters
	policyDays       = 365
	policyFileHeader = "tld,verify,days,source"
)

// ReadPolicies reads a CSV file (RFC 4180, UTF-8, at most 1 MiB) of policies and returns the default ones with the
// file's lines in the place of those for the same TLD. The columns, named in the first line, are
//
//	tld     A-label or U-label; ?? for the two-letter codes that have no line of their own, * for all others
//	verify  yes when the registrant's e-mail address must answer, else no
//	days    until the hold, 1 to 365 days of 24 hours; empty when verify is no
//	source  where the rule is written: at most 500 characters
//
// Lines that start with # are left out. The error names every bad line, one a line, with its number, its column and
// what to write instead; then nothing of the file is taken.
func ReadPolicies(r io.Reader) (*Policies, error) {
	lines, err := readPolicyLines(r)
	if err != nil {
		return nil, err
	}
	return DefaultPolicies().with(lines), nil
}

// readPolicyLines returns the policies of a file by A-label, and those for more than one TLD by the sign in its place.
func readPolicyLines(r io.Reader) (map[string]TLDPolicy, error) {
	content, err := io.ReadAll(io.LimitReader(r, policyFileBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading TLD policies: %w", err)
	}
	if len(content) > policyFileBytes {
		return nil, errors.New("the file of TLD policies is larger than 1 MiB: give a CSV file with the columns " + policyFileHeader)
	}
	if !utf8.Valid(content) {
		return nil, errors.New("the file of TLD policies is not UTF-8: save it in that encoding")
	}
	f := policyFile{lines: map[string]TLDPolicy{}, at: map[string]int{}}
	text := strings.TrimPrefix(string(content), string(byteOrderMark)) // spreadsheets write one in front
	f.csv = csv.NewReader(strings.NewReader(text))
	f.csv.Comment = '#'
	f.csv.FieldsPerRecord = -1 // counted here, for a clearer message
	if header, err := f.csv.Read(); err != nil || !slices.Equal(trimmed(header), strings.Split(policyFileHeader, ",")) {
		return nil, errors.New("the first line of TLD policies must name the columns, separated by commas: " + policyFileHeader)
	}
	for f.next() {
	}
	return f.lines, errors.Join(f.problems...)
}

// policyFile is a file that is being read.
type policyFile struct {
	csv      *csv.Reader
	lines    map[string]TLDPolicy
	at       map[string]int // the number of each TLD's line
	problems []error
}

func (f *policyFile) refuse(line int, column, reason string) {
	f.problems = append(f.problems, fmt.Errorf("line %d, %s: %s", line, column, reason))
}

// next reads one line and tells whether there may be more.
func (f *policyFile) next() bool {
	record, err := f.csv.Read()
	if errors.Is(err, io.EOF) {
		return false
	}
	if broken := (*csv.ParseError)(nil); errors.As(err, &broken) {
		f.refuse(broken.StartLine, "whole line", "the quotes are wrong: put a field with a comma in quotes, and write a quote inside it twice")
		return true
	}
	line, _ := f.csv.FieldPos(0)
	if len(record) != strings.Count(policyFileHeader, ",")+1 {
		f.refuse(line, "whole line", fmt.Sprintf("it has %d columns instead of 4; put a source with a comma in quotes", len(record)))
		return true
	}
	record = trimmed(record)
	before := len(f.problems)
	policy := TLDPolicy{TLD: f.label(line, record[0])}
	policy.VerifyRegistrant, policy.Deadline = f.duty(line, record[1], record[2])
	policy.Source = f.source(line, record[3])
	if len(f.problems) == before {
		f.lines[policy.TLD] = policy
	}
	return true
}

// label reads the column tld; its second line is refused, whether the first was good or not.
func (f *policyFile) label(line int, written string) string {
	label := written
	if written != genericLine && written != countryLine {
		label = aLabel(written) // as For looks it up
		if registered, err := idna.Registration.ToASCII(label); err != nil || registered != label || !topLevelLabel(label) {
			f.refuse(line, "tld", fmt.Sprintf(
				"%q is not a top-level domain: write it like com or рф, or ?? for the other two-letter codes, or * for all others", written))
			return ""
		}
	}
	if first := f.at[label]; first != 0 {
		f.refuse(line, "tld", fmt.Sprintf("%q stands in line %d already: keep one of the two", written, first))
		return ""
	}
	f.at[label] = line
	return label
}

// topLevelLabel tells whether an A-label may be a TLD: 2 to 63 letters (RFC 1123 section 2.1), or internationalised.
func topLevelLabel(label string) bool {
	if len(label) < 2 || len(label) > 63 {
		return false
	}
	return strings.HasPrefix(label, "xn--") || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz") == ""
}

// duty reads the columns verify and days.
func (f *policyFile) duty(line int, verify, days string) (bool, time.Duration) {
	switch strings.ToLower(verify) {
	case "no":
		if days != "" {
			f.refuse(line, "days", "leave it empty when verify is no")
		}
		return false, 0
	case "yes":
	default:
		f.refuse(line, "verify", fmt.Sprintf("%q is neither yes nor no", verify))
		return false, 0
	}
	count, err := strconv.Atoi(days)
	if err != nil || count < 1 || count > policyDays {
		f.refuse(line, "days", fmt.Sprintf("%q is not a whole number from 1 to %d", days, policyDays))
	}
	return true, time.Duration(count) * 24 * time.Hour
}

// source reads the column source, which whoever wonders about a hold will ask for.
func (f *policyFile) source(line int, written string) string {
	if written == "" || utf8.RuneCountInString(written) > policySource {
		f.refuse(line, "source", fmt.Sprintf("say where the rule is written, in 1 to %d characters", policySource))
	}
	return written
}

func trimmed(fields []string) []string {
	for i, field := range fields {
		fields[i] = strings.TrimSpace(field)
	}
	return fields
}
