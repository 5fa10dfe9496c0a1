package isolation

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/secret"
)

// kind is what a value names. It says which values name another account's things.
type kind string

const (
	anyID         kind = "any id"
	handleID      kind = "id of a handle"
	domainID      kind = "id of a domain"
	resellerID    kind = "id of a reseller"
	keyID         kind = "id of an API key"
	mailID        kind = "id of a mail"
	endpointID    kind = "id of a webhook endpoint"
	deliveryID    kind = "id of a webhook's delivery"
	changeID      kind = "id of a change"
	handleCode    kind = "code of a handle"
	domainName    kind = "name of a domain"
	newDomainName kind = "name of a domain to register"
	messageID     kind = "Message-ID of a mail"
	email         kind = "e-mail address"
	words         kind = "words to search by"
	country       kind = "country"
	tld           kind = "top-level domain"
	linkToken     kind = "token of a mailed link"
)

// typeOf is the node that a kind of value names; kinds that are not here name no single one.
var typeOf = map[kind]string{
	handleID: "Handle", domainID: "Domain", resellerID: "Reseller", keyID: "ApiKey", mailID: "Mail", changeID: "Event",
	endpointID: "WebhookEndpoint", deliveryID: "WebhookDelivery",
	handleCode: "Handle", domainName: "Domain", newDomainName: "Domain", messageID: "Mail", email: "Handle", linkToken: "Handle",
}

// prefixes are those of the ids.
var prefixes = map[kind]registrar.IDKind{
	handleID: registrar.HandleID, domainID: registrar.DomainID, resellerID: registrar.ResellerID, keyID: registrar.KeyID,
	mailID: registrar.MailID, changeID: registrar.ChangeID, endpointID: registrar.EndpointID, deliveryID: registrar.DeliveryID,
}

// nodePrefixes are what the ids of each type of node begin with.
var nodePrefixes = map[string]registrar.IDKind{
	"Handle": registrar.HandleID, "Domain": registrar.DomainID, "Reseller": registrar.ResellerID, "ApiKey": registrar.KeyID,
	"Mail": registrar.MailID, "Event": registrar.EventID,
	"WebhookEndpoint": registrar.EndpointID, "WebhookDelivery": registrar.DeliveryID,
}

// pair is a value that names another account's thing, and one of the same form that names nothing and never did.
type pair struct{ foreign, missing string }

var (
	idForm   = regexp.MustCompile(`\b([a-z]{3})_[0-7][0-9a-hjkmnp-tv-z]{25}\b`)
	codeForm = regexp.MustCompile(`^[A-Z]{2,4}[1-9][0-9]*-HD$`)
)

// few is how many ids of one sort are tried; of handles and domains, all are.
const few = 3

// foreignIDs are beta's, by what they begin with, those of deleted things too.
func (w *world) foreignIDs(prefix registrar.IDKind) []string {
	var ids []string
	for _, word := range w.words {
		if idForm.MatchString(word) && len(word) == 30 && word[:3] == string(prefix) {
			ids = append(ids, word)
		}
	}
	if prefix != registrar.HandleID && prefix != registrar.DomainID && len(ids) > few {
		ids = ids[:few]
	}
	return ids
}

// everyID is one id or a few of each sort that the database knows, working records included.
func (w *world) everyID() []string {
	sorts := map[registrar.IDKind]bool{}
	for _, word := range w.words {
		if idForm.MatchString(word) && len(word) == 30 {
			sorts[registrar.IDKind(word[:3])] = true
		}
	}
	var ids []string
	for _, sort := range slices.Sorted(maps.Keys(sorts)) {
		ids = append(ids, w.foreignIDs(sort)...)
	}
	return ids
}

// foreign lists values that name what is beta's.
func (w *world) foreign(k kind) []pair {
	var values []string
	switch k {
	case anyID:
		values = w.everyID()
	case handleCode:
		for _, row := range w.read("SELECT code FROM handles WHERE family_name LIKE '%quillon' ORDER BY id") {
			values = append(values, fmt.Sprint(row["code"]))
		}
		values = append(values, strings.ToLower(w.beta.code))
	case domainName:
		values = []string{"quillon.com", "QUILLON.com", "early-quillon.net", "hidden-quillon.com", "quillon.is"}
	case newDomainName:
		// That a name is registered is public, whoever manages it: compared with one that the caller itself manages.
		return []pair{{"held-quillon.org", "held-marlowe.org"}}
	case messageID:
		values = []string{w.beta.dead, "<" + w.beta.dead + "@mail.example>"}
	case email:
		values = []string{"free@mail-quillon.example", "LINKED@mail-quillon.example", "own@mail-quillon.example"}
	case words:
		values = []string{
			"quillon", "quill", "quillonville", "free quillon", "ada quillon", "free@mail-quillon.example", "hidden-quillon", "early-quillon.net",
			w.beta.code, "registrations quillon",
		}
	case country, tld:
		return []pair{{"is", "mt"}, {"IS", "MT"}}
	case linkToken:
		return w.tokens()
	case changeID:
		for _, id := range []string{w.beta.handles["linked"], w.beta.domains["linked"], w.beta.other} {
			values = append(values, fmt.Sprint(w.read("SELECT change_id FROM events WHERE entity_id = '" + id + "'")[0]["change_id"]))
		}
	default:
		values = w.foreignIDs(prefixes[k])
	}
	pairs := make([]pair, len(values))
	for i, value := range values {
		pairs[i] = pair{value, w.twin(value)}
	}
	return pairs
}

