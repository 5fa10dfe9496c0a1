package server

import (
	"net/http"
	"net/netip"
	"testing"
)

func TestTheCallersAddress(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for _, c := range []struct {
		name, connection, forwarded, want string
		trusted                           []netip.Prefix
	}{
		{"the connection's", "203.0.113.9:1234", "", "203.0.113.9", proxies},
		{"a header that anybody writes", "203.0.113.9:1234", "198.51.100.1", "203.0.113.9", proxies},
		{"a header without trusted proxies", "10.0.0.1:1234", "198.51.100.1", "10.0.0.1", nil},
		{"a trusted proxy's", "10.0.0.1:1234", "198.51.100.1", "198.51.100.1", proxies},
		{"what the caller wrote before", "10.0.0.1:1234", "192.0.2.1, 198.51.100.1", "198.51.100.1", proxies},
		{"a chain of trusted proxies", "10.0.0.1:1234", "198.51.100.1, 10.0.0.2", "198.51.100.1", proxies},
		{"a proxy without the header", "10.0.0.1:1234", "", "10.0.0.1", proxies},
		{"junk", "10.0.0.1:1234", "198.51.100.1, junk", "10.0.0.1", proxies},
		{"IPv4 in IPv6", "[::ffff:203.0.113.9]:1234", "", "203.0.113.9", proxies},
		{"IPv6", "[fd00::1]:1234", "2001:db8::7", "2001:db8::7", proxies},
		{"no address at all", "@", "198.51.100.1", "invalid IP", proxies},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &http.Request{RemoteAddr: c.connection, Header: http.Header{}}
			if c.forwarded != "" {
				r.Header.Set(forwardedFor, c.forwarded)
			}
			if got := caller(c.trusted, r).String(); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
