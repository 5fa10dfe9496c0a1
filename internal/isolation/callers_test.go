package isolation

import (
	"slices"
	"time"

	"github.com/handledesk/handledesk/internal/registrar"
)

// caller is who asks.
type caller struct {
	name, secret string
	scopes       []registrar.Scope // of a key
	owner        bool
}

// sees tells whether the caller may ask for what needs the scope; an empty scope is needed by nothing.
func (c caller) sees(scope registrar.Scope) bool {
	return scope == "" || c.owner && scope != registrar.KeysRead || slices.Contains(c.scopes, scope)
}

// makeCallers signs everybody in once, so that noting the first use of a key disturbs no comparison.
func (w *world) makeCallers() {
	w.t.Helper()
	reading := []registrar.Scope{registrar.HandlesRead, registrar.DomainsRead, registrar.KeysRead, registrar.EventsRead}
	add := func(c caller) { w.callers[c.name] = c }
	add(caller{name: "alpha", secret: w.alpha.key, scopes: registrar.Scopes})
	add(caller{name: "beta", secret: w.beta.key, scopes: registrar.Scopes})
	add(caller{name: "operator", secret: w.Key("", registrar.Scopes...), scopes: registrar.Scopes})
	add(caller{name: "read-only", secret: w.Key(w.alpha.reseller, reading...), scopes: reading})
	for _, scope := range registrar.Scopes {
		add(caller{name: string(scope), secret: w.Key(w.alpha.reseller, scope), scopes: []registrar.Scope{scope}})
	}
	token, err := w.Service.OpenSession(system(w.t.Context()), w.alpha.handles["released"], 24*time.Hour)
	if err != nil {
		w.t.Fatal(err)
	}
	add(caller{name: "owner", secret: token, owner: true})
	add(caller{name: "anonymous"})
	w.enrich()
	for _, c := range w.callers {
		w.Do(c.secret, "{ viewer { __typename } }", nil)
	}
	w.Service.Wait()
}

// enrich lets every key pay for as much as the tests ask.
func (w *world) enrich() {
	w.t.Helper()
	for _, table := range []string{"api_keys", "resellers"} {
		if _, err := w.past.ExecContext(w.t.Context(), "UPDATE "+table+" SET rate_bucket = 1000000, rate_restore = 1000000"); err != nil {
			w.t.Fatal(err)
		}
	}
}
