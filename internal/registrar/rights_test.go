package registrar

import (
	"slices"
	"testing"
)

// callers are one of each kind; a key that has every scope but one is made by without.
var callers = map[string]Caller{
	"anonymous": {},
	"reseller":  {Kind: ActorReseller, Scopes: Scopes, Reseller: "rsl_a"},
	"operator":  {Kind: ActorOperator, Scopes: Scopes},
	"owner":     {Kind: ActorOwner, Handle: "hdl_a"},
	"system":    {Kind: ActorSystem},
}

// without is the caller with a key that lacks the scope. Only keys have scopes: others stay as they are.
func without(c Caller, scope Scope) Caller {
	c.Scopes = slices.DeleteFunc(slices.Clone(c.Scopes), func(s Scope) bool { return s == scope })
	return c
}

// never lists the actions that the table of rights gives a kind of caller no right to at all.
var never = map[string][]Action{
	"owner": {
		CreateHandle, ReleaseHandle, RegisterDomain, ReleaseDomains, CreateAPIKey, RevokeAPIKey,
		RotateAPIKey, SetRateLimit, VerifyReachability, ReportBounce, RetryMail, SetMailSenderName,
		CreateWebhookEndpoint, UpdateWebhookEndpoint, DeleteWebhookEndpoint, RotateWebhookSecret, RedeliverWebhook, SendTestWebhook,
	},
	"reseller": {SetRateLimit, VerifyReachability, ReportBounce, RetryMail, SignOut},
	"operator": {SignOut},
}

// public are the actions that ask for no credentials and no scope: a token or a password in the input is what counts.
var public = []Action{ConfirmReachability, RequestPasswordRecovery, SetPassword, SignIn}

func TestMayTry(t *testing.T) {
	for action, grants := range Table {
		for name, caller := range callers {
			var want Code
			switch {
			case slices.Contains(public, action):
			case name == "anonymous":
				want = Unauthenticated
			case slices.Contains(never[name], action):
				want = Forbidden
			}
			verifyCode(t, name+" tries "+string(action), MayTry(caller, action), want)
			if want == "" && grants.Scope != "" && (name == "reseller" || name == "operator") {
				want = Forbidden
			}
			verifyCode(t, name+" without the scope tries "+string(action), MayTry(without(caller, grants.Scope), action), want)
			verifyCode(t, name+" without any scope tries "+string(action), MayTry(bare(caller), action), want)
		}
	}
}

// bare is the caller with a key without scopes.
func bare(c Caller) Caller {
	c.Scopes = nil
	return c
}

// TestOnlyWhatThePublicNeedsAsksForNoScope: an action without a scope is either for everybody or for a session's owner,
// who has no key.
func TestOnlyWhatThePublicNeedsAsksForNoScope(t *testing.T) {
	for action, grants := range Table {
		isPublic := slices.Contains(public, action)
		if (grants.Scope == "") != (isPublic || action == SignOut) || (grants.Anonymous == Yes) != isPublic {
			t.Errorf("%s asks for the scope %q and grants %s to anonymous callers", action, grants.Scope, grants.Anonymous)
		}
	}
	verifyCode(t, "nobody tries what is no action", MayTry(Caller{}, "dropEverything"), Unauthenticated)
}

func TestMayRead(t *testing.T) {
	for _, scope := range Scopes {
		for name, caller := range callers {
			want := map[string]Code{"anonymous": Unauthenticated}[name]
			if name == "owner" && slices.Contains([]Scope{KeysRead, KeysWrite, WebhooksRead, WebhooksWrite}, scope) {
				want = Forbidden
			}
			verifyCode(t, name+" reads with "+string(scope), MayRead(caller, scope), want)
			if name == "reseller" || name == "operator" {
				want = Forbidden
			}
			verifyCode(t, name+" reads without "+string(scope), MayRead(without(caller, scope), scope), want)
		}
	}
}

func verifyCode(t *testing.T, what string, got *Problem, want Code) {
	t.Helper()
	switch {
	case got == nil && want != "":
		t.Errorf("%s: allowed, want %s", what, want)
	case got != nil && (got.Code != want || got.Message == ""):
		t.Errorf("%s: %v, want %q and a message", what, got, want)
	}
}

// TestTheTableOfRights holds the table against the one of the domain rules, written out here a second time.
func TestTheTableOfRights(t *testing.T) {
	want := map[Action]Grants{
		CreateHandle:         {HandlesWrite, Yes, Yes, No, Yes, No},
		UpdateHandle:         {HandlesWrite, Yes, No, OwnOnly, Yes, No},
		DeleteHandle:         {HandlesWrite, Yes, No, OwnOnly, Yes, No},
		ReleaseHandle:        {HandlesWrite, Yes, No, No, Yes, No},
		ResetReachability:    {HandlesWrite, Yes, No, OwnOnly, Yes, No},
		RegisterDomain:       {DomainsWrite, Yes, NotAsOwner, No, Yes, No},
		UpdateDomainContacts: {DomainsWrite, IfManaged, IfManaged, OwnOnly, Yes, No},
		RenewDomain:          {DomainsWrite, IfManaged, IfManaged, OwnOnly, Yes, No},
		SetTransferLock:      {DomainsWrite, IfManaged, IfManaged, OwnOnly, Yes, No},
		SetAutoRenew:         {DomainsWrite, IfManaged, IfManaged, OwnOnly, Yes, No},
		SetNameservers:       {DomainsWrite, IfManaged, IfManaged, OwnOnly, Yes, No},
		RevealAuthCode:       {DomainsWrite, IfManaged, IfManaged, OwnOnly, Yes, No},
		ReleaseDomains:       {DomainsWrite, IfManagedAndHandleReleased, IfManaged, No, Yes, No},
		CreateAPIKey:         {KeysWrite, Yes, Yes, No, Yes, No},
		RevokeAPIKey:         {KeysWrite, Yes, Yes, No, Yes, No},
		RotateAPIKey:         {KeysWrite, Yes, Yes, No, Yes, No},
		SetRateLimit:         {KeysWrite, No, No, No, Yes, No},

		ConfirmReachability:     {"", Yes, Yes, Yes, Yes, Yes},
		VerifyReachability:      {HandlesWrite, No, No, No, Yes, No},
		ReportBounce:            {HandlesWrite, No, No, No, Yes, No},
		RetryMail:               {HandlesWrite, No, No, No, Yes, No},
		SetMailSenderName:       {HandlesWrite, Yes, Yes, No, Yes, No},
		RequestPasswordRecovery: {"", Yes, Yes, Yes, Yes, Yes},
		SetPassword:             {"", Yes, Yes, Yes, Yes, Yes},
		SignIn:                  {"", Yes, Yes, Yes, Yes, Yes},
		SignOut:                 {"", No, No, OwnOnly, No, No},

		CreateWebhookEndpoint: {WebhooksWrite, Yes, Yes, No, Yes, No},
		UpdateWebhookEndpoint: {WebhooksWrite, Yes, Yes, No, Yes, No},
		DeleteWebhookEndpoint: {WebhooksWrite, Yes, Yes, No, Yes, No},
		RotateWebhookSecret:   {WebhooksWrite, Yes, Yes, No, Yes, No},
		RedeliverWebhook:      {WebhooksWrite, Yes, Yes, No, Yes, No},
		SendTestWebhook:       {WebhooksWrite, Yes, Yes, No, Yes, No},
	}
	for action, grants := range Table {
		if grants != want[action] {
			t.Errorf("%s: %v, want %v", action, grants, want[action])
		}
	}
	if len(Table) != len(want) {
		t.Errorf("%d actions, want %d", len(Table), len(want))
	}
}
