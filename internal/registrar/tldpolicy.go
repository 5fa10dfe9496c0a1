package registrar

import (
	_ "embed"
	"maps"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// TLDPolicy is what a top-level domain's rules ask about the registrant's reachability.
type TLDPolicy struct {
	TLD              string        // A-label in lower case
	VerifyRegistrant bool          // the e-mail address must answer, else the domain is put on hold
	Deadline         time.Duration // from the trigger to the hold, whole days of 24 hours; 0 without a duty to verify
	Source           string        // where the rule is written, for people; "" without a TLD
}

// Policies are the policies of all TLDs: lines for single ones, and one each for every other country code of two
// letters and for every other TLD. They never change, so that any number of goroutines may ask.
//
// Generic TLDs are under ICANN's agreement, those opened after this was written included. Country codes, two letters
// or internationalised, set their own rules, and none is known by default: they have no deadline and never fail.
type Policies struct {
	byLabel map[string]TLDPolicy // by A-label
	country TLDPolicy            // every other one of two letters
	generic TLDPolicy            // every other one
}

// For returns the policy of a TLD, given with or without a dot in front, as A-label or U-label, in any letter case.
func (p *Policies) For(tld string) TLDPolicy {
	label := aLabel(tld)
	if label == "" {
		return TLDPolicy{}
	}
	if policy, ok := p.byLabel[label]; ok {
		return policy
	}
	policy := p.generic
	if len(label) == 2 {
		policy = p.country
	}
	policy.TLD = label
	return policy
}

// aLabel brings a TLD into the form it is looked up by. Lists of domains ask for TLDs that are plain already: those
// cost no conversion. What is no label at all is only put into lower case, and is nobody's.
func aLabel(tld string) string {
	label := strings.ToLower(strings.Trim(tld, ". "))
	if isASCII(label) {
		return label
	}
	if ascii, err := idna.Lookup.ToASCII(label); err == nil {
		return ascii
	}
	return label
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// PolicyFor returns the default policy of a TLD: DefaultPolicies().For(tld).
func PolicyFor(tld string) TLDPolicy { return DefaultPolicies().For(tld) }

// DefaultPolicies returns the table that this program brings along, tldpolicy.csv.
func DefaultPolicies() *Policies { return defaultPolicies() }

//go:embed tldpolicy.csv
var defaultTable string

var defaultPolicies = sync.OnceValue(func() *Policies {
	lines, err := readPolicyLines(strings.NewReader(defaultTable))
	if err != nil {
		panic("registrar: the embedded tldpolicy.csv is broken: " + err.Error())
	}
	return (&Policies{}).with(lines)
})

// with returns a copy in which the given lines stand in the place of those for the same TLD.
func (p *Policies) with(lines map[string]TLDPolicy) *Policies {
	changed := &Policies{byLabel: make(map[string]TLDPolicy, len(p.byLabel)+len(lines)), country: p.country, generic: p.generic}
	maps.Copy(changed.byLabel, p.byLabel)
	for label, policy := range lines {
		switch label {
		case genericLine:
			changed.generic = policy
		case countryLine:
			changed.country = policy
		default:
			changed.byLabel[label] = policy
		}
	}
	return changed
}
