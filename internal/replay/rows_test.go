package replay

import (
	"maps"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/viewer"
)

// row is how a mutation is sent in a fresh world so that it is done.
type row struct {
	prepare func(w *world)        // what must have happened before; nil for nothing
	secret  func(w *world) string // of who asks; nil for nobody
	again   func(w *world) string // of who asks the second time, in the same account; as the first time when nil
	input   func(w *world) object
	shown   string // the payload's field that is a secret, which only the first answer shows
}

func north(w *world) string { return w.north }
func staff(w *world) string { return w.staff }

func handle(more object) func(w *world) object {
	return func(w *world) object { return with(more, "handleId", w.handles["free"]) }
}

func domain(more object) func(w *world) object {
	return func(w *world) object { return with(more, "domainId", w.domains["one.com"]) }
}

func with(more object, name string, value any) object {
	in := object{name: value}
	maps.Copy(in, more)
	return in
}

// rows has every mutation of the schema.
var rows = map[string]row{
	"createHandle":      {secret: north, input: func(*world) object { return newHandle("Hopper") }},
	"updateHandle":      {secret: north, input: handle(object{"email": "new@example.org", "fax": "+33 1 23 45 67 80"})},
	"deleteHandle":      {secret: north, input: handle(nil)},
	"releaseHandle":     {secret: north, input: handle(nil)},
	"resetReachability": {secret: north, input: handle(nil)},
	"registerDomain": {secret: north, input: func(*world) object {
		return object{"name": "brand-new.com", "owner": object{"create": newHandle("Hopper")}}
	}},
	"updateDomainContacts": {secret: north, input: domain(object{"tech": object{"create": newHandle("Hopper")}})},
	"renewDomain":          {secret: north, input: domain(object{"years": 2})},
	"setTransferLock":      {secret: north, input: domain(object{"locked": true})},
	"setAutoRenew":         {secret: north, input: domain(object{"enabled": true})},
	"setNameservers":       {secret: north, input: domain(object{"nameservers": []string{"a.ns.example.net", "b.ns.example.net"}})},
	"revealAuthCode":       {secret: north, input: domain(nil), shown: "authCode"},
	"releaseDomains": {secret: north, input: func(w *world) object {
		return object{"domainIds": []string{w.domains["one.com"], w.domains["two.com"]}, "releaseHandles": true}
	}},
	"createApiKey": {secret: north, input: func(*world) object {
		return object{"name": "for the shop", "scopes": []string{"HANDLES_READ"}}
	}, shown: "secret"},
	"revokeApiKey": {secret: staff, input: keyOfNorth},
	"rotateApiKey": {secret: north, input: keyOfNorth, shown: "secret"},
	"setRateLimit": {secret: staff, input: func(w *world) object {
		return object{"of": object{"resellerId": w.reseller}, "rateLimit": object{"bucket": 5000, "restorePerSecond": 50}}
	}},
	"confirmReachability": {prepare: mailProof, input: token(nil)},
	"verifyReachability":  {secret: staff, input: handle(object{"reason": "Answered by telephone."})},
	"reportBounce": {prepare: mailProof, secret: staff, input: func(w *world) object {
		return object{"messageId": "<" + w.lastMail() + "@mail.example>", "reply": "550 5.1.1 no such user"}
	}},
	"retryMail":               {prepare: killMail, secret: staff, input: func(w *world) object { return object{"mailId": w.lastMail()} }},
	"setMailSenderName":       {secret: north, input: func(*world) object { return object{"name": "North's customer service"} }},
	"requestPasswordRecovery": {input: func(w *world) object { return object{"code": w.code} }},
	"setPassword":             {prepare: mailPassword, input: token(object{"password": ownersPassword})},
	"signIn": {prepare: setPassword, input: func(w *world) object {
		return object{"code": w.code, "password": ownersPassword}
	}, shown: "sessionToken"},
	"createWebhookEndpoint": {secret: north, input: func(*world) object {
		return object{"url": "https://example.com/in", "actions": []string{"HANDLE_CREATED"}}
	}, shown: "secret"},
	"updateWebhookEndpoint": {prepare: listen, secret: north, input: endpoint(object{"description": "The shop", "enabled": false})},
	"deleteWebhookEndpoint": {prepare: listen, secret: north, input: endpoint(nil)},
	"rotateWebhookSecret":   {prepare: listen, secret: north, input: endpoint(nil), shown: "secret"},
	"sendTestWebhook":       {prepare: listen, secret: north, input: endpoint(nil)},
	"redeliverWebhook": {prepare: listen, secret: north, input: func(w *world) object {
		return object{"deliveryId": w.read("SELECT id FROM webhook_deliveries LIMIT 1")[0]}
	}},
	// The session that asked has ended; the owner's other one asks again, and stays open.
	"signOut": {secret: func(w *world) string { return w.first }, again: func(w *world) string { return w.second },
		input: func(*world) object { return object{} }},
}

func newHandle(family string) object {
	return object{
		"kind": "PERSON", "givenName": "Grace", "familyName": family, "email": "grace@example.org", "phone": "+33123456780",
		"address": object{"street": []string{"2 rue de la Paix"}, "city": "Lyon", "postalCode": "69001", "country": "FR"},
	}
}

func keyOfNorth(w *world) object {
	for _, id := range w.read("SELECT id FROM api_keys WHERE reseller_id = '" + w.reseller + "'") {
		return object{"apiKeyId": id}
	}
	w.t.Fatal("north has no key")
	return nil
}

// mailProof has a mail sent whose link proves the address of the free handle.
func mailProof(w *world) {
	w.Must(w.north, `mutation($id: ID!) { resetReachability(input: {handleId: $id}) { userErrors { code } } }`, object{"id": w.handles["free"]})
	w.Settle()
}

// mailPassword has a mail sent whose link sets the owner's password.
func mailPassword(w *world) {
	w.Must("", `mutation($code: String!) { requestPasswordRecovery(input: {code: $code}) { accepted } }`, object{"code": w.code})
	w.Settle()
}

func setPassword(w *world) {
	mailPassword(w)
	w.Must("", `mutation($input: SetPasswordInput!) { setPassword(input: $input) { code } }`,
		object{"input": object{"token": w.LastToken(), "password": ownersPassword}})
	w.Settle()
}

// killMail gives a mail up.
func killMail(w *world) {
	mailProof(w)
	system := viewer.System(w.t.Context())
	if err := w.Store.Write(system, func(tx *store.Tx) error {
		return tx.Mail.UpdateOneID(w.lastMail()).SetState(registrar.MailDead).Exec(system)
	}); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) lastMail() string {
	letters := w.Post.Letters()
	return letters[len(letters)-1].ID
}

// token is an input with the token of the latest mail.
func token(more object) func(w *world) object {
	return func(w *world) object { return with(more, "token", w.LastToken()) }
}

// listen makes a webhook endpoint of north's, to which a test was sent.
func listen(w *world) {
	w.Must(w.north, `mutation { createWebhookEndpoint(input: {url: "https://example.com/in"}) { secret } }`, nil)
	w.Must(w.north, `mutation($id: ID!) { sendTestWebhook(input: {webhookEndpointId: $id}) { delivery { id } } }`,
		object{"id": endpoint(nil)(w)["webhookEndpointId"]})
}

// endpoint is an input about north's webhook endpoint.
func endpoint(more object) func(w *world) object {
	return func(w *world) object {
		return with(more, "webhookEndpointId", w.read("SELECT id FROM webhook_endpoints LIMIT 1")[0])
	}
}
