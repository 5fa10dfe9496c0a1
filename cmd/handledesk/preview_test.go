package main

import (
	"fmt"
	"net/mail"
	"strings"
	"testing"
)

// previews are all mails that there are.
var previews = map[string][]string{"reachability": {"start", "reset", "reminder", "hold"}, "password": {"release", "recovery"}}

func TestPreviewsShowEveryMail(t *testing.T) {
	seen := map[string]string{}
	for kind, reasons := range previews {
		for _, reason := range reasons {
			for _, language := range []string{"en", "fr", "es", "de"} {
				what := fmt.Sprint(kind, " ", reason, " ", language)
				text := preview(t, "--kind", kind, "--reason", reason, "--language", language)
				if !strings.HasPrefix(text, "From: noreply@localhost\nTo: ") || !strings.Contains(text, "\nSubject: ") || !strings.Contains(text, "https://") {
					t.Errorf("%s: %s", what, text)
				}
				if other, twice := seen[text]; twice {
					t.Errorf("%s and %s are alike", what, other)
				}
				seen[text] = what
				html := preview(t, "--kind", kind, "--reason", reason, "--language", language, "--format", "html")
				if !strings.Contains(html, `<html lang="`+language+`"`) {
					t.Errorf("%s: %s", what, html)
				}
				source := preview(t, "--kind", kind, "--reason", reason, "--language", language, "--format", "eml", "--mail-from", "desk@registrar.example")
				message, err := mail.ReadMessage(strings.NewReader(source))
				if err != nil || message.Header.Get("Content-Language") != language || !strings.Contains(message.Header.Get("From"), "desk@registrar.example") ||
					!strings.HasSuffix(message.Header.Get("Message-Id"), "@registrar.example>") {
					t.Errorf("%s: %v\n%s", what, err, source)
				}
			}
		}
	}
}

func preview(t *testing.T, arguments ...string) string {
	t.Helper()
	code, out, errs := command(t, append([]string{"mail", "preview"}, arguments...)...)
	if code != 0 || errs != "" {
		t.Fatalf("%v: exit %d: %s", arguments, code, errs)
	}
	return out
}

func TestPreviewsHaveDefaultsAndLimits(t *testing.T) {
	if preview(t) != preview(t, "--kind", "reachability", "--reason", "START", "--language", "en", "--format", "text") {
		t.Error("without flags it is another mail")
	}
	if preview(t, "--kind", "password") != preview(t, "--kind", "password", "--reason", "release", "--language", "tlh") {
		t.Error("the first mail about passwords, in an unknown language, is another one")
	}
	for _, wrong := range [][]string{
		{"--kind", "password", "--reason", "start"}, {"--reason", "release"}, {"--reason", "nonsense"}, {"--kind", "nonsense"}, {"--format", "pdf"},
		{"--mail-from", "nobody"},
	} {
		code, out, errs := command(t, append([]string{"mail", "preview"}, wrong...)...)
		if code == 0 || out != "" || len(errs) < 20 || strings.Contains(errs, "goroutine") {
			t.Errorf("%v: exit %d: %q %q", wrong, code, out, errs)
		}
	}
}

func TestPreviewsShowTemplatesOfOnesOwn(t *testing.T) {
	folder := t.TempDir()
	standard := preview(t, "--kind", "password", "--reason", "recovery")
	write(t, "Subject: Sesame\nButton: Enter\n\nOpen, {{.Name}}!\n\n[button]\n", folder, "en", "password-recovery.txt")
	if own := preview(t, "--kind", "password", "--reason", "recovery", "--mail-templates", folder); own == standard || !strings.Contains(own, "Subject: Sesame") {
		t.Errorf("the template is not taken: %s", own)
	}
	if other := preview(t, "--kind", "password", "--mail-templates", folder); other != preview(t, "--kind", "password") {
		t.Error("another template changed too")
	}
}
