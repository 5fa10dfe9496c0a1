package mail

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/registrar"
)

func TestLettersThatAreRefused(t *testing.T) {
	c := newComposer(t)
	for field, spoil := range map[string]func(*Letter){
		"ID":            func(l *Letter) { l.ID = "a>\r\nBcc: x" },
		"Kind":          func(l *Letter) { l.Reason = registrar.MailRelease },
		"To":            func(l *Letter) { l.To = "secret.person@example.com, b@example.com" },
		"Link":          func(l *Letter) { l.Link = "javascript:alert('secret')" },
		"LinkExpiresAt": func(l *Letter) { l.LinkExpiresAt = time.Time{} },
		"CreatedAt":     func(l *Letter) { l.CreatedAt = time.Time{} },
	} {
		l := sample(variants[0], "en")
		spoil(&l)
		if _, err := c.Compose(l); err == nil || !strings.Contains(err.Error(), field) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error is %v", field, err)
		}
	}
	for _, link := range []string{"/relative", "https:///nowhere", "https://desk.example/\r\nx", `https://desk.example/"x`, ""} {
		l := sample(variants[0], "en")
		if l.Link = link; l.check() == nil {
			t.Errorf("the link %q was taken", link)
		}
	}
}

func TestChoiceOfLanguage(t *testing.T) {
	c := newComposer(t)
	for tag, want := range map[string]string{
		"": "en", "en-GB": "en", "de": "de", "de-CH": "de", "fr-CA": "fr", "es-419": "es", "ja": "en", "zh-Hant": "en", "not a tag": "en", "und": "en",
	} {
		l := sample(variants[0], tag)
		l.ID = "mai_1"
		if m, err := c.Compose(l); err != nil || m.Language != want {
			t.Errorf("%q gives %v (%v), want %s", tag, m, err, want)
		}
	}
}

func TestPreview(t *testing.T) {
	c := newComposer(t)
	for format, start := range map[string]string{"text": "From: noreply@", "html": "<!DOCTYPE html>", "eml": "Auto-Submitted:"} {
		var out bytes.Buffer
		if err := c.Preview(&out, format, registrar.PasswordMail, registrar.MailRecovery, "es"); err != nil || !strings.HasPrefix(out.String(), start) {
			t.Errorf("%s: %v %.40q", format, err, out.String())
		}
	}
	if err := c.Preview(io.Discard, "pdf", registrar.PasswordMail, registrar.MailRecovery, "es"); err == nil {
		t.Error("a format that is not there was taken")
	}
	if err := c.Preview(io.Discard, "text", registrar.PasswordMail, registrar.MailHold, "es"); err == nil {
		t.Error("a mail that is not there was taken")
	}
}

func TestOptionsThatAreRefused(t *testing.T) {
	for i, o := range []Options{{}, {From: "noreply@registrar.example"}, {From: "Me <a@b.example>", Registrar: "x"}, {From: "nobody", Registrar: "x"}} {
		if _, err := New(o); err == nil {
			t.Errorf("options %d were taken", i)
		}
	}
}

func TestDates(t *testing.T) {
	at := time.Date(2026, time.August, 1, 5, 7, 59, 0, time.FixedZone("", 2*3600))
	for language, want := range map[string]string{
		"en": "1 August 2026, 03:07 UTC", "fr": "1er août 2026 à 3\u00a0h\u00a007 (UTC)", "es": "1 de agosto de 2026 a las 03:07 (UTC)",
		"de": "1. August 2026, 03:07 Uhr (UTC)", "nl": "2026-08-01 03:07 UTC",
	} {
		if got := writeDate(language, at); got != want {
			t.Errorf("%s: %s, want %s", language, got, want)
		}
	}
	for language, c := range calendars {
		seen := map[string]bool{}
		for month := range 12 {
			seen[c.months[month]] = true
		}
		if len(seen) != 12 || seen[""] {
			t.Errorf("%s has the months %v", language, c.months)
		}
	}
}
