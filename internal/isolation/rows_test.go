package isolation

import (
	"maps"
	"strings"

	"github.com/handledesk/handledesk/internal/registrar"
)

// row says what the values of a place name. Exactly one field is set.
type row struct {
	names  kind
	cursor bool   // of the list that the field gives
	not    string // why it names nothing that could be another's
}

// record is why what is typed into a record names nothing: TestARecordLikeAnothers compares it as a whole.
const record = "part of a record"

// rows are all places where a text stands, by argument and by field of an input.
var rows = with(map[string]row{
	"(after)":  {cursor: true},
	"(before)": {cursor: true},

	"Query.node(id)":   {names: anyID},
	"Query.nodes(ids)": {names: anyID},

	"HandleBy.id": {names: handleID}, "HandleBy.code": {names: handleCode},
	"DomainBy.id": {names: domainID}, "DomainBy.name": {names: domainName},

	"HandleFilter.search": {names: words}, "HandleFilter.country": {names: country}, "HandleFilter.email": {names: email},
	"DomainFilter.search": {names: words}, "DomainFilter.handle": {names: handleID}, "DomainFilter.tld": {names: tld},
	"EventFilter.entityId": {names: anyID}, "EventFilter.changeId": {names: changeID},

	"CreateHandleInput.resellerId": {names: resellerID}, "RegisterDomainInput.resellerId": {names: resellerID},
	"CreateApiKeyInput.resellerId": {names: resellerID}, "SetMailSenderNameInput.resellerId": {names: resellerID},
	"RateLimitSubject.resellerId": {names: resellerID}, "RateLimitSubject.apiKeyId": {names: keyID},

	"UpdateHandleInput.handleId": {names: handleID}, "DeleteHandleInput.handleId": {names: handleID},
	"ReleaseHandleInput.handleId": {names: handleID}, "ResetReachabilityInput.handleId": {names: handleID},
	"VerifyReachabilityInput.handleId": {names: handleID},
	"ContactInput.handleId":            {names: handleID}, "ContactInput.handleCode": {names: handleCode},
	"RequestPasswordRecoveryInput.code": {names: handleCode}, "SignInInput.code": {names: handleCode},

	"UpdateDomainContactsInput.domainId": {names: domainID}, "RenewDomainInput.domainId": {names: domainID},
	"SetTransferLockInput.domainId": {names: domainID}, "SetAutoRenewInput.domainId": {names: domainID},
	"SetNameserversInput.domainId": {names: domainID}, "RevealAuthCodeInput.domainId": {names: domainID},
	"ReleaseDomainsInput.domainIds": {names: domainID}, "RegisterDomainInput.name": {names: newDomainName},

	"RevokeApiKeyInput.apiKeyId": {names: keyID}, "RotateApiKeyInput.apiKeyId": {names: keyID},
	"CreateWebhookEndpointInput.resellerId":        {names: resellerID},
	"UpdateWebhookEndpointInput.webhookEndpointId": {names: endpointID},
	"DeleteWebhookEndpointInput.webhookEndpointId": {names: endpointID},
	"RotateWebhookSecretInput.webhookEndpointId":   {names: endpointID},
	"SendTestWebhookInput.webhookEndpointId":       {names: endpointID},
	"RedeliverWebhookInput.deliveryId":             {names: deliveryID},
	"CreateWebhookEndpointInput.url":               {not: "an address, which need not be the only one of its kind"},
	"UpdateWebhookEndpointInput.url":               {not: "an address, which need not be the only one of its kind"},
	"CreateWebhookEndpointInput.description":       {not: "a note"},
	"UpdateWebhookEndpointInput.description":       {not: "a note"},

	"RetryMailInput.mailId": {names: mailID}, "ReportBounceInput.messageId": {names: messageID},
	"ConfirmReachabilityInput.token": {names: linkToken}, "SetPasswordInput.token": {names: linkToken},

	"VerifyReachabilityInput.reason": {not: "a note"}, "ReportBounceInput.reply": {not: "a note"},
	"CreateApiKeyInput.name":      {not: "a label, which need not be the only one of its kind"},
	"SetMailSenderNameInput.name": {not: "a label, which need not be the only one of its kind"},
	"SetPasswordInput.password":   {not: "tested with the token"}, "SignInInput.password": {not: "tested with the code"},
	"RegisterDomainInput.nameservers": {not: "names of hosts, whoever has them"},
	"SetNameserversInput.nameservers": {not: "names of hosts, whoever has them"},
}, map[string]string{
	"CreateHandleInput": "givenName familyName organization registrationNumber email phone fax mobile language vatNumber",
	"NewHandleInput":    "givenName familyName organization registrationNumber email phone fax mobile language vatNumber",
	"UpdateHandleInput": "givenName familyName organization registrationNumber email phone fax mobile language vatNumber",
	"AddressInput":      "street city stateProvince postalCode country",
})

// with adds the fields of records.
func with(all map[string]row, records map[string]string) map[string]row {
	for input, fields := range records {
		for field := range strings.FieldsSeq(fields) {
			all[input+"."+field] = row{not: record}
		}
	}
	return all
}

// rowOf looks a place up: by its own key, else by the argument's name alone.
func rowOf(p place) (row, bool) {
	r, there := rows[p.key]
	if at := strings.Index(p.key, "("); !there && at >= 0 {
		r, there = rows[p.key[at:]]
	}
	return r, there
}

