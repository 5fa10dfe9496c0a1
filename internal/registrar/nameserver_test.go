package registrar

import (
	"fmt"
	"slices"
	"testing"
)

func TestNameserversAreNormalised(t *testing.T) {
	got, problems := CheckNameservers([]string{" NS1.Example.COM. ", "ns2.bücher.de", "r2--d2.example.net"})
	expectProblems(t, problems)
	if want := []string{"ns1.example.com", "ns2.xn--bcher-kva.de", "r2--d2.example.net"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNameserverCounts(t *testing.T) {
	for n, right := range map[int]bool{0: true, 1: false, 2: true, 13: true, 14: false, 1000: false} {
		names := []string{}
		for i := range n {
			names = append(names, fmt.Sprintf("ns%d.example.com", i))
		}
		got, problems := CheckNameservers(names)
		if right {
			expectProblems(t, problems)
			if got == nil || len(got) != n {
				t.Errorf("%d names came back as %q", n, got)
			}
		} else {
			expectProblems(t, problems, "INVALID nameservers")
		}
	}
}

func TestNameserverRefusalsNameTheirPlace(t *testing.T) {
	_, problems := CheckNameservers([]string{"ns1.example.com", "NS1.example.com.", "192.0.2.1", "2001:db8::1", "localhost",
		"", "ns_1.example.com", "-a.example.com", "a\x00.example.com", "ns..example.com"})
	expectProblems(t, problems, "DUPLICATE nameservers.1", "INVALID nameservers.2", "INVALID nameservers.3", "INVALID nameservers.4",
		"INVALID nameservers.5", "INVALID nameservers.6", "INVALID nameservers.7", "INVALID nameservers.8", "INVALID nameservers.9")
}
