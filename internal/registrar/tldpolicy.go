package registrar

import (
	"strings"
	"time"

	"golang.org/x/net/idna"
)

// TLDPolicy is what a top-level domain's rules ask about the registrant's reachability.
type TLDPolicy struct {
	TLD              string        // A-label in lower case
	VerifyRegistrant bool          // the e-mail address must answer, else the domain is put on hold
	Deadline         time.Duration // from the trigger to the hold; 0 without a duty to verify
}

// verificationDeadline is the time that ICANN's 2013 Registrar Accreditation Agreement, WHOIS Accuracy Program
// Specification, sections 1, 2 and 4, gives a registrar: 15 days, counted here as 15 × 24 hours.
const verificationDeadline = 15 * 24 * time.Hour

// PolicyFor returns the policy of a TLD, given with or without a dot in front, as A-label or U-label.
//
// Generic TLDs are under ICANN's agreement, those opened after this was written included. Country codes, two letters
// or internationalised, set their own rules, and none is known here: they have no deadline and never fail.
func PolicyFor(tld string) TLDPolicy {
	label := strings.ToLower(strings.Trim(tld, ". "))
	if ascii, err := idna.Lookup.ToASCII(label); err == nil {
		label = ascii
	}
	policy := TLDPolicy{TLD: label}
	if label != "" && !isCountryTLD(label) && !outsideAgreement[label] {
		policy.VerifyRegistrant, policy.Deadline = true, verificationDeadline
	}
	return policy
}

// outsideAgreement are the longer TLDs that are run under other contracts than ICANN's with registrars: the
// infrastructure domain and the four of RFC 920 and 1591 that their own sponsors hand out.
var outsideAgreement = map[string]bool{"arpa": true, "edu": true, "gov": true, "int": true, "mil": true}

func isCountryTLD(label string) bool { return len(label) == 2 || countryIDNs[label] }

// countryIDNs are the internationalised country-code TLDs and their variants, from IANA's root zone database and
// ICANN's IDN ccTLD Fast Track; one line each country or territory (EU: .eu in Cyrillic and Greek).
var countryIDNs = labelSet(
	"xn--mgbaam7a8h",           // AE
	"xn--y9a3aq",               // AM
	"xn--54b7fta0cc",           // BD
	"xn--90ae",                 // BG
	"xn--mgbcpq6gpa1a",         // BH
	"xn--90ais",                // BY
	"xn--fiqs8s", "xn--fiqz9s", // CN
	"xn--lgbbat1ad8j",        // DZ
	"xn--wgbh1c",             // EG
	"xn--e1a4c", "xn--qxa6a", // EU
	"xn--node",     // GE
	"xn--qxam",     // GR
	"xn--j6w193g",  // HK
	"xn--4dbrk0ce", // IL
	"xn--2scrj9c", "xn--3hcrj9c", "xn--45br5cyl", "xn--45brj9c", "xn--fpcrj9c3d", "xn--gecrj9c", "xn--h2breg3eve",
	"xn--h2brj9c", "xn--h2brj9c8c", "xn--mgbbh1a", "xn--mgbbh1a71e", "xn--mgbgu82a", "xn--rvc1e0am3e",
	"xn--s9brj9c", "xn--xkc2dl3a5ee0h", // IN
	"xn--mgbtx2b",                       // IQ
	"xn--mgba3a4f16a", "xn--mgba3a4fra", // IR
	"xn--mgbayh7gpa",                    // JO
	"xn--3e0b707e",                      // KR
	"xn--80ao21a",                       // KZ
	"xn--q7ce6a",                        // LA
	"xn--fzc2c9e2c", "xn--xkc2al3hye2a", // LK
	"xn--mgbc0a9azcg",            // MA
	"xn--d1alf",                  // MK
	"xn--l1acc",                  // MN
	"xn--mix082f", "xn--mix891f", // MO
	"xn--mgbah1a3hjkrd",                       // MR
	"xn--mgbx4cd0ab",                          // MY
	"xn--mgb9awbf",                            // OM
	"xn--mgbai9a5eva00b", "xn--mgbai9azgqp6j", // PK
	"xn--ygbi2ammx",                                                                       // PS
	"xn--wgbl6a",                                                                          // QA
	"xn--90a3ac",                                                                          // RS
	"xn--p1ai",                                                                            // RU
	"xn--mgberp4a5d4a87g", "xn--mgberp4a5d4ar", "xn--mgbqly7c0a67fbc", "xn--mgbqly7cvafr", // SA
	"xn--mgbpl2fh",                            // SD
	"xn--clchc0ea0b2g2a9gcd", "xn--yfro4i67o", // SG
	"xn--mgbtf8fl", "xn--ogbpf8fl", // SY
	"xn--o3cw4h",                                // TH
	"xn--pgbs0dh",                               // TN
	"xn--kprw13d", "xn--kpry57d", "xn--nnx388a", // TW
	"xn--j1amh",    // UA
	"xn--mgb2ddes", // YE
)

func labelSet(labels ...string) map[string]bool {
	members := make(map[string]bool, len(labels))
	for _, label := range labels {
		members[label] = true
	}
	return members
}
