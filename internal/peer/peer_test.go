package peer_test

import (
	"net/netip"
	"testing"

	"github.com/handledesk/handledesk/internal/peer"
)

func TestNetwork(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7":            "192.0.2.7/32",
		"192.0.2.8":            "192.0.2.8/32",
		"::ffff:192.0.2.7":     "192.0.2.7/32", // mapped: how a listener on both families shows IPv4
		"::ffff:c000:207":      "192.0.2.7/32",
		"2001:db8:1:2::1":      "2001:db8:1:2::/64",
		"2001:db8:1:2:f::ffff": "2001:db8:1:2::/64", // the same customer
		"2001:db8:1:3::1":      "2001:db8:1:3::/64",
		"fe80::1%eth0":         "fe80::/64", // a zone is no address of its own
		"fe80::1%eth1":         "fe80::/64",
		"::1":                  "::/64",
		"127.0.0.1":            "127.0.0.1/32",
		"0.0.0.0":              "0.0.0.0/32",
	} {
		ctx := peer.With(t.Context(), netip.MustParseAddr(address))
		if got := peer.Network(ctx); got != want {
			t.Errorf("%s is counted as %q, want %q", address, got, want)
		}
		if got := peer.From(ctx); got != netip.MustParseAddr(address) {
			t.Errorf("%s is carried as %s", address, got)
		}
	}
}

func TestNobodysAddress(t *testing.T) {
	if got := peer.Network(t.Context()); got != "" || peer.From(t.Context()).IsValid() {
		t.Errorf("outside of a request it is %q", got)
	}
	if got := peer.Network(peer.With(t.Context(), netip.Addr{})); got != "" {
		t.Errorf("an invalid address is counted as %q", got)
	}
}
