package webhook

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
)

// forbidden are all the ranges that are not public, written out by their first and last address, with the neighbours on
// both sides where those are public.
var forbidden = []struct{ first, last, before, after string }{
	{"0.0.0.0", "0.255.255.255", "", "1.0.0.0"},
	{"10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"},
	{"100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"},
	{"127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0"},
	{"169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0"},
	{"172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"},
	{"192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0"},
	{"192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0"},
	{"192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0"},
	{"192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0"},
	{"198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"},
	{"198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0"},
	{"203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0"},
	{"224.0.0.0", "239.255.255.255", "223.255.255.255", ""},
	{"240.0.0.0", "255.255.255.255", "", ""},
	{"::", "::", "", ""},
	{"::1", "::1", "", ""},
	{"::2", "::ffff:ffff", "", ""},                       // IPv4-compatible
	{"::ffff:0.0.0.0", "::ffff:255.255.255.255", "", ""}, // IPv4-mapped, those of public addresses included
	{"64:ff9b::", "64:ff9b::ffff:ffff", "", ""},          // NAT64
	{"64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "", ""},
	{"100::", "100::ffff:ffff:ffff:ffff", "", ""}, // discarded
	{"1fff:ffff::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", "2000::"},
	{"2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::"},
	{"2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::"},
	{"2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::"},
	{"3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::"},
	{"4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ""},
	{"5f00::", "5f00:ffff::", "", ""},
	{"fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""}, // private
	{"fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""}, // link-local
	{"fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""}, // site-local
	{"ff00::", "ffff::", "", ""},                                  // multicast
	{"fe80::1%eth0", "2600::1%eth0", "", ""},                      // with a zone
}

func TestOnlyPublicAddresses(t *testing.T) {
	for _, r := range forbidden {
		for _, text := range []string{r.first, r.last} {
			ip := netip.MustParseAddr(text)
			if err := (Policy{}).CheckIP(ip); !errors.Is(err, ErrAddress) {
				t.Errorf("%s is allowed: %v", text, err)
			}
			if ip.Is4() { // in disguise
				if err := (Policy{}).CheckIP(netip.AddrFrom16(ip.As16())); !errors.Is(err, ErrAddress) {
					t.Errorf("%s is allowed as an IPv4-mapped address: %v", text, err)
				}
			}
		}
		for _, text := range []string{r.before, r.after} {
			if text == "" {
				continue
			}
			if err := (Policy{}).CheckIP(netip.MustParseAddr(text)); err != nil {
				t.Errorf("%s is not allowed: %v", text, err)
			}
		}
	}
	for _, text := range []string{"8.8.8.8", "2606:4700::1111", "2a00:1450::1"} {
		if err := (Policy{}).CheckIP(netip.MustParseAddr(text)); err != nil {
			t.Errorf("%s is not allowed: %v", text, err)
		}
	}
}

// TestTheWholeOfIPv4 walks the space and holds it against the table above: all networks of 256 addresses where such are
// set apart, every sixteenth elsewhere.
func TestTheWholeOfIPv4(t *testing.T) {
	type span struct{ first, last netip.Addr }
	var apart []span
	for _, r := range forbidden {
		if first := netip.MustParseAddr(r.first); first.Is4() {
			apart = append(apart, span{first, netip.MustParseAddr(r.last)})
		}
	}
	for n := range 1 << 24 {
		if n%16 != 0 && n>>16 != 192 && n>>16 != 198 && n>>16 != 203 {
			continue
		}
		ip := netip.AddrFrom4([4]byte{byte(n >> 16), byte(n >> 8), byte(n), 7})
		want := true
		for _, s := range apart {
			want = want && (ip.Less(s.first) || s.last.Less(ip))
		}
		if Public(ip) != want {
			t.Fatalf("%s is public: %t", ip, !want)
		}
	}
}

func TestWhatIsAllowedExplicitly(t *testing.T) {
	network := Policy{Allowed: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("fd00::/8")}}
	all := Policy{AllowPrivate: true}
	for _, c := range []struct {
		policy Policy
		ip     string
		want   bool
	}{
		{network, "10.1.2.3", true}, {network, "::ffff:10.1.2.3", true}, {network, "10.2.0.1", false},
		{network, "fd12::1", true}, {network, "fe80::1", false}, {network, "127.0.0.1", false}, {network, "8.8.8.8", true},
		{all, "127.0.0.1", true}, {all, "::1", true}, {all, "169.254.169.254", true}, {all, "fe80::1%eth0", true},
		{all, "0.0.0.0", false}, {all, "::", false}, {all, "224.0.0.1", false}, {all, "ff02::1", false},
		{all, "255.255.255.255", false}, {all, "::ffff:0.0.0.0", false},
	} {
		if err := c.policy.CheckIP(netip.MustParseAddr(c.ip)); (err == nil) != c.want {
			t.Errorf("%v with %s: %v", c.policy, c.ip, err)
		}
	}
}

func TestCheckURL(t *testing.T) {
	strict, loose := Policy{}, Policy{AllowHTTP: true, AllowPrivate: true}
	for _, c := range []struct {
		url           string
		strict, loose bool
	}{
		{"https://example.com", true, true},
		{"https://example.com/hooks?tenant=1", true, true},
		{"HTTPS://EXAMPLE.com:8443/x", true, true},
		{"https://bücher.example/", true, true},
		{"https://8.8.8.8/", true, true},
		{"https://[2606:4700::1111]:443/", true, true},
		{"https://example.com:1/", true, true},
		{"https://example.com:65535/", true, true},
		{"http://example.com/", false, true},
		{"https://127.0.0.1/", false, true},
		{"https://[::1]/", false, true},
		{"https://[::ffff:127.0.0.1]/", false, true},
		{"https://localhost/", false, true},
		{"https://LOCALHOST./", false, true},
		{"https://a.localhost:9/", false, true},
		{"https://169.254.169.254/latest/meta-data", false, true},
		{"https://0.0.0.0/", false, false},
		{"https://user@example.com/", false, false},
		{"https://user:secret@example.com/", false, false},
		{"https://example.com/#part", false, false},
		{"https://example.com/#", false, false},
		{"https://example.com:0/", false, false},
		{"https://example.com:65536/", false, false},
		{"https://example.com:080/", false, false},
		{"https://example.com:/", false, false},
		{"https://example.com:+1/", false, false},
		{"https://", false, false},
		{"https:///path", false, false},
		{"https:example.com", false, false},
		{"//example.com/", false, false},
		{"example.com", false, false},
		{"", false, false},
		{"ftp://example.com/", false, false},
		{"file:///etc/passwd", false, false},
		{"gopher://example.com/", false, false},
		{"https://example.com/a b", false, false},
		{"https://example.com/\r\nHost: other", false, false},
		{"https://exa\x00mple.com/", false, false},
		{"https://[::1", false, false},
		{"https://[v1.x]/", false, false},
		{"https://example.com/" + strings.Repeat("x", longestURL-20), true, true},
		{"https://example.com/" + strings.Repeat("x", longestURL-19), false, false},
	} {
		if err := strict.CheckURL(c.url); (err == nil) != c.strict {
			t.Errorf("%.60q: %v", c.url, err)
		}
		if err := loose.CheckURL(c.url); (err == nil) != c.loose {
			t.Errorf("%.60q where everything is allowed: %v", c.url, err)
		}
	}
}
