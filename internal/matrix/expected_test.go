package matrix

import (
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/registrar"
)

// byRights is what a reseller is answered that holds a key of every scope, by its rights over the handle that the
// mutation is about, or over the OWNER of the domain. Written by hand from domain-rules.md, "Rights"; legend says what
// the words mean. The mutation's name may be followed by what is special about the input, as operations says.
const byRights = `
                              CREATED   EARLY     ATTACHED  RELEASED  OWN       foreign   unknown   malformed
createHandle                  ok        ok        ok        ok        ok        account   account   account
updateHandle                  ok        limited   limited   limited   ok        missing   missing   bad-id
updateHandle: name            ok        limited   limited   limited   locked    missing   missing   bad-id
updateHandle: linked, name    locked    limited   limited   limited   locked    missing   missing   bad-id
deleteHandle                  ok        limited   limited   limited   own       missing   missing   bad-id
deleteHandle: linked          linked    limited   limited   limited   own       missing   missing   bad-id
releaseHandle                 ok        limited   limited   again     own       missing   missing   bad-id
releaseHandle: linked         ok        limited   limited   again     own       missing   missing   bad-id
resetReachability             ok        limited   limited   limited   answered  missing   missing   bad-id
registerDomain: OWNER         ok        limited   limited   limited   ok        missing   missing   bad-id
registerDomain: OWNER as TECH ok        limited   limited   limited   ok        missing   missing   bad-id
registerDomain: TECH          ok        ok        ok        ok        ok        missing   missing   bad-id
updateDomainContacts          ok        ok        ok        ok        ok        missing   missing   bad-id
updateDomainContacts: OWNER   ok        limited   limited   limited   ok        missing   missing   bad-id
updateDomainContacts: TECH    ok        ok        ok        ok        ok        missing   missing   bad-id
renewDomain                   ok        ok        ok        ok        ok        missing   missing   bad-id
setTransferLock               ok        ok        ok        ok        ok        missing   missing   bad-id
setAutoRenew                  ok        ok        ok        ok        ok        missing   missing   bad-id
setNameservers                ok        ok        ok        ok        ok        missing   missing   bad-id
revealAuthCode                ok        ok        ok        ok        ok        missing   missing   bad-id
releaseDomains                cut-off   ok        ok        ok        own       missing   missing   bad-id
releaseDomains: with handles  ok        ok        ok        ok        own       missing   missing   bad-id
createApiKey                  ok        ok        ok        ok        ok        account   account   account
revokeApiKey                  ok        ok        ok        ok        ok        missing   missing   bad-id
rotateApiKey                  ok        ok        ok        ok        ok        missing   missing   bad-id
setRateLimit                  never     never     never     never     never     never     never     never
setRateLimit: reseller        never     never     never     never     never     never     never     never
confirmReachability           ok        ok        ok        ok        used      ok        no-link   no-token
verifyReachability            never     never     never     never     never     never     never     never
reportBounce                  never     never     never     never     never     never     never     never
retryMail                     never     never     never     never     never     never     never     never
setMailSenderName             ok        ok        ok        ok        ok        account   account   account
requestPasswordRecovery       ok        ok        ok        ok        ok        ok        ok        no-code
setPassword                   no-link   ok        no-link   ok        no-link   no-link   no-link   no-token
signIn                        no-sign   ok        no-sign   ok        no-sign   no-sign   no-sign   no-sign
signOut                       never     never     never     never     never     never     never     never
signOut: everywhere           never     never     never     never     never     never     never     never
createWebhookEndpoint         ok        ok        ok        ok        ok        account   account   account
updateWebhookEndpoint         ok        ok        ok        ok        ok        missing   missing   bad-id
deleteWebhookEndpoint         ok        ok        ok        ok        ok        missing   missing   bad-id
rotateWebhookSecret           ok        ok        ok        ok        ok        missing   missing   bad-id
redeliverWebhook              ok        ok        ok        ok        ok        missing   missing   bad-id
sendTestWebhook               ok        ok        ok        ok        ok        missing   missing   bad-id
`