// inputs are inputs of every mutation, all about the party's own things, that the party's own key carries out.
var inputs = map[string]func(p *party) []object{
	"createHandle": func(*party) []object { return []object{newHandle("Grace")} },
	"updateHandle": func(p *party) []object {
		return []object{
			{"handleId": p.handles["free"], "fax": "+33 1 23 45 67 80", "email": "new@address.example"},
			{"handleId": p.handles["free"], "givenName": "Grace", "expectedVersion": 1},
		}
	},
	"deleteHandle":      func(p *party) []object { return []object{{"handleId": p.handles["free"]}} },
	"releaseHandle":     func(p *party) []object { return []object{{"handleId": p.handles["free"]}} },
	"resetReachability": func(p *party) []object { return []object{{"handleId": p.handles["free"]}} },
	"registerDomain": func(p *party) []object {
		return []object{{"name": "brand-new.com", "owner": object{"handleId": p.handles["free"]}}}
	},
	"updateDomainContacts": func(p *party) []object {
		return []object{{"domainId": p.domains["linked"], "tech": object{"handleId": p.handles["free"]}}}
	},
	"renewDomain":     func(p *party) []object { return []object{{"domainId": p.domains["linked"]}} },
	"setTransferLock": func(p *party) []object { return []object{{"domainId": p.domains["linked"], "locked": true}} },
	"setAutoRenew":    func(p *party) []object { return []object{{"domainId": p.domains["linked"], "enabled": false}} },
	"setNameservers":  func(p *party) []object { return []object{{"domainId": p.domains["linked"], "nameservers": []string{}}} },
	"revealAuthCode":  func(p *party) []object { return []object{{"domainId": p.domains["linked"]}} },
	"releaseDomains": func(p *party) []object {
		ids := []string{p.domains["early"]}
		return []object{{"domainIds": ids}, {"domainIds": ids, "atomic": true, "releaseHandles": true}}
	},
	"createApiKey": func(*party) []object {
		return []object{{"name": "for the shop", "scopes": []string{"HANDLES_READ"}}}
	},
	"revokeApiKey":       func(p *party) []object { return []object{{"apiKeyId": p.other}} },
	"rotateApiKey":       func(p *party) []object { return []object{{"apiKeyId": p.other}} },
	"setRateLimit":       func(p *party) []object { return []object{{"of": object{"apiKeyId": p.other}, "rateLimit": bucket}} },
	"verifyReachability": func(p *party) []object { return []object{{"handleId": p.handles["free"], "reason": "By telephone."}} },
	"reportBounce": func(p *party) []object {
		return []object{{"messageId": p.dead, "reply": "550 5.1.1 no such user"}}
	},
	"retryMail":               func(p *party) []object { return []object{{"mailId": p.dead}} },
	"setMailSenderName":       func(*party) []object { return []object{{"name": "Customer service"}} },
	"requestPasswordRecovery": func(p *party) []object { return []object{{"code": p.code}} },
	"confirmReachability":     func(p *party) []object { return []object{{"token": p.proof}} },
	"setPassword": func(p *party) []object {
		return []object{{"token": p.invite, "password": "violet trams count nine owls"}}
	},
	// With a password that does not fit: with the right one, code and password are credentials, whoever sends them.
	"signIn":  func(p *party) []object { return []object{{"code": p.code, "password": "not " + ownersPassword}} },
	"signOut": func(*party) []object { return []object{{"everywhere": true}} },

	"createWebhookEndpoint": func(*party) []object { return []object{{"url": "https://new.example/in"}} },
	"updateWebhookEndpoint": func(p *party) []object {
		return []object{{"webhookEndpointId": p.endpoint, "description": "For the shop"}, {"webhookEndpointId": p.endpoint, "enabled": false, "expectedVersion": 1}}
	},
	"deleteWebhookEndpoint": func(p *party) []object { return []object{{"webhookEndpointId": p.endpoint}} },
	"rotateWebhookSecret":   func(p *party) []object { return []object{{"webhookEndpointId": p.endpoint}} },
	"sendTestWebhook":       func(p *party) []object { return []object{{"webhookEndpointId": p.endpoint}} },
	"redeliverWebhook":      func(p *party) []object { return []object{{"deliveryId": p.delivery}} },
}

var bucket = object{"bucket": 5000, "restorePerSecond": 100}

// templates are inputs within inputs, for places that no input of a mutation has.
var templates = map[string]object{"NewHandleInput": newHandle("Grace"), "RateLimitInput": bucket}

func newHandle(givenName string) object {
	return object{
		"kind": "PERSON", "givenName": givenName, "familyName": "Hopper", "email": "grace@example.org", "phone": "+33123456780",
		"address": object{"street": []string{"2 rue de la Paix"}, "city": "Paris", "postalCode": "75002", "country": "FR"},
	}
}

// likeAnothers is beta's record of a person, word for word, as a new handle.
func likeAnothers(d registrar.HandleData) object {
	in := newHandle(d.GivenName)
	maps.Copy(in, object{
		"familyName": d.FamilyName, "email": d.Email, "phone": d.Phone, "language": d.Language,
		"address": object{
			"street": d.Address.Street, "city": d.Address.City, "postalCode": d.Address.PostalCode, "country": d.Address.Country,
		},
	})
	return in
}
