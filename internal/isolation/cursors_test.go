package isolation

import (
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	aCursor = regexp.MustCompile(`"cursor":"([^"]*)"`)
	aKey    = regexp.MustCompile(`"t":"([^"]*)"`) // a cursor's key, where it is a text
)

// TestCursorsOfAnothersListMarkAPlaceAndNothingElse: a cursor from beta's list, or staff's, leads alpha to where one of
// the same place leads that was made of nobody's row.
func TestCursorsOfAnothersListMarkAPlaceAndNothingElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tried := map[string]int{}
	for _, l := range listings() {
		for _, order := range l.orders() {
			for _, from := range []string{"beta", "operator"} {
				arguments := object{"first": 50}
				if order != nil {
					arguments["orderBy"] = order
				}
				list := w.send(w.callers[from], w.page(l, w.callers[from], w.beta, arguments, "edges { cursor }"))
				several := 0
				for _, found := range aCursor.FindAllStringSubmatch(list.body, -1) {
					p := pair{found[1], w.twinCursor(found[1])}
					if p.missing == "" || several == few {
						continue // alpha's own, or enough
					}
					several++
					tried[l.connection.String()]++
					for _, name := range []string{"after", "before"} {
						asked := func(cursor string) request {
							at := object{name: cursor}
							if order != nil {
								at["orderBy"] = order
							}
							return w.page(l, w.callers["alpha"], w.alpha, at, "")
						}
						missing := w.ask(w.callers["alpha"], asked(p.missing))
						w.compare(l.String()+" "+name, p, w.ask(w.callers["alpha"], asked(p.foreign)), missing)
						w.verifyNothingOfBetas(l.String(), asked(p.missing), missing)
					}
				}
			}
		}
	}
	for _, c := range connections() {
		if tried[c.String()] == 0 {
			t.Errorf("no cursor of %s was tried", c)
		}
	}
}

// twinCursor names a neighbour of the row that a cursor names; nothing when the row is not beta's.
func (w *world) twinCursor(cursor string) string {
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		w.t.Fatal(err)
	}
	id := idForm.FindString(string(raw))
	if !slices.Contains(w.words, id) {
		return ""
	}
	text := strings.ReplaceAll(string(raw), id, w.twin(id))
	if key := aKey.FindStringSubmatch(text); len(key) > 1 && key[1] != w.twin(id) {
		last := key[1][len(key[1])-1:]
		text = strings.Replace(text, key[0], `"t":"`+key[1][:len(key[1])-1]+string(last[0]-1)+`"`, 1)
	}
	return base64.RawURLEncoding.EncodeToString([]byte(text))
}