// byCaller is what other callers are answered about a handle over which the reseller has FULL rights and about a domain
// of such a handle, and owners about a released handle and its domain. The stranger is the owner of another handle. The
// password and the link to set one are a released handle's in every column, since there is no use for others.
const byCaller = `
                              read-only expired   revoked   anonymous operator  unknown*  owner     stranger
createHandle                  scope     no-key    no-key    sign-in   ok        missing   never     never
updateHandle                  scope     no-key    no-key    sign-in   ok        missing   ok        missing
updateHandle: name            scope     no-key    no-key    sign-in   ok        missing   ok        missing
updateHandle: linked, name    scope     no-key    no-key    sign-in   locked    missing   locked    missing
deleteHandle                  scope     no-key    no-key    sign-in   ok        missing   ok        missing
deleteHandle: linked          scope     no-key    no-key    sign-in   linked    missing   linked    missing
releaseHandle                 scope     no-key    no-key    sign-in   ok        missing   never     never
releaseHandle: linked         scope     no-key    no-key    sign-in   ok        missing   never     never
resetReachability             scope     no-key    no-key    sign-in   ok        missing   ok        missing
registerDomain: OWNER         scope     no-key    no-key    sign-in   ok        missing   never     never
registerDomain: OWNER as TECH scope     no-key    no-key    sign-in   ok        missing   never     never
registerDomain: TECH          scope     no-key    no-key    sign-in   ok        missing   never     never
updateDomainContacts          scope     no-key    no-key    sign-in   ok        missing   ok        missing
updateDomainContacts: OWNER   scope     no-key    no-key    sign-in   ok        missing   missing   missing
updateDomainContacts: TECH    scope     no-key    no-key    sign-in   ok        missing   missing   missing
renewDomain                   scope     no-key    no-key    sign-in   ok        missing   ok        missing
setTransferLock               scope     no-key    no-key    sign-in   ok        missing   ok        missing
setAutoRenew                  scope     no-key    no-key    sign-in   ok        missing   ok        missing
setNameservers                scope     no-key    no-key    sign-in   ok        missing   ok        missing
revealAuthCode                scope     no-key    no-key    sign-in   ok        missing   ok        missing
releaseDomains                scope     no-key    no-key    sign-in   cut-off   missing   never     never
releaseDomains: with handles  scope     no-key    no-key    sign-in   ok        missing   never     never
createApiKey                  scope     no-key    no-key    sign-in   ok        missing   never     never
revokeApiKey                  scope     no-key    no-key    sign-in   ok        missing   never     never
rotateApiKey                  scope     no-key    no-key    sign-in   ok        missing   never     never
setRateLimit                  never     no-key    no-key    sign-in   ok        missing   never     never
setRateLimit: reseller        never     no-key    no-key    sign-in   ok        missing   never     never
confirmReachability           ok        no-key    no-key    ok        ok        no-link   ok        ok
verifyReachability            never     no-key    no-key    sign-in   ok        missing   never     never
reportBounce                  never     no-key    no-key    sign-in   ok        missing   never     never
retryMail                     never     no-key    no-key    sign-in   ok        missing   never     never
setMailSenderName             scope     no-key    no-key    sign-in   ok        missing   never     never
requestPasswordRecovery       ok        no-key    no-key    ok        ok        ok        ok        ok
setPassword                   ok        no-key    no-key    ok        ok        no-link   ok        ok
signIn                        ok        no-key    no-key    ok        ok        no-sign   ok        ok
signOut                       never     no-key    no-key    sign-in   never     never     ok        ok
signOut: everywhere           never     no-key    no-key    sign-in   never     never     ok        ok
createWebhookEndpoint         scope     no-key    no-key    sign-in   ok        missing   never     never
updateWebhookEndpoint         scope     no-key    no-key    sign-in   ok        missing   never     never
deleteWebhookEndpoint         scope     no-key    no-key    sign-in   ok        missing   never     never
rotateWebhookSecret           scope     no-key    no-key    sign-in   ok        missing   never     never
redeliverWebhook              scope     no-key    no-key    sign-in   ok        missing   never     never
sendTestWebhook               scope     no-key    no-key    sign-in   ok        missing   never     never
`

// outcome is how a mutation is answered: done when both codes are empty.
type outcome struct {
	status int
	top    registrar.Code   // of the top-level error
	user   []registrar.Code // of the userErrors, sorted
}

func done() outcome { return outcome{status: 200} }

func refused(codes ...registrar.Code) outcome { return outcome{status: 200, user: codes} }

// legend says what the words of the tables mean. A handle of origin OWN is the OWNER of a domain, always, so that it is
// refused for two reasons when it is to be deleted; its address has answered.
var legend = map[string]outcome{
	"ok":       done(),
	"limited":  refused(registrar.LimitedRights),
	"missing":  refused(registrar.NotFound),
	"account":  refused(registrar.NotAllowed), // only operators name a reseller
	"locked":   refused(registrar.IdentifierLocked),
	"linked":   refused(registrar.HandleLinked),
	"again":    refused(registrar.AlreadyReleased),
	"own":      refused(registrar.OwnHandle),
	"answered": refused(registrar.ReachabilityNotPending),
	"cut-off":  refused(registrar.OwnerHasNoAccess),
	"no-link":  refused(registrar.LinkUnknown),
	"used":     refused(registrar.LinkWasUsed),
	"no-token": refused(registrar.Invalid),
	"no-code":  refused(registrar.Invalid),      // whatever handles there are
	"no-sign":  refused(registrar.SignInFailed), // there is no such owner, or a reseller has FULL rights
	"bad-id":   {200, registrar.BadUserInput, nil},
	"scope":    {200, registrar.Forbidden, nil},
	"never":    {200, registrar.Forbidden, nil}, // not for this kind of caller
	"sign-in":  {200, registrar.Unauthenticated, nil},
	"no-key":   {401, registrar.Unauthenticated, nil},
}

// exceptions are cells in which more than one rule refuses.
var exceptions = map[string]outcome{
	"deleteHandle/OWN":         refused(registrar.HandleLinked, registrar.OwnHandle),
	"deleteHandle: linked/OWN": refused(registrar.HandleLinked, registrar.OwnHandle),
}

// expected is one cell of a table.
type expected struct {
	row, column string
	outcome
}

// cells reads a table: a header of columns, then a row for each operation.
func cells(t *testing.T, table string) []expected {
	t.Helper()
	const nameWidth = 30
	lines := strings.Split(strings.TrimSpace(table), "\n")
	columns := strings.Fields(lines[0])
	var all []expected
	for _, line := range lines[1:] {
		name, words := strings.TrimSpace(line[:nameWidth]), strings.Fields(line[nameWidth:])
		if len(words) != len(columns) {
			t.Fatalf("the row %q has %d cells, want %d", name, len(words), len(columns))
		}
		for i, word := range words {
			out, known := legend[word]
			if !known {
				t.Fatalf("the legend does not know %q", word)
			}
			if special, found := exceptions[name+"/"+columns[i]]; found {
				out = special
			}
			all = append(all, expected{name, columns[i], out})
		}
	}
	return all
}
