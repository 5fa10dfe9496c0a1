package server

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/handledesk/handledesk/internal/peer"
)

const forwardedFor = "X-Forwarded-For"

// maxHops is how many entries of X-Forwarded-For are looked at.
const maxHops = 20

// locate finds out from which address a request comes. A proxy that is trusted says for whom it asks by the last entry
// of X-Forwarded-For; what stands before it anybody may have written, unless the one that it names is trusted as well.
func locate(trusted []netip.Prefix, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(peer.With(r.Context(), caller(trusted, r))))
	})
}

func caller(trusted []netip.Prefix, r *http.Request) netip.Addr {
	connection, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	address := connection.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values(forwardedFor), ","), ",")
	if len(hops) > maxHops {
		hops = hops[len(hops)-maxHops:]
	}
	for _, hop := range slices.Backward(hops) {
		believed := slices.ContainsFunc(trusted, func(p netip.Prefix) bool { return p.Contains(address) })
		named, err := netip.ParseAddr(strings.TrimSpace(hop))
		if !believed || err != nil {
			break
		}
		address = named.Unmap()
	}
	return address
}
