package pages_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/registrar"
)

func TestConfirmShowsWhatItIsAbout(t *testing.T) {
	w := newWorld(openLink(registrar.ReachabilityMail))
	a := w.get(t, "confirm?token="+token)
	if w.log.Len() > 0 {
		t.Fatal(w.log)
	}
	a.status(http.StatusOK)
	a.says("<bdi>Acme Names</bdi> asks you", "jane@example.org", "Jane Doe", "JD1042-HD", "example.org", "müller.example",
		"and 3 more", "4 December 2026, 15:07 UTC", `datetime="2026-12-04T15:07:00Z"`, "Confirm this address")
	form := a.elements("form")
	if len(form) != 1 {
		t.Fatalf("%d forms, want one", len(form))
	}
	for name, want := range map[string]string{"method": "post", "action": "confirm"} {
		if got, _ := attribute(form[0], name); got != want {
			t.Errorf("%s of the form is %q, want %q", name, got, want)
		}
	}
	var carried string
	for _, input := range a.elements("input") {
		if name, _ := attribute(input, "name"); name == "token" {
			carried, _ = attribute(input, "value")
		}
	}
	if carried != token {
		t.Errorf("the form carries the token %q", carried)
	}
	if buttons := a.elements("button"); len(buttons) != 1 {
		t.Errorf("%d buttons, want one", len(buttons))
	}
}

// Mail scanners and browsers open links ahead of their reader.
func TestOpeningConfirmsNothing(t *testing.T) {
	f := openLink(registrar.ReachabilityMail)
	server := httptest.NewServer(newWorld(f).handler)
	defer server.Close()
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		request, err := http.NewRequest(method, server.URL+"/owner/confirm?token="+token+"&confirm=1", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Sec-Purpose", "prefetch")
		response, err := server.Client().Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK || response.ContentLength <= 0 {
			t.Errorf("%s: status %d, length %d, %v", method, response.StatusCode, response.ContentLength, err)
		}
		if empty := len(body) == 0; empty != (method == http.MethodHead) {
			t.Errorf("%s: a body of %d bytes", method, len(body))
		}
	}
	if f.changes() != 0 || len(f.read) != 2 {
		t.Errorf("opening called for %d changes and read %d times", f.changes(), len(f.read))
	}
}

func TestConfirmAndReload(t *testing.T) {
	f := openLink(registrar.ReachabilityMail)
	f.link.Language = "de-AT"
	server := httptest.NewServer(newWorld(f).handler)
	defer server.Close()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := server.Client()
	client.Jar = jar
	response, err := client.PostForm(server.URL+"/owner/confirm", url.Values{"token": {token}})
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	response.Body.Close()
	if err != nil || response.StatusCode != http.StatusOK || !strings.Contains(string(body), "Ihre E-Mail-Adresse ist bestätigt") {
		t.Fatalf("status %d, %v:\n%s", response.StatusCode, err, body)
	}
	landed := response.Request.URL.String()
	if landed != server.URL+"/owner/confirmed?lang=de" {
		t.Errorf("landed at %s", landed)
	}
	if again, err := client.Get(landed); err != nil || again.StatusCode != http.StatusOK {
		t.Errorf("the reload failed: %v", err)
	} else {
		again.Body.Close()
	}
	if !slices.Equal(f.confirmed, []string{token}) {
		t.Errorf("confirmed %q, want the token once", f.confirmed)
	}
	if cookies := jar.Cookies(response.Request.URL); len(cookies) != 0 {
		t.Errorf("the pages set cookies: %v", cookies)
	}
}

func TestTokenStaysOutOfTheAddress(t *testing.T) {
	w := newWorld(openLink(registrar.ReachabilityMail))
	a := w.post(t, "confirm", "token", token).status(http.StatusSeeOther).header("Location", "confirmed?lang=en")
	a.silent(token)
	if len(w.fake.confirmed) != 1 {
		t.Error("not confirmed")
	}
	// A token in the address of a POST is none of the form's.
	w = newWorld(openLink(registrar.ReachabilityMail))
	w.post(t, "confirm?token="+token).status(http.StatusBadRequest)
	if w.fake.changes() != 0 {
		t.Error("a POST took the token from the address")
	}
}

func TestConfirmRefusedLate(t *testing.T) {
	for code, want := range map[registrar.Code]int{
		registrar.Invalid: 400, registrar.LinkUnknown: 404, registrar.LinkWasUsed: 410,
		registrar.LinkWasSuperseded: 410, registrar.LinkWasExpired: 410,
	} {
		f := openLink(registrar.ReachabilityMail)
		f.confirmErr = registrar.Problems{registrar.RefuseField(code, "token", "English only")}
		newWorld(f).post(t, "confirm", "token", token).status(want).silent("English only", "jane@example.org")
	}
	f := openLink(registrar.ReachabilityMail)
	f.confirmErr = &registrar.Problem{Code: registrar.RateLimited, Detail: registrar.RateDetail{RetryAfterSeconds: new(61)}}
	newWorld(f).post(t, "confirm", "token", token).status(429).header("Retry-After", "61").
		says("try again in 61 seconds", `role="alert"`, "Confirm this address")
}

func TestFailureTellsNothing(t *testing.T) {
	secretive := errors.New("dial tcp 10.0.0.7: token table is gone")
	for name, f := range map[string]*fake{
		"link":    {linkErr: secretive},
		"confirm": func() *fake { f := openLink(registrar.ReachabilityMail); f.confirmErr = secretive; return f }(),
		"problem": {linkErr: &registrar.Problem{Code: registrar.Unavailable, Message: "dial tcp 10.0.0.7"}},
	} {
		w := newWorld(f)
		a := w.post(t, "confirm", "token", token).status(http.StatusInternalServerError)
		a.silent("10.0.0.7", "token table").says("Something went wrong on our side", "REQ-7")
		line := w.log.String()
		if !strings.Contains(line, "10.0.0.7") || !strings.Contains(line, "REQ-7") || strings.Contains(line, token) {
			t.Errorf("%s: logged %q", name, line)
		}
	}
}
