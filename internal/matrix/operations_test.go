package matrix

import (
	"maps"

	"github.com/handledesk/handledesk/internal/registrar"
)

// who is a column of the tables: whose secret is sent, and what the mutation is about.
type who struct {
	secret             string // by name in world.secrets; empty for an anonymous caller
	free               string // a handle that no domain lists; by id
	linked             string // the OWNER of domain; by id
	domain             string // by id
	home               string // a domain that the caller surely manages or owns; by id
	helper             string // a handle over which the reseller has FULL rights; by id
	key                string // an API key to revoke, rotate or limit; by id
	account            string // the reseller to name; nothing when empty
	endpoint, delivery string // a webhook endpoint, and a delivery to it; by id
	mailed
}

// columns are the callers of both tables.
func (w *world) columns() map[string]who {
	alpha := func(handle, linked, domain string) who {
		return who{
			mailed: w.mailed[handle],
			secret: "alpha", free: w.handles[handle], linked: w.handles[linked], domain: w.domains[domain],
			home: w.domains["kept.com"], helper: w.handles["none"], key: w.keyIDs["alpha's other"],
			endpoint: w.endpoints["alpha"], delivery: w.deliveries["alpha"],
		}
	}
	created := alpha("created", "created linked", "created.com")
	as := func(secret string, other who) who {
		other.secret = secret
		if other.mailed == created.mailed {
			other.invite, other.code = w.mailed["released"].invite, w.mailed["released"].code
		}
		return other
	}
	foreign := alpha("foreign", "foreign linked", "foreign.com")
	foreign.key, foreign.account = w.keyIDs["beta's other"], w.resellers["beta"]
	foreign.endpoint, foreign.delivery = w.endpoints["beta"], w.deliveries["beta"]
	unknown := who{
		mailed: w.nobodysMail(),
		secret: "alpha", free: unknownID(registrar.HandleID), linked: unknownID(registrar.HandleID),
		domain: unknownID(registrar.DomainID), home: created.home, helper: created.helper,
		key: unknownID(registrar.KeyID), account: unknownID(registrar.ResellerID),
		endpoint: unknownID(registrar.EndpointID), delivery: unknownID(registrar.DeliveryID),
	}
	malformed := who{
		mailed: mailed{proof: "hdt_", invite: w.secrets["alpha"], code: "Ünsinn", sent: "@", dead: w.handles["created"]},
		secret: "alpha", free: w.domains["early.com"], linked: "hdl_", domain: w.handles["created"],
		home: created.home, helper: created.helper, key: "17", account: "rsl_nobody",
		endpoint: w.deliveries["alpha"], delivery: w.endpoints["alpha"],
	}
	operator := as("operator", created)
	operator.account = w.resellers["alpha"]
	owns := alpha("released", "released linked", "released.com")
	owns.home, owns.helper = owns.domain, owns.free
	return map[string]who{
		"CREATED":  created,
		"EARLY":    alpha("early", "early linked", "early.com"),
		"ATTACHED": alpha("attached", "attached linked", "attached.com"),
		"RELEASED": alpha("released", "released linked", "released.com"),
		"OWN":      alpha("alpha own", "alpha own", "alpha-own.com"),
		"foreign":  foreign,
		"unknown":  unknown,
		// Ids of the wrong kind or form, although there are such things.
		"malformed": malformed,

		"read-only": as("read-only", created),
		"expired":   as("expired", created),
		"revoked":   as("revoked", created),
		"anonymous": as("", created),
		"operator":  operator,
		"unknown*":  as("operator", unknown),
		// The owner of a handle signs in with a session of that handle: see operation.session.
		"owner":    as("owner of released", owns),
		"stranger": as("owner of early", owns),
	}
}

// operation is a row of the tables: a mutation and an input for it that is refused for no other reason than rights.
type operation struct {
	field string
	input func(c who) map[string]any
	// event is the action of the first event that the mutation writes.
	event registrar.EventAction
	// linked says that it is about a handle that a domain lists, or about a domain: then it is the owner of that one
	// who asks.
	linked bool
}

type object = map[string]any

