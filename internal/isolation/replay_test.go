package isolation

import (
	"fmt"
	"strings"
	"testing"
)

// TestAKeyOfAnotherAccountIsNoReplay: for every mutation, alpha's side sends a request under an Idempotency-Key that beta,
// or staff, has used already, word for word or with alpha's own input. It is answered as under a key that nobody used.
func TestAKeyOfAnotherAccountIsNoReplay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const used, unused = "5f1c3c1e-used-by-another-account", "5f1c3c1e-used-by-nobody-as-yet-"
	for _, field := range schema.Mutation.Fields {
		try := func(second, first string, input *party) {
			c, earlier := w.callers[second], w.callers[first]
			after := func(key string) reply {
				of := w.beta
				if first == "alpha" {
					of = w.alpha
				}
				r := mutation(field, earlier, inputs[field.Name](of)[0])
				r.replay = used
				w.send(earlier, r)
				r = mutation(field, earlier, inputs[field.Name](input)[0])
				r.replay = key
				return w.ask(c, r)
			}
			what := fmt.Sprintf("%s after %s: %s with %s's input", second, first, field.Name, input.word)
			again, fresh := after(used), after(unused)
			w.compare(what, pair{used, unused}, again, fresh)
			if input == w.alpha && second == "alpha" && strings.Contains(again.body, w.beta.handles["free"]) {
				t.Errorf("%s is shown beta's outcome: %s", what, again.body)
			}
		}
		try("alpha", "beta", w.alpha)
		try("alpha", "beta", w.beta)
		try("alpha", "operator", w.alpha)
		try("owner", "beta", w.beta)
		try("anonymous", "beta", w.beta)
		if scopeOf(field) != "" { // a key of the same account that lacks the scope is told so, whatever another one has done
			try("read-only", "alpha", w.alpha)
		}
	}
}

// TestTheSameAccountsKeyIsAReplay: the header is heeded here, so that the tests of others' keys have something to see.
func TestTheSameAccountsKeyIsAReplay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.callers["beta"]
	r := mutation(schema.Mutation.Fields.ForName("createHandle"), c, newHandle("Grace"))
	r.replay = "used-twice-by-the-same-account"
	first := w.send(c, r)
	before := w.dump()
	if second := w.send(c, r); first.refused() || second.body != first.body {
		t.Errorf("answered %s and then %s", first.body, second.body)
	}
	if written := w.dump().since(before); len(written) > 0 {
		t.Errorf("the second time wrote %v", written)
	}
}

// TestARefusalIsRepeatedAlike: what is refused because it is another's is refused under an Idempotency-Key as well, the
// first time and the second, as what never was.
func TestARefusalIsRepeatedAlike(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.callers["alpha"]
	for _, cell := range w.cells() {
		r, _ := rowOf(cell.place)
		if cell.place.parent != schema.Mutation || r.names == newDomainName {
			continue
		}
		p := w.foreign(r.names)[0]
		twice := func(value, key string) [2]reply {
			asked := cell.request(c, w.alpha, value)
			asked.replay = key
			w.send(c, asked)
			kept := w.written()
			again := w.send(c, asked)
			if kept || w.written() {
				again.rows = w.dump().since(w.base)
				w.putBack()
			}
			asked.replay = ""
			return [2]reply{again, w.ask(c, asked)}
		}
		foreign, missing := twice(p.foreign, "refused-"+p.missing), twice(p.missing, "refused-"+p.missing)
		for i := range foreign {
			w.compare(fmt.Sprint(cell, ", again"), p, foreign[i], missing[i])
		}
	}
}
