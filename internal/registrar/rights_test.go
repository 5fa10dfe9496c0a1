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

// neverForOwners are the actions that the table of rights gives owners no right to.
var neverForOwners = []Action{
	CreateHandle, ReleaseHandle, RegisterDomain, ReleaseDomains, CreateAPIKey, RevokeAPIKey,
}

func TestMayTry(t *testing.T) {
	for action, grants := range Table {
		for name, caller := range callers {
			var want Code
			switch {
			case name == "anonymous":
				want = Unauthenticated
			case name == "owner" && slices.Contains(neverForOwners, action):
				want = Forbidden
			}
			verifyCode(t, name+" tries "+string(action), MayTry(caller, action), want)
			if want == "" && (name == "reseller" || name == "operator") {
				want = Forbidden
			}
			verifyCode(t, name+" without the scope tries "+string(action), MayTry(without(caller, grants.Scope), action), want)
		}
	}
}

func TestMayRead(t *testing.T) {
	for _, scope := range Scopes {
		for name, caller := range callers {
			want := map[string]Code{"anonymous": Unauthenticated}[name]
			if name == "owner" && (scope == KeysRead || scope == KeysWrite) {
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
		CreateHandle:         {HandlesWrite, Yes, Yes, No, Yes},
		UpdateHandle:         {HandlesWrite, Yes, No, OwnOnly, Yes},
		DeleteHandle:         {HandlesWrite, Yes, No, OwnOnly, Yes},
		ReleaseHandle:        {HandlesWrite, Yes, No, No, Yes},
		ResetReachability:    {HandlesWrite, Yes, No, OwnOnly, Yes},
		RegisterDomain:       {DomainsWrite, Yes, NotAsOwner, No, Yes},
		UpdateDomainContacts: {DomainsWrite, IfManaged, IfManaged, OwnOnly, Yes},
		RenewDomain:          {DomainsWrite, IfManaged, IfManaged, OwnOnly, Yes},
		SetTransferLock:      {DomainsWrite, IfManaged, IfManaged, OwnOnly, Yes},
		SetAutoRenew:         {DomainsWrite, IfManaged, IfManaged, OwnOnly, Yes},
		SetNameservers:       {DomainsWrite, IfManaged, IfManaged, OwnOnly, Yes},
		RevealAuthCode:       {DomainsWrite, IfManaged, IfManaged, OwnOnly, Yes},
		ReleaseDomains:       {DomainsWrite, IfManagedAndHandleReleased, IfManaged, No, Yes},
		CreateAPIKey:         {KeysWrite, Yes, Yes, No, Yes},
		RevokeAPIKey:         {KeysWrite, Yes, Yes, No, Yes},
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