// operations are the rows of the tables by name.
var operations = map[string]operation{
	"createHandle": {"createHandle", func(c who) object { return account(c, newHandle()) }, registrar.HandleCreated, false},

	"updateHandle": {"updateHandle", func(c who) object {
		return object{"handleId": c.free, "fax": "+33 1 23 45 67 80"}
	}, registrar.HandleUpdated, false},
	"updateHandle: name": {"updateHandle", func(c who) object {
		return object{"handleId": c.free, "givenName": "Augusta"}
	}, registrar.HandleUpdated, false},
	"updateHandle: linked, name": {"updateHandle", func(c who) object {
		return object{"handleId": c.linked, "givenName": "Augusta", "fax": "+33 1 23 45 67 80"}
	}, registrar.HandleUpdated, true},

	"deleteHandle":          {"deleteHandle", handleFree, registrar.HandleDeleted, false},
	"deleteHandle: linked":  {"deleteHandle", handleLinked, registrar.HandleDeleted, true},
	"releaseHandle":         {"releaseHandle", handleFree, registrar.HandleReleased, false},
	"releaseHandle: linked": {"releaseHandle", handleLinked, registrar.HandleReleased, true},
	"resetReachability":     {"resetReachability", handleFree, registrar.ReachabilityReset, false},

	"registerDomain: OWNER": {"registerDomain", func(c who) object {
		return register(c, object{"owner": object{"handleId": c.free}})
	}, registrar.DomainRegistered, true},
	"registerDomain: OWNER as TECH": {"registerDomain", func(c who) object {
		return register(c, object{"owner": object{"sameAs": "TECH"}, "tech": object{"handleId": c.free}})
	}, registrar.DomainRegistered, true},
	"registerDomain: TECH": {"registerDomain", func(c who) object {
		return register(c, object{"owner": object{"handleId": c.helper}, "tech": object{"handleId": c.free}})
	}, registrar.DomainRegistered, true},

	"updateDomainContacts": {"updateDomainContacts", func(c who) object {
		return object{"domainId": c.domain, "tech": object{"sameAs": "OWNER"}}
	}, registrar.DomainContactsUpdated, true},
	"updateDomainContacts: OWNER": {"updateDomainContacts", func(c who) object {
		return object{"domainId": c.home, "owner": object{"handleId": c.free}}
	}, registrar.DomainContactsUpdated, true},
	"updateDomainContacts: TECH": {"updateDomainContacts", func(c who) object {
		return object{"domainId": c.home, "tech": object{"handleId": c.free}}
	}, registrar.DomainContactsUpdated, true},

	"renewDomain": {"renewDomain", aboutDomain(object{"years": 1}), registrar.DomainRenewed, true},

	"setTransferLock": {"setTransferLock", aboutDomain(object{"locked": true}), registrar.DomainUpdated, true},
	"setAutoRenew":    {"setAutoRenew", aboutDomain(object{"enabled": false}), registrar.DomainUpdated, true},
	"setNameservers": {"setNameservers", aboutDomain(object{
		"nameservers": []string{"a.ns.example.net", "b.ns.example.net"},
	}), registrar.DomainUpdated, true},
	"revealAuthCode": {"revealAuthCode", aboutDomain(nil), registrar.AuthCodeRevealed, true},

	"releaseDomains": {"releaseDomains", func(c who) object {
		return object{"domainIds": []string{c.domain}}
	}, registrar.DomainReleased, true},
	"releaseDomains: with handles": {"releaseDomains", func(c who) object {
		return object{"domainIds": []string{c.domain}, "releaseHandles": true}
	}, registrar.DomainReleased, true},

	"createApiKey": {"createApiKey", func(c who) object {
		return account(c, object{"name": "for the shop", "scopes": []string{"HANDLES_READ"}})
	}, registrar.APIKeyCreated, false},
	"revokeApiKey": {"revokeApiKey", func(c who) object { return object{"apiKeyId": c.key} }, registrar.APIKeyRevoked, false},
	"rotateApiKey": {"rotateApiKey", func(c who) object { return object{"apiKeyId": c.key} }, registrar.APIKeyRotated, false},
	"setRateLimit": {"setRateLimit", func(c who) object {
		return object{"of": object{"apiKeyId": c.key}, "rateLimit": object{"bucket": 500, "restorePerSecond": 25}}
	}, registrar.RateLimitSet, false},
	"setRateLimit: reseller": {"setRateLimit", func(c who) object {
		return object{"of": object{"resellerId": c.account}, "rateLimit": object{"bucket": 500, "restorePerSecond": 25}}
	}, registrar.RateLimitSet, false},

	"confirmReachability": {"confirmReachability", func(c who) object {
		return object{"token": c.proof}
	}, registrar.ReachabilityConfirmed, false},
	"verifyReachability": {"verifyReachability", func(c who) object {
		return object{"handleId": c.free, "reason": "Answered by telephone."}
	}, registrar.ReachabilityVerified, false},
	"reportBounce": {"reportBounce", func(c who) object {
		return object{"messageId": "<" + c.sent + "@mail.example>", "reply": "550 5.1.1 no such user"}
	}, registrar.ReachabilityBounced, false},
	"retryMail": {"retryMail", func(c who) object { return object{"mailId": c.dead} }, registrar.MailRequeued, false},
	"setMailSenderName": {"setMailSenderName", func(c who) object {
		return account(c, object{"name": "Alpha's customer service"})
	}, registrar.ResellerUpdated, false},

	"requestPasswordRecovery": {"requestPasswordRecovery", func(c who) object { return object{"code": c.code} }, "", false},
	"setPassword": {"setPassword", func(c who) object {
		return object{"token": c.invite, "password": "violet trams count nine owls"}
	}, registrar.PasswordSet, false},
	"signIn": {"signIn", func(c who) object {
		return object{"code": c.code, "password": ownersPassword}
	}, registrar.OwnerSignedIn, false},
	"createWebhookEndpoint": {"createWebhookEndpoint", func(c who) object {
		return account(c, object{"url": "https://example.com/in"})
	}, registrar.WebhookEndpointCreated, false},
	"updateWebhookEndpoint": {"updateWebhookEndpoint", aboutEndpoint(object{"description": "The shop"}), registrar.WebhookEndpointUpdated, false},
	"deleteWebhookEndpoint": {"deleteWebhookEndpoint", aboutEndpoint(nil), registrar.WebhookEndpointDeleted, false},
	"rotateWebhookSecret":   {"rotateWebhookSecret", aboutEndpoint(nil), registrar.WebhookSecretRotated, false},
	"sendTestWebhook":       {"sendTestWebhook", aboutEndpoint(nil), registrar.WebhookTested, false},
	"redeliverWebhook": {"redeliverWebhook", func(c who) object {
		return object{"deliveryId": c.delivery}
	}, registrar.WebhookRedelivered, false},
	"signOut":             {"signOut", func(who) object { return object{} }, registrar.OwnerSignedOut, false},
	"signOut: everywhere": {"signOut", func(who) object { return object{"everywhere": true} }, registrar.OwnerSignedOut, false},
}

