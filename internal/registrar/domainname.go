package registrar

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// DomainName is a name that can be registered: one label below a public suffix.
type DomainName struct {
	ASCII   string // A-labels in lower case, as stored and sent to the registry: xn--bcher-kva.co.uk
	Unicode string // U-labels, as shown: bücher.co.uk
	TLD     string // the last label, an A-label: uk
	Suffix  string // the public suffix, A-labels: co.uk
}

// unregistrable are entries of the public suffix list that no registrar sells: the DNS's own infrastructure
// (RFC 3172) and a special-use name (RFC 7686).
var unregistrable = map[string]bool{"arpa": true, "onion": true}

// ParseDomainName reads a typed domain name. Capitals, full-width letters and one dot at the end are forgiven; what
// comes out obeys IDNA2008 (RFC 5891, section 4, with the characters and contexts of RFC 5892) and the lengths of
// RFC 1035: 63 octets a label, 253 the name. The suffix must be one that ICANN's section of the public suffix list
// holds; private ones such as github.io are names like any other here. The error says what was expected.
func ParseDomainName(text string) (DomainName, error) {
	clean, fault := cleanText(text)
	if fault != "" {
		return DomainName{}, errors.New("the domain name " + strings.TrimSuffix(fault, "."))
	}
	if clean = trimRoot(clean); clean == "" {
		return DomainName{}, errors.New("expected a domain name such as example.com")
	}
	mapped, err := idna.Lookup.ToUnicode(clean)
	if err != nil || !followRFC5892(mapped) {
		return DomainName{}, errLabel
	}
	ascii, err := idna.Registration.ToASCII(mapped)
	if err != nil || strings.HasSuffix(ascii, ".") {
		return DomainName{}, errLabel
	}
	suffix, err := registrableSuffix(ascii)
	if err != nil {
		return DomainName{}, err
	}
	return DomainName{
		ASCII:   ascii,
		Unicode: mapped,
		TLD:     ascii[strings.LastIndexByte(ascii, '.')+1:],
		Suffix:  suffix,
	}, nil
}

var errLabel = errors.New("expected a domain name such as example.com or bücher.de: labels of letters, digits and " +
	"hyphens that IDNA2008 allows, 63 characters at most each, not starting or ending with a hyphen")

// trimRoot drops the dot that ends a name at the root, also as East Asian keyboards write it (RFC 3490, section 3.1).
func trimRoot(name string) string {
	for _, dot := range []string{".", "。", "．", "｡"} {
		if short, found := strings.CutSuffix(name, dot); found {
			return short
		}
	}
	return name
}

// registrableSuffix returns the public suffix that the name stands directly below.
func registrableSuffix(ascii string) (string, error) {
	suffix := icannSuffix(ascii)
	switch {
	case suffix == "" || unregistrable[suffix[strings.LastIndexByte(suffix, '.')+1:]]:
		return "", errors.New("expected a domain name below a known suffix such as com, de or co.uk")
	case suffix == ascii:
		return "", fmt.Errorf("expected a name below %s: that is itself a public suffix", UnicodeName(ascii))
	}
	label := strings.TrimSuffix(ascii, "."+suffix)
	if dot := strings.LastIndexByte(label, '.'); dot >= 0 {
		return "", fmt.Errorf("expected one label below %s: the domain is %s",
			UnicodeName(suffix), UnicodeName(ascii[dot+1:]))
	}
	return suffix, nil
}

// icannSuffix returns the longest public suffix of the name that is not a private one, or nothing.
func icannSuffix(name string) string {
	for {
		suffix, icann := publicsuffix.PublicSuffix(name)
		if icann {
			return suffix
		}
		_, parent, found := strings.Cut(suffix, ".")
		if !found {
			return ""
		}
		name = parent
	}
}

// UnicodeName returns a name of A-labels in the letters its owner reads. What is not valid comes back as it is.
func UnicodeName(ascii string) string {
	name, err := idna.Display.ToUnicode(ascii)
	if err != nil {
		return ascii
	}
	return name
}

// hosts maps what people type for lookup. Unlike a registered name, a host may have hyphens in the third and fourth
// place of a label.
var hosts = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.CheckHyphens(false), idna.VerifyDNSLength(true))

// hostName returns a typed host name of two labels or more as lower-case A-labels (RFC 952, 1123, 5891).
func hostName(text string) (string, error) {
	ascii, err := hosts.ToASCII(trimRoot(text))
	if err != nil {
		return "", errHost
	}
	labels := strings.Split(ascii, ".")
	for _, label := range labels {
		if label == "" || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return "", errHost
		}
	}
	if len(labels) < 2 {
		return "", errHost
	}
	if last := labels[len(labels)-1]; strings.Trim(last, "0123456789") == "" {
		return "", errors.New("expected a host name such as mail.example.com, not an IP address")
	}
	return ascii, nil
}

var errHost = errors.New("expected a host name such as mail.example.com, of letters, digits and hyphens, 63 characters at most each label")
