package isolation

import (
	"testing"

	"github.com/handledesk/handledesk/internal/registrar"
)

// alike are places at which everybody is answered alike by design, whose thing it is and who asks: the secret that goes
// with the value is what counts.
var alike = map[string]string{
	"SignInInput.code":                  "the cells send a password that does not fit",
	"RequestPasswordRecoveryInput.code": "what depends on the code is done later, for whoever asks",
	"ConfirmReachabilityInput.token":    "the cells know no token",
	"SetPasswordInput.token":            "the cells know no token",
	"RegisterDomainInput.name":          "a name is taken, by whomever",
}

// TestTheCellsAreSound: at every place, beta or staff is answered about what is beta's otherwise than about what never
// was. So it is alpha's being another that makes alpha's answers equal, not a request that nobody could make.
func TestTheCellsAreSound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	told := map[string]bool{}
	keys := map[string]string{}
	for _, cell := range w.cells() {
		r, _ := rowOf(cell.place)
		key := cell.place.String()
		if keys[key] = cell.place.key; told[key] {
			continue
		}
		for _, name := range []string{"beta", "operator"} {
			c := w.callers[name]
			for _, p := range w.foreign(r.names) {
				a, b := w.told(p, w.ask(c, cell.request(c, w.beta, p.foreign)), w.ask(c, cell.request(c, w.beta, p.missing)))
				if told[key] = told[key] || a != b; told[key] {
					break
				}
			}
		}
	}
	for place, key := range keys {
		switch reason, is := alike[key]; {
		case !told[place] && !is:
			t.Errorf("%s: neither beta nor staff is told what is beta's from what never was", place)
		case told[place] && is:
			t.Errorf("%s is said to be answered alike (%s), and is not", place, reason)
		}
	}
}

// TestEachMutationIsCarriedOutForItsOwnAccount: the inputs that cells change in one place are good ones.
func TestEachMutationIsCarriedOutForItsOwnAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	owner, err := w.Service.OpenSession(system(t.Context()), w.beta.handles["released"], registrar.LinkLifetime)
	if err != nil {
		t.Fatal(err)
	}
	w.keep()
	for _, field := range schema.Mutation.Fields {
		for i, in := range inputs[field.Name](w.beta) {
			done := field.Name == "signIn" // see there
			for _, c := range []caller{w.callers["beta"], w.callers["operator"], {name: "owner", secret: owner, owner: true}} {
				got := w.ask(c, mutation(field, c, in))
				done = done || !got.refused() && len(got.rows) > 0
			}
			if !done {
				t.Errorf("%s, input %d: refused for everybody", field.Name, i)
			}
		}
	}
}

// TestIDsOfTheWrongSort: where a handle's id is asked for, another thing's id is answered alike, whether that is there
// or not.
func TestIDsOfTheWrongSort(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.callers["alpha"]
	for _, cell := range w.cells() {
		r, _ := rowOf(cell.place)
		if cell.place.leaf.Name() != "ID" || r.names == anyID {
			continue
		}
		for _, prefix := range []registrar.IDKind{registrar.HandleID, registrar.DomainID, registrar.ResellerID, registrar.KeyID, registrar.EventID} {
			if prefix == prefixes[r.names] {
				continue
			}
			foreign := w.foreignIDs(prefix)[0]
			p := pair{foreign, w.twin(foreign)}
			w.compare(cell.String(), p, w.ask(c, cell.request(c, w.alpha, p.foreign)), w.ask(c, cell.request(c, w.alpha, p.missing)))
		}
	}
}
