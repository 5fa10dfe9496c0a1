package openid

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestRolesStandWhereTheProviderPutsThem(t *testing.T) {
	zitadel := `{"urn:zitadel:iam:org:project:roles":{"staff":{"12":"example.com"},"gone":{},"off":false,"on":true}}`
	for name, c := range map[string]struct {
		claims, path string
		want         []string
	}{
		"a list":                     {`{"roles":["staff","boss"]}`, "roles", []string{"boss", "staff"}},
		"one text":                   {`{"group":"staff"}`, "group", []string{"staff"}},
		"one text with blanks":       {`{"group":"former staff"}`, "group", []string{"former staff"}},
		"Keycloak's realm":           {`{"realm_access":{"roles":["staff"]}}`, "realm_access.roles", []string{"staff"}},
		"Keycloak's client":          {`{"resource_access":{"my.desk":{"roles":["staff"]}}}`, "resource_access.my.desk.roles", []string{"staff"}},
		"Zitadel's map":              {zitadel, "urn:zitadel:iam:org:project:roles", []string{"on", "staff"}},
		"a name with dots":           {`{"https://example.com/roles":["staff"]}`, "https://example.com/roles", []string{"staff"}},
		"the whole name comes first": {`{"a.b":["whole"],"a":{"b":["nested"]}}`, "a.b", []string{"whole"}},
		"a blind alley first":        {`{"a":{"x":1},"a.b":{"c":["staff"]}}`, "a.b.c", []string{"staff"}},
		"things that are no text":    {`{"roles":[1,null,["staff"],{"staff":true}]}`, "roles", nil},
		"absent":                     {`{"groups":["staff"]}`, "roles", nil},
		"a path into a list":         {`{"roles":["staff"]}`, "roles.staff", nil},
		"true":                       {`{"roles":true}`, "roles", nil},
		"null":                       {`{"roles":null}`, "roles", nil},
	} {
		var decoded claims
		if err := json.Unmarshal([]byte(c.claims), &decoded); err != nil {
			t.Fatal(err)
		}
		got := decoded.rolesIn(c.path)
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestTheRoleDecidesWhoMayWrite(t *testing.T) {
	p := startProvider(t)
	v, c := verifierOf(t, p)
	nobody, _ := verifierOf(t, p, func(o *Options) { o.ReadOnlyRole = "" })
	nested, _ := verifierOf(t, p, func(o *Options) { o.RoleClaim = "realm_access.roles" })
	token := func(roles any) string {
		claims := p.claimsAt(c.now())
		claims["roles"] = roles
		return sign(t, p.signingKey(), claims, nil)
	}
	if v.expectStaff(t, token([]string{"staff"})).ReadOnly {
		t.Error("staff may only read; want it to write")
	}
	if !v.expectStaff(t, token([]string{"guest", "staff-read"})).ReadOnly {
		t.Error("staff-read may write; want it to read only")
	}
	if v.expectStaff(t, token([]string{"staff-read", "staff"})).ReadOnly {
		t.Error("who has both roles may only read; want the greater one to count")
	}
	nobody.expectError(t, token([]string{"staff-read", ""}), ErrRefused, "holds 2 roles")
	nested.expectError(t, token([]string{"staff"}), ErrRefused, `"realm_access.roles" holds 0 roles`)
	claims := p.claimsAt(c.now())
	claims["realm_access"] = map[string]any{"roles": []string{"staff"}}
	nested.expectStaff(t, sign(t, p.signingKey(), claims, nil))
}

func TestNamesAreOnePrintableLine(t *testing.T) {
	for name, c := range map[string]struct {
		claims claims
		want   string
	}{
		"the name":           {claims{"name": " Ada Staff ", "preferred_username": "ada", "email": "a@example.com"}, "Ada Staff"},
		"the user name":      {claims{"name": "\t ", "preferred_username": "ada", "email": "a@example.com"}, "ada"},
		"the address":        {claims{"name": 7, "preferred_username": nil, "email": "a@example.com"}, "a@example.com"},
		"the subject":        {claims{}, "id-7"},
		"no control":         {claims{"name": "Ada\r\n\x00\x1b[31m\u0085\u2028Staff"}, "Ada[31mStaff"},
		"no turned text":     {claims{"name": "Ada \u202egnp.\u2066exe\u2069"}, "Ada gnp.exe"},
		"joiners stay":       {claims{"name": "می\u200cخواهم"}, "می\u200cخواهم"},
		"cut to 100":         {claims{"name": strings.Repeat("ä", 150)}, strings.Repeat("ä", 100)},
		"cut at a blank":     {claims{"name": strings.Repeat("x", 99) + " y"}, strings.Repeat("x", 99)},
		"controls don't add": {claims{"name": strings.Repeat("\x01", 200) + "Ada"}, "Ada"},
	} {
		c.claims["sub"] = "id-7"
		if got := c.claims.name(); got != c.want || !utf8.ValidString(got) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
