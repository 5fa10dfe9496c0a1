package webhook

import "net/netip"

// Public tells whether an IP address is one of the public internet, by IANA's registries of special-purpose addresses
// (RFC 6890) and of IPv6 unicast space: an IPv4 address unless it is set apart, an IPv6 address if it lies in the space
// that is given out, 2000::/3, and is not set apart there. What carries an IPv4 address within (mapped, NAT64, 6to4,
// Teredo) is not public, whatever it carries.
func Public(ip netip.Addr) bool {
	apart := apart4
	if ip.Is6() {
		if !given6.Contains(ip) {
			return false
		}
		apart = apart6
	}
	for _, network := range apart {
		if network.Contains(ip) {
			return false
		}
	}
	return ip.IsValid()
}

var (
	given6    = netip.MustParsePrefix("2000::/3")
	broadcast = netip.AddrFrom4([4]byte{255, 255, 255, 255})
)

// apart4 are the IPv4 addresses that are not public.
var apart4 = []netip.Prefix{
	ipv4(8, 0, 0, 0),       // this network, RFC 791: 0.0.0.0 reaches this machine
	ipv4(8, 10, 0, 0),      // private, RFC 1918
	ipv4(10, 100, 64, 0),   // behind a provider's NAT (CGNAT), RFC 6598
	ipv4(8, 127, 0, 0),     // loopback, RFC 1122
	ipv4(16, 169, 254, 0),  // link-local, RFC 3927; clouds tell their secrets at 169.254.169.254
	ipv4(12, 172, 16, 0),   // private, RFC 1918
	ipv4(24, 192, 0, 0),    // protocol assignments, RFC 6890
	ipv4(24, 192, 0, 2),    // documentation, RFC 5737
	ipv4(24, 192, 88, 99),  // 6to4 relays, RFC 7526
	ipv4(16, 192, 168, 0),  // private, RFC 1918
	ipv4(15, 198, 18, 0),   // benchmarks, RFC 2544
	ipv4(24, 198, 51, 100), // documentation, RFC 5737
	ipv4(24, 203, 0, 113),  // documentation, RFC 5737
	ipv4(4, 224, 0, 0),     // multicast, RFC 1112
	ipv4(4, 240, 0, 0),     // reserved, RFC 1112, and broadcast
}

// apart6 are the addresses within 2000::/3 that are not public.
var apart6 = []netip.Prefix{
	ipv6(23, 0x20, 0x01, 0x00, 0x00), // protocol assignments, RFC 2928: Teredo, ORCHID, benchmarks
	ipv6(32, 0x20, 0x01, 0x0d, 0xb8), // documentation, RFC 3849
	ipv6(16, 0x20, 0x02, 0x00, 0x00), // 6to4, RFC 3056: an IPv4 address within
	ipv6(20, 0x3f, 0xff, 0x00, 0x00), // documentation, RFC 9637
}

func ipv4(bits int, a, b, c byte) netip.Prefix {
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{a, b, c}), bits)
}

func ipv6(bits int, a, b, c, d byte) netip.Prefix {
	return netip.PrefixFrom(netip.AddrFrom16([16]byte{a, b, c, d}), bits)
}
