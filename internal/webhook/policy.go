package webhook

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// Policy says which addresses webhooks may go to. The zero value is the strictest: https to the public internet.
type Policy struct {
	AllowHTTP    bool           // http beside https
	AllowPrivate bool           // every unicast address, those of this machine and of its networks included
	Allowed      []netip.Prefix // networks that are allowed though they are not public
}

// longestURL is how long an endpoint's address may be, in bytes.
const longestURL = 2048

// CheckURL tells why webhooks cannot go to an address; nil when nothing speaks against it yet. What a name stands for
// is looked at when it is dialled, each time anew.
func (p Policy) CheckURL(text string) error {
	if len(text) > longestURL {
		return fmt.Errorf("an address has %d bytes at most", longestURL)
	}
	for i := range len(text) {
		if text[i] <= ' ' || text[i] == 0x7f {
			return errors.New("an address holds no spaces and no control characters")
		}
	}
	u, err := url.Parse(text)
	if err != nil || u.Opaque != "" {
		return errors.New("this is no address; write one such as https://example.com/webhooks")
	}
	switch {
	case u.Scheme == "http" && !p.AllowHTTP:
		return errors.New("webhooks go out by https only; begin with https://")
	case u.Scheme != "https" && u.Scheme != "http":
		return errors.New("an address begins with https://")
	case u.User != nil:
		return errors.New("leave out user and password; the signature tells who sends")
	case u.Fragment != "" || strings.Contains(text, "#"):
		return errors.New("leave out what follows the #; it is not sent")
	}
	return p.checkHost(u)
}

func (p Policy) checkHost(u *url.URL) error {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if host == "" {
		return errors.New("the address names no host")
	}
	if port := u.Port(); port != "" {
		// One notation for each port: no sign, no leading zero.
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 || strconv.FormatUint(n, 10) != port {
			return errors.New("a port is a number from 1 to 65535")
		}
	} else if strings.HasSuffix(u.Host, ":") {
		return errors.New("a port is a number from 1 to 65535")
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return p.CheckIP(ip)
	}
	if strings.ContainsAny(host, ":[]%") {
		return errors.New("the address names no host")
	}
	if (host == "localhost" || strings.HasSuffix(host, ".localhost")) && !p.AllowPrivate { // RFC 6761, 6.3
		return p.CheckIP(netip.IPv6Loopback())
	}
	return nil
}

// ErrAddress is wrapped by the errors of CheckIP, also where a dial failed because of them.
var ErrAddress = errors.New("webhooks go to public addresses only")

// CheckIP tells whether webhooks may go to an IP address: its error wraps ErrAddress.
func (p Policy) CheckIP(ip netip.Addr) error {
	plain := ip.WithZone("").Unmap()
	for _, network := range p.Allowed {
		if network.Contains(plain) {
			return nil
		}
	}
	if p.AllowPrivate && !plain.IsMulticast() && !plain.IsUnspecified() && plain != broadcast {
		return nil
	}
	// A zone belongs to an address of the link, and a mapped address is one of IPv4 in disguise: neither is public.
	if ip.Zone() != "" || ip.Is4In6() || !Public(ip) {
		return fmt.Errorf("%s is no public address: %w", ip, ErrAddress)
	}
	return nil
}

// checkDial is what the dialler asks before each connection, with the address that the name has turned out to stand for:
// so a name that means something else the second time (DNS rebinding) gets nobody in.
func (p Policy) checkDial(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return err
	}
	return p.CheckIP(ip)
}
