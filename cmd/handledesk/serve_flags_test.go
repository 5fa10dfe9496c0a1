package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/secret"
)

// refused starts a server that must not start, and gives what it said.
func refused(t *testing.T, arguments ...string) (code int, errs string) {
	t.Helper()
	code, out, errs := command(t, append([]string{"serve", "--listen", "127.0.0.1:0", "--data", t.TempDir()}, arguments...)...)
	if code == 0 || strings.Contains(out, "/graphql") || strings.Contains(errs, "goroutine") {
		t.Fatalf("%v: exit %d: %s %s", arguments, code, out, errs)
	}
	return code, errs
}

// write makes a file of a folder that is made too.
func write(t *testing.T, content string, path ...string) string {
	t.Helper()
	name := filepath.Join(path...)
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestServeRefusesMailServersThatAreNone(t *testing.T) {
	for _, address := range []string{
		"mail.example:587", "http://mail.example", "smtp://", "smtp://desk:hidden@", "smtp://mail.example?tls=maybe", "smtp://desk:hidden@mail.example?tls=none",
		"smtps://mail.example?tls=none", "smtp://desk:hid%zzden@mail.example", "smtp://desk@mail.example",
	} {
		code, errs := refused(t, "--smtp", address, "--public-url", "https://desk.example", "--mail-from", "noreply@desk.example")
		if code != 1 || !strings.Contains(errs, "--smtp: ") || strings.Contains(errs, "hid") || strings.Contains(errs, "mail.example?") {
			t.Errorf("%s: exit %d: %s", address, code, errs)
		}
	}
	t.Setenv("HANDLEDESK_SMTP", "nonsense")
	if code, errs := refused(t, "--public-url", "https://desk.example", "--mail-from", "noreply@desk.example"); code != 1 || !strings.Contains(errs, "--smtp: ") {
		t.Errorf("by the variable: exit %d: %s", code, errs)
	}
}

// TestServeRefusesMailsThatNobodyCanAnswer: links to an address of this machine alone, and bounces that reach nobody.
func TestServeRefusesMailsThatNobodyCanAnswer(t *testing.T) {
	const server = "smtp://mail.example"
	for missing, arguments := range map[string][]string{
		"--public-url": {"--smtp", server, "--mail-from", "noreply@desk.example"},
		"--mail-from":  {"--smtp", server, "--public-url", "https://desk.example"},
	} {
		if code, errs := refused(t, arguments...); code == 0 || !strings.Contains(errs, missing+" is missing") {
			t.Errorf("without %s: exit %d: %s", missing, code, errs)
		}
	}
}

func TestServeRefusesServerKeysThatAreNone(t *testing.T) {
	for _, key := range []string{"short", strings.Repeat("z", 64), strings.Repeat("ab", 31), strings.Repeat("ab", 33)} {
		code, errs := refused(t, "--server-key", key)
		if code != 1 || !strings.Contains(errs, "--server-key: ") || !strings.Contains(errs, "64 hex") || strings.Contains(errs, key) {
			t.Errorf("%s: exit %d: %s", key, code, errs)
		}
	}
	data := t.TempDir()
	name := write(t, "no key\n", data, secret.ServerKeyFile)
	code, errs := refused(t, "--data", data)
	if code != 1 || !strings.Contains(errs, name) || strings.Contains(errs, "no key\n") {
		t.Errorf("a file that is none: exit %d: %s", code, errs)
	}
}

func TestTheServerKeyIsMadeOnce(t *testing.T) {
	data := t.TempDir()
	path := filepath.Join(data, secret.ServerKeyFile)
	if code, _, errs := command(t, "migrate", "--data", data, "--server-key", strings.Repeat("ab", 32)); code != 0 {
		t.Fatal(errs)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a key that was given was kept in the data folder")
	}
	var first string
	for n := range 2 {
		r := serve(t, "--data", data)
		if code := r.stop(); code != 0 {
			t.Fatalf("exit %d: %s", code, r.err)
		}
		info, err := os.Stat(path)
		if err != nil || info.Mode() != 0o600 {
			t.Fatalf("the key's file: %v %v", info, err)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			first = string(content)
		}
		if _, err := secret.ParseServerKey(string(content)); err != nil || string(content) != first {
			t.Errorf("start %d: the key is another one, or none: %v", n+1, err)
		}
		if strings.Contains(r.err.String()+r.out.String(), strings.TrimSpace(first)) {
			t.Error("the key is printed")
		}
	}
}

func TestServeRefusesTLDPolicies(t *testing.T) {
	for content, want := range map[string]string{
		"":                         "tld,verify,days,source",
		"com,yes,15,somewhere\n":   "tld,verify,days,source",
		"com,maybe,15,somewhere\n": "tld,verify,days,source",
		"tld,verify,days,source\ncom,maybe,15,somewhere\n":               "line 2, verify: ",
		"tld,verify,days,source\n# a note\ncom,yes,0,somewhere\n":        "line 3, days: ",
		"tld,verify,days,source\nc_m,yes,15,somewhere\ncom,no,,\n":       "line 2, tld: ",
		"tld,verify,days,source\ncom,no,,\n":                             "line 2, source: ",
		"tld,verify,days,source\ncom,no,,x\ncom,no,,x\n":                 "line 3, tld: ",
		"tld,verify,days,source\ncom,yes,15\n":                           "line 2, ",
		"tld,verify,days,source\ncom,yes,15,\"never closed\nnet,no,,x\n": "line 2, ",
	} {
		name := write(t, content, t.TempDir(), "policies.csv")
		code, errs := refused(t, "--tld-policies", name)
		if code != 1 || !strings.Contains(errs, "--tld-policies: ") || !strings.Contains(errs, name) || !strings.Contains(errs, want) {
			t.Errorf("%q: exit %d: %s", content, code, errs)
		}
	}
	if code, errs := refused(t, "--tld-policies", filepath.Join(t.TempDir(), "missing.csv")); code == 0 || !strings.Contains(errs, "tld-policies") {
		t.Errorf("a missing file: exit %d: %s", code, errs)
	}
}

func TestServeRefusesBrokenMailTemplates(t *testing.T) {
	for file, content := range map[string]string{
		"en/reachability-start.txt": "Subject: x\n\n{{.Nobody}}",
		"fr/password-release.txt":   "{{if}}",
		"layout.html":               "<p>no link</p>",
		"en/reachabillity.txt":      "a slip in the name",
	} {
		folder := t.TempDir()
		write(t, content, folder, filepath.FromSlash(file))
		code, errs := refused(t, "--mail-templates", folder)
		if code != 1 || !strings.Contains(errs, file+":") {
			t.Errorf("%s: exit %d: %s", file, code, errs)
		}
	}
	if code, errs := refused(t, "--mail-templates", filepath.Join(t.TempDir(), "missing")); code == 0 || !strings.Contains(errs, "mail-templates") {
		t.Errorf("a missing folder: exit %d: %s", code, errs)
	}
}

func TestServeRefusesOtherMistakesAboutMails(t *testing.T) {
	for _, c := range []struct{ flag, value, want string }{
		{"--proxies", "10.0.0.0", "--proxies: "}, {"--proxies", "10.0.0.0/8,example.org", "--proxies: "}, {"--proxies", "10.0.0.0/99", "--proxies: "},
		{"--mail-from", "nobody", "noreply@example.com"}, {"--mail-from", "Desk <desk@example.org>", "noreply@example.com"},
		{"--registrar-name", " ", "name"}, {"--mailbox", "perhaps", "--mailbox"},
		{"--public-url", "desk.example", "--public-url"}, {"--public-url", "ftp://desk.example", "--public-url"}, {"--public-url", "https://", "--public-url"},
	} {
		if code, errs := refused(t, c.flag, c.value); code == 0 || !strings.Contains(errs, c.want) {
			t.Errorf("%s %s: exit %d: %s", c.flag, c.value, code, errs)
		}
	}
}

// TestServeRefusesNetworksThatAreNone: what webhooks may reach is not guessed.
func TestServeRefusesNetworksThatAreNone(t *testing.T) {
	for _, network := range []string{"10.0.0.1", "10.0.0.1/8", "office", "::ffff:10.0.0.0/104", "10.0.0.0/33"} {
		if code, errs := refused(t, "--webhook-allow-networks", network); !strings.Contains(errs, "--webhook-allow-networks: ") {
			t.Errorf("%s: exit %d: %s", network, code, errs)
		}
	}
}

func TestFlagsSayWhereWebhooksMayGo(t *testing.T) {
	p := webhookFlags{WebhookAllowHTTP: true, WebhookAllowNetworks: []string{"10.1.0.0/16", "fd00::/8"}}.policy()
	for address, allowed := range map[string]bool{
		"http://10.1.2.3/": true, "http://[fd00::1]/": true, "http://8.8.8.8/": true, "http://10.2.0.1/": false, "http://127.0.0.1/": false,
	} {
		if err := p.CheckURL(address); (err == nil) != allowed {
			t.Errorf("%s: %v", address, err)
		}
	}
	if err := (webhookFlags{}).policy().CheckURL("http://8.8.8.8/"); err == nil {
		t.Error("http is allowed without the flag")
	}
	if err := (webhookFlags{WebhookAllowPrivate: true}).policy().CheckURL("https://127.0.0.1/"); err != nil {
		t.Errorf("with --webhook-allow-private: %v", err)
	}
}
