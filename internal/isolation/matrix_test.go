package isolation

import (
	"testing"

	"github.com/handledesk/handledesk/internal/registrar"
)

// TestWhatIsAnothersIsAnsweredAsWhatNeverWas runs every cell as every caller of alpha's side, with each thing of beta's
// and with its twin.
func TestWhatIsAnothersIsAnsweredAsWhatNeverWas(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, cell := range w.cells() {
		r, _ := rowOf(cell.place)
		scope := cell.scope
		if r.names == anyID {
			scope = registrar.HandlesRead // of most ids; `node` itself asks for the scope of what the id says
		}
		for _, c := range w.asking(scope) {
			for _, p := range w.pairs(c, r.names) {
				what := c.name + ": " + cell.String()
				asked := cell.request(c, w.alpha, p.missing)
				missing := w.ask(c, asked)
				foreign := w.ask(c, cell.request(c, w.alpha, p.foreign))
				w.compare(what, p, foreign, missing)
				w.verifyNothingOfBetas(what, asked, missing)
			}
		}
	}
}
