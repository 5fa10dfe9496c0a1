package pages_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/registrar"
)

// Each link that does nothing has its status, its words and what to do next.
func TestLinksThatDoNothing(t *testing.T) {
	gone := http.StatusGone
	for _, c := range []struct {
		code   registrar.Code
		state  registrar.LinkState // empty: Link refuses
		status int
		says   string
		next   string // for reachability
	}{
		{registrar.Invalid, "", http.StatusBadRequest, "This link is not complete", "copy the whole address"},
		{registrar.LinkUnknown, "", http.StatusNotFound, "This link is not known", "ask the company that manages"},
		{registrar.LinkWasUsed, "", gone, "This link has been used already", "tell <bdi>Registry House</bdi>"},
		{registrar.LinkWasSuperseded, "", gone, "This link no longer works", "ask <bdi>Registry House</bdi>"},
		{registrar.LinkWasExpired, "", gone, "This link has expired", "ask <bdi>Registry House</bdi>"},
		{registrar.LinkWasUsed, registrar.LinkUsed, gone, "This link has been used already", "The e-mail address is confirmed"},
		{registrar.LinkWasSuperseded, registrar.LinkSuperseded, gone, "This link no longer works", "ask <bdi>Acme Names</bdi>"},
		{registrar.LinkWasExpired, registrar.LinkExpired, gone, "This link has expired", "ask <bdi>Acme Names</bdi>"},
	} {
		for page, kind := range map[string]registrar.MailKind{"confirm": registrar.ReachabilityMail, "password": registrar.PasswordMail} {
			f := openLink(kind)
			if c.state == "" {
				f.linkErr = registrar.RefuseField(c.code, "token", "English only")
			} else {
				f.link.State = c.state
			}
			w := newWorld(f)
			for _, a := range []*answer{
				w.get(t, page+"?token="+token),
				w.post(t, page, "token", token, "password", phrase, "again", phrase),
			} {
				a.status(c.status).says(c.says).silent("English only", "<form", "jane@example.org", "Jane Doe", "JD1042")
				if kind == registrar.ReachabilityMail {
					a.says(c.next).silent("recover?lang")
				} else {
					a.says(`href="recover?lang=en"`)
				}
			}
			if f.changes() != 0 {
				t.Errorf("%s at %s: %d calls for a change", c.code, page, f.changes())
			}
		}
	}
}

func TestTokenMissingOrRepeated(t *testing.T) {
	w := newWorld(openLink(registrar.ReachabilityMail))
	for _, target := range []string{"confirm", "confirm?token=", "confirm?token=a&token=a", "password", "password?token=%zz"} {
		w.get(t, target).status(http.StatusBadRequest).says("This link is not complete")
	}
	w.post(t, "confirm").status(http.StatusBadRequest).says("This link is not complete")
	w.post(t, "confirm", "token", token, "token", token).status(http.StatusBadRequest).says("The form could not be read")
	if w.fake.changes() != 0 || len(w.fake.read) != 0 {
		t.Error("a token that was not given was asked for")
	}
}

// A link to confirm an address gives no control, and the other way round.
func TestKindsAreNotMixed(t *testing.T) {
	w := newWorld(openLink(registrar.ReachabilityMail))
	w.get(t, "password?token="+token).status(http.StatusNotFound).silent("jane@example.org")
	w.post(t, "password", "token", token, "password", phrase, "again", phrase).status(http.StatusNotFound)
	other := newWorld(openLink(registrar.PasswordMail))
	other.get(t, "confirm?token="+token).status(http.StatusNotFound).silent("jane@example.org")
	other.post(t, "confirm", "token", token).status(http.StatusNotFound)
	if w.fake.changes()+other.fake.changes() != 0 {
		t.Error("a link of the other kind changed something")
	}
}

func TestLinkThrottled(t *testing.T) {
	f := &fake{linkErr: &registrar.Problem{Code: registrar.RateLimited, Detail: registrar.RateDetail{}}}
	newWorld(f).get(t, "confirm?token="+token).status(http.StatusTooManyRequests).header("Retry-After", "").
		says("Please wait a moment", "Please try again later.")
}

// What resellers and owners typed must stay text, wherever it stands.
func TestHostileNames(t *testing.T) {
	const nasty = `"'><script>alert(1)</script><img src=x onerror=a>{{.}}` + "\u202e"
	for page, kind := range map[string]registrar.MailKind{"confirm": registrar.ReachabilityMail, "password": registrar.PasswordMail} {
		for _, state := range []registrar.LinkState{registrar.LinkOpen, registrar.LinkUsed} {
			f := openLink(kind)
			f.link.State, f.link.Sender, f.link.Name, f.link.Code, f.link.Email = state, nasty, nasty, nasty, nasty
			f.link.Domains, f.link.Language = []string{nasty}, nasty
			w := newWorld(f)
			clean(w.get(t, page+"?token="+urlNasty+"&lang="+urlNasty+"&choice="+urlNasty))
			clean(w.post(t, page, "token", nasty, "choice", nasty, "lang", nasty, "password", "x", "again", nasty))
		}
	}
	w := newWorld(&fake{recoverErr: registrar.RefuseField(registrar.Invalid, "code", nasty), code: nasty})
	clean(w.post(t, "recover", "code", nasty)).says("&lt;script&gt;")
	clean(w.get(t, "password-set?code="+urlNasty)).silent("alert(1)</")
	clean(w.get(t, "confirmed?code="+urlNasty+"&lang="+urlNasty))
	clean(w.get(t, "recover?code="+urlNasty)).silent("&lt;script")
}

const urlNasty = "%22%27%3E%3Cscript%3Ealert(1)%3C/script%3E%3Cimg%20src=x%20onerror=a%3E"

// clean fails when the page has an element or attribute that is not the templates'.
func clean(a *answer) *answer {
	a.tb.Helper()
	for _, n := range a.elements("*") {
		if slices.Contains([]string{"script", "img", "style", "iframe", "object"}, n.Data) {
			a.tb.Errorf("the page has a %s element:\n%s", n.Data, a.body)
		}
		for _, attr := range n.Attr {
			if strings.HasPrefix(attr.Key, "on") || attr.Key == "style" {
				a.tb.Errorf("the page has the attribute %s", attr.Key)
			}
			if attr.Key == "href" && strings.Contains(attr.Val, ":") {
				a.tb.Errorf("the page links to %s", attr.Val)
			}
		}
	}
	return a
}
