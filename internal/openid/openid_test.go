package openid

import (
	"strings"
	"testing"
)

func TestOptionsThatWouldOpenADoorAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Options)
		want   string
	}{
		"no issuer":             {func(o *Options) { o.Issuer = "" }, "issuer"},
		"issuer unencrypted":    {func(o *Options) { o.Issuer = "http://login.example.com" }, "not encrypted"},
		"issuer named loopback": {func(o *Options) { o.Issuer = "http://localhost.example.com" }, "not encrypted"},
		"issuer of other kind":  {func(o *Options) { o.Issuer = "ftp://127.0.0.1" }, "not encrypted"},
		"issuer with password":  {func(o *Options) { o.Issuer = "https://me:it@login.example.com" }, "no URL of a provider"},
		"issuer with query":     {func(o *Options) { o.Issuer = "https://login.example.com?x=1" }, "no URL of a provider"},
		"issuer with fragment":  {func(o *Options) { o.Issuer = "https://login.example.com#x" }, "no URL of a provider"},
		"issuer without host":   {func(o *Options) { o.Issuer = "https:///realm" }, "no URL of a provider"},
		"issuer no URL":         {func(o *Options) { o.Issuer = "https://%zz" }, "no URL of a provider"},
		"no audience":           {func(o *Options) { o.Audience = " " }, "audience is missing"},
		"no role":               {func(o *Options) { o.Role = "" }, "role is missing"},
		"same roles":            {func(o *Options) { o.ReadOnlyRole = o.Role }, "two different"},
		"role too long":         {func(o *Options) { o.Role = strings.Repeat("x", 256) }, "too long"},
		"path too long":         {func(o *Options) { o.RoleClaim = strings.Repeat("a.", 128) }, "too long"},
		"none":                  {func(o *Options) { o.Algorithms = []string{"RS256", "none"} }, `"none"`},
		"HS256":                 {func(o *Options) { o.Algorithms = []string{"HS256"} }, `"HS256"`},
		"lower case":            {func(o *Options) { o.Algorithms = []string{"rs256"} }, `"rs256"`},
	} {
		options := Options{Issuer: "https://login.example.com", Audience: clientID, Role: "staff"}
		c.change(&options)
		if _, err := New(t.Context(), options); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want it refused with %q", name, err, c.want)
		}
	}
	for _, issuer := range []string{
		"https://login.example.com", "https://login.example.com/realms/desk/", "http://localhost:9998/", "http://127.8.0.1", "http://[::1]:80",
	} {
		options := Options{Issuer: issuer, Audience: clientID, Role: "staff", Algorithms: []string{"PS256", "EdDSA"}}
		if _, err := New(t.Context(), options); err != nil {
			t.Errorf("%s: %v, want it accepted", issuer, err)
		}
	}
	if _, err := New(t.Context(), Options{}); err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("%v; want issuer, audience and role named at once", err)
	}
}