// session is the secret to send: an owner signs in as the owner of what the operation is about.
func (o operation) session(w *world, c who) string {
	if handle, is := map[string]string{"owner of released": "released", "owner of early": "early"}[c.secret]; is && o.linked {
		return w.secrets["owner of "+handle+" linked"]
	}
	return w.secrets[c.secret]
}

func handleFree(c who) object { return object{"handleId": c.free} }

func handleLinked(c who) object { return object{"handleId": c.linked} }

func aboutDomain(input object) func(c who) object {
	return func(c who) object {
		in := object{"domainId": c.domain}
		maps.Copy(in, input)
		return in
	}
}

func aboutEndpoint(input object) func(c who) object {
	return func(c who) object {
		in := object{"webhookEndpointId": c.endpoint}
		maps.Copy(in, input)
		return in
	}
}

// account names the reseller in whose account something is created, when the caller does.
func account(c who, in object) object {
	if c.account != "" {
		in["resellerId"] = c.account
	}
	return in
}

// register registers a domain with the contacts. A reseller of the other table's columns names no account here: that it
// may not is what createHandle shows.
func register(c who, contacts object) object {
	in := object{"name": "brand-new.com", "years": 2, "nameservers": []string{"ns1.example.net", "ns2.example.net"}}
	if c.secret == "operator" {
		in["resellerId"] = c.account
	}
	maps.Copy(in, contacts)
	return in
}

func newHandle() object {
	return object{
		"kind": "PERSON", "givenName": "Grace", "familyName": "Hopper", "email": "grace@example.org", "phone": "+33123456780",
		"address": object{"street": []string{"2 rue de la Paix"}, "city": "Paris", "postalCode": "75002", "country": "FR"},
	}
}
