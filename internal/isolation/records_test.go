package isolation

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

// likeNobodys makes of a text about beta one about nobody, with the same letters first.
var likeNobodys = strings.NewReplacer("quillon", "quollon")

// TestARecordLikeAnothers types beta's customers' records in again, wherever a record is taken: word for word they are
// taken like records of people whom nobody knows, with no word of duplicates, candidates or reuse.
func TestARecordLikeAnothers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tried := map[string]bool{}
	sorts := []string{"free", "linked", "failed", "gone"}
	for i, p := range places() {
		if p.parent != schema.Mutation || p.path[len(p.path)-1] != "givenName" {
			continue
		}
		for j, onDuplicate := range schema.Types["OnDuplicate"].EnumValues {
			name := sorts[(i/7+j)%len(sorts)] // in turn: each place with each choice, and every sort of record
			record := w.person("quillon", name)
			c := w.callers["alpha"]
			foreign := w.ask(c, w.recording(p, c, likeAnothers(record), onDuplicate.Name))
			record.GivenName, record.FamilyName = likeNobodys.Replace(record.GivenName), likeNobodys.Replace(record.FamilyName)
			record.Email, record.Address.City = likeNobodys.Replace(record.Email), likeNobodys.Replace(record.Address.City)
			record.Address.Street = []string{likeNobodys.Replace(record.Address.Street[0])}
			asked := w.recording(p, c, likeAnothers(record), onDuplicate.Name)
			missing := w.ask(c, asked)
			what := fmt.Sprintf("%s like %s, %s", p, name, onDuplicate.Name)
			w.compare(what, pair{"quillon", "quollon"}, foreign, missing)
			w.verifyNothingOfBetas(what, asked, missing)
			if tried[name] = true; missing.refused() {
				t.Errorf("%s: a record of nobody's is refused: %s", what, missing.body)
			}
		}
	}
	if len(tried) < len(sorts) {
		t.Errorf("only these records were tried: %v", tried)
	}
}

// recording sends a record to a place where one is taken.
func (w *world) recording(p place, c caller, record object, onDuplicate string) request {
	argument := p.field.Arguments.ForName("input")
	in, _ := put(p.path[1:], argument.Type, inputs[p.field.Name](w.alpha)[0], "Grace", false).(object)
	at := in
	for _, name := range p.path[1 : len(p.path)-1] {
		at, _ = at[name].(object)
	}
	maps.Copy(at, record)
	if strings.HasPrefix(p.key, "UpdateHandleInput.") {
		delete(at, "onDuplicate")
	} else {
		at["onDuplicate"] = onDuplicate
	}
	return mutation(p.field, c, in)
}

// TestAKnownIdentityTellsThatItAnsweredAndNoMore: who has proved an address once is VALIDATED at once, with any reseller.
// That is the rule (domain rules, reachability), and all that the answer tells apart.
func TestAKnownIdentityTellsThatItAnsweredAndNoMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c, field := w.callers["alpha"], schema.Mutation.Fields.ForName("createHandle")
	proved := likeAnothers(w.person("quillon", "released")) // VALIDATED, in beta's list
	unknown := maps.Clone(proved)
	unknown["familyName"] = likeNobodys.Replace(fmt.Sprint(proved["familyName"]))
	foreign, missing := w.ask(c, mutation(field, c, proved)), w.ask(c, mutation(field, c, unknown))
	for _, r := range []reply{foreign, missing} {
		if r.refused() {
			t.Fatalf("refused: %s", r.body)
		}
	}
	if !strings.Contains(foreign.body, `"reachability":{"__typename":"Reachability","state":"VALIDATED"`) ||
		!strings.Contains(missing.body, `"reachability":{"__typename":"Reachability","state":"PENDING"`) {
		t.Errorf("the identity that has answered gives %s, the other one %s", foreign.body, missing.body)
	}
	w.verifyNothingOfBetas("createHandle", mutation(field, c, proved), foreign)
	for _, told := range []string{w.beta.reseller, w.beta.handles["released"], w.beta.code, "quillon.is"} {
		if strings.Contains(foreign.body, told) {
			t.Errorf("the answer names %s: %s", told, foreign.body)
		}
	}
}

// TestTheExceptionCountsAndNamesNothing: of a handle in alpha's list that a domain of beta's lists, alpha is told that it
// is linked and by how many domains it may not see: and not by which.
func TestTheExceptionCountsAndNamesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.callers["alpha"]
	asked := request{
		document: `mutation($v: DeleteHandleInput!) { deleteHandle(input: $v) { userErrors { code message
			... on HandleLinkedError { domains { id name } hiddenCount } } } }`,
		variables: object{"v": object{"handleId": w.shared["alpha"]}},
	}
	got := w.ask(c, asked)
	if !strings.Contains(got.body, `"domains":[],"hiddenCount":1`) || len(got.rows) > 0 {
		t.Errorf("deleting answered %s and wrote %v", got.body, got.rows)
	}
	w.verifyNothingOfBetas("deleteHandle", asked, got)
	all := request{
		document:  `query($id: ID!) { node(id: $id) { ... on Handle { ` + selection("Handle", deep, c) + ` } } }`,
		variables: object{"id": w.shared["alpha"]},
	}
	got = w.ask(c, all)
	if !strings.Contains(got.body, `"LINKED"]`) || strings.Contains(got.body, "HandleDomainEdge") {
		t.Errorf("the shared handle is shown as %s", got.body)
	}
	w.verifyNothingOfBetas("the shared handle", all, got)
	for linked, want := range map[bool]bool{true: true, false: false} {
		list := w.ask(c, request{
			document:  `query($l: Boolean) { handles(first: 50, filter: {linked: $l}) { edges { node { id } } } }`,
			variables: object{"l": linked},
		})
		if strings.Contains(list.body, w.shared["alpha"]) != want {
			t.Errorf("among handles with linked %t is the shared one: %t", linked, !want)
		}
	}
}