// besides are the things of the owner's own reseller that are none of the owner's.
func (w *world) besides(k kind) []pair {
	values := map[kind][]string{
		handleID: {w.alpha.handles["free"], w.alpha.handles["linked"], w.shared["alpha"]},
		domainID: {w.alpha.domains["linked"], w.alpha.domains["failed"]},
		keyID:    {w.alpha.other}, mailID: {w.alpha.dead}, endpointID: {w.alpha.endpoint}, deliveryID: {w.alpha.delivery},
		domainName: {"marlowe.com"},
	}[k]
	if k == anyID {
		values = []string{w.alpha.handles["free"], w.alpha.domains["linked"]}
	}
	var pairs []pair
	for _, value := range values {
		pairs = append(pairs, pair{value, w.twin(value)})
	}
	return pairs
}

// tokens are what somebody could try who knows everything of beta's but the token: an id, and a token of another sort.
func (w *world) tokens() []pair {
	nobodys, _ := secret.NewServerKey(rand.NewChaCha8([32]byte{2})).Token("nobody's")
	other, _ := secret.NewServerKey(rand.NewChaCha8([32]byte{2})).Token("nobody else's")
	pairs := []pair{{other, nobodys}}
	for _, id := range w.foreignIDs(registrar.TokenID) {
		pairs = append(pairs, pair{id, w.twin(id)})
	}
	return pairs
}

// twin is a value of the same form and length that nothing has and nothing ever had: a neighbour, so that it stands at
// the same place in every order.
func (w *world) twin(value string) string {
	w.t.Helper()
	at, letters := 0, "bcdfghjkmnpqrstvwxz"
	switch id := idForm.FindStringIndex(value); {
	case id != nil:
		at, letters = id[1]-1, "0123456789abcdefghjkmnpqrstvwxyz"
	case codeForm.MatchString(strings.ToUpper(value)):
		at, letters = strings.Index(value, "-")-1, "0123456789"
	case strings.Contains(strings.ToLower(value), "quillon"):
		at = strings.Index(strings.ToLower(value), "quillon")
	}
	for _, letter := range letters {
		other := value[:at] + string(letter) + value[at+1:]
		if strings.HasPrefix(value, strings.ToUpper(value[:1])) && at == 0 && value[:1] != strings.ToLower(value[:1]) {
			other = strings.ToUpper(string(letter)) + value[1:]
		}
		if other != value && !strings.Contains(w.stored, strings.ToLower(other)) {
			return other
		}
	}
	w.t.Fatalf("no twin of %q", value)
	return ""
}

// TestTwinsNameNothing holds what every comparison stands on: the one of a pair is stored, the other is not.
func TestTwinsNameNothing(t *testing.T) {
	w := newWorld(t)
	for _, name := range nodeTypes() {
		if len(w.foreignIDs(nodePrefixes[name])) == 0 {
			t.Errorf("beta has no %s, or nodePrefixes does not say what its ids begin with", name)
		}
	}
	for _, k := range []kind{
		anyID, handleID, domainID, resellerID, keyID, mailID, endpointID, deliveryID, changeID, handleCode, domainName, newDomainName, messageID, email, words,
	} {
		pairs := w.foreign(k)
		if len(pairs) == 0 {
			t.Errorf("beta has nothing that is named by the %s", k)
		}
		for _, p := range pairs {
			foreign := strings.ToLower(strings.TrimSuffix(strings.Trim(p.foreign, "<>"), "@mail.example"))
			if k == newDomainName || k == words {
				foreign = strings.Fields(foreign)[0]
			}
			if !strings.Contains(w.stored, foreign) {
				t.Errorf("%s: nothing is named by %q", k, p.foreign)
			}
			if k != newDomainName && strings.Contains(w.stored, strings.ToLower(p.missing)) || len(p.foreign) > len(p.missing)+2 {
				t.Errorf("%s: %q is no twin of %q", k, p.missing, p.foreign)
			}
		}
	}
}
