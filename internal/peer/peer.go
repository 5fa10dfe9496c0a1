// Package peer carries the network address from which the request being served came, so that what may be tried only so
// often can be counted by it.
package peer

import (
	"context"
	"net/netip"
)

type contextKey struct{}

// With returns a context that carries the address.
func With(ctx context.Context, address netip.Addr) context.Context {
	return context.WithValue(ctx, contextKey{}, address)
}

// From returns the address, the zero Addr outside of a request.
func From(ctx context.Context) netip.Addr {
	address, _ := ctx.Value(contextKey{}).(netip.Addr)
	return address
}

// Network returns what tries are counted by: an IPv4 address, or the /64 of an IPv6 address, which is what one customer
// of a provider has at least (RFC 6177). It is empty outside of a request.
func Network(ctx context.Context) string {
	address := From(ctx).Unmap().WithZone("")
	if !address.IsValid() {
		return ""
	}
	bits := address.BitLen()
	if address.Is6() {
		bits = 64
	}
	prefix, err := address.Prefix(bits)
	if err != nil {
		return ""
	}
	return prefix.String()
}
