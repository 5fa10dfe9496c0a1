package pages_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/registrar"
)

func TestPasswordForm(t *testing.T) {
	w := newWorld(openLink(registrar.PasswordMail))
	a := w.get(t, "password?token="+token).status(http.StatusOK).
		says("12 to 128 characters", "not easy to guess").silent(`role="alert"`, "aria-invalid")
	for id, want := range map[string]map[string]string{
		"username": {"name": "username", "value": "JD1042-HD", "autocomplete": "username", "readonly": ""},
		"password": {"name": "password", "type": "password", "autocomplete": "new-password", "aria-describedby": "rules"},
		"again":    {"name": "again", "type": "password", "autocomplete": "new-password"},
	} {
		n := a.byID(id)
		for name, value := range want {
			if got, given := attribute(n, name); !given || got != value {
				t.Errorf("%s of %s is %q, want %q", name, id, got, value)
			}
		}
	}
	if w.fake.changes() != 0 {
		t.Error("opening changed something")
	}
}

func TestPasswordSet(t *testing.T) {
	w := newWorld(openLink(registrar.PasswordMail))
	const blanks = "  two blanks around it  "
	a := w.post(t, "password", "token", token, "password", blanks, "again", blanks, "username", "JD1042-HD").
		status(http.StatusSeeOther).header("Location", "password-set?code=JD1042-HD&lang=en")
	a.silent(token, "blanks")
	if !slices.Equal(w.fake.set, []string{token}) || !slices.Equal(w.fake.password, []string{blanks}) {
		t.Errorf("set %q with %q", w.fake.set, w.fake.password)
	}
	w.get(t, a.Header().Get("Location")).status(http.StatusOK).
		says("Your password is set", `code: "JD1042-HD"`, "signIn", endpoint, "Authorization: Bearer", "What you can do now")
	if len(w.fake.set) != 1 {
		t.Error("the page after the form set the password again")
	}
	// Words that are no code do not come onto the page.
	other := w.get(t, "password-set?code=Call+0800+now").status(http.StatusOK)
	if shown := text(other.elements("body")[0]); strings.Contains(shown, "0800") {
		t.Errorf("the page shows words of the address:\n%s", shown)
	}
}

func TestPasswordRefused(t *testing.T) {
	unsuitable := registrar.RefuseField(registrar.PasswordUnsuitable, "password", "English only")
	long := strings.Repeat("passphrase ", 12)
	for _, c := range []struct {
		name, password, again, field, says string
		err                                error
		asked                              int
	}{
		{"empty", "", "", "password", "Enter a password.", nil, 0},
		{"only the second", "", phrase, "password", "Enter a password.", nil, 0},
		{"differ", phrase, phrase + "!", "again", "The two passwords differ", nil, 0},
		{"guessed", phrase, phrase, "password", "too easy to guess", unsuitable, 1},
		{"short", "kurzwörtche", "kurzwörtche", "password", "fewer than 12 characters", unsuitable, 1},
		{"long", long, long, "password", "more than 128 characters", registrar.Problems{unsuitable}, 1},
		{"by its field", phrase, phrase, "password", "too easy to guess",
			registrar.RefuseField(registrar.TooLong, "password", "English only").Under("input"), 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := openLink(registrar.PasswordMail)
			f.setErr = c.err
			w := newWorld(f)
			a := w.post(t, "password", "token", token, "password", c.password, "again", c.again).
				status(http.StatusUnprocessableEntity).silent("English only", "<title>Set")
			if len(f.set) != c.asked {
				t.Errorf("the service was asked %d times", len(f.set))
			}
			for _, typed := range []string{c.password, c.again} {
				if typed != "" {
					a.silent(typed)
				}
			}
			beside(a, c.field, c.says)
		})
	}
}

// beside checks that a mistake is said above the form and beside its field, and that programs can tell.
func beside(a *answer, field, says string) {
	a.tb.Helper()
	input := a.byID(field)
	if invalid, _ := attribute(input, "aria-invalid"); invalid != "true" {
		a.tb.Errorf("%s is not marked as invalid", field)
	}
	described, _ := attribute(input, "aria-describedby")
	if !slices.Contains(strings.Fields(described), field+"-error") {
		a.tb.Errorf("%s is described by %q", field, described)
	}
	if got := text(a.byID(field + "-error")); !strings.Contains(got, says) {
		a.tb.Errorf("beside %s stands %q, want %q", field, got, says)
	}
	summary := a.byID("errors")
	if role, _ := attribute(summary, "role"); role != "alert" || !strings.Contains(text(summary), says) {
		a.tb.Errorf("the summary has the role %q and says %q", role, text(summary))
	}
	a.says(`href="#` + field + `"`)
	if title := text(a.elements("title")[0]); !strings.HasPrefix(title, "Error: ") {
		a.tb.Errorf("the title is %q", title)
	}
}

func TestPasswordThrottled(t *testing.T) {
	f := openLink(registrar.PasswordMail)
	f.setErr = &registrar.Problem{Code: registrar.RateLimited, Detail: registrar.RateDetail{RetryAfterSeconds: new(3600)}}
	newWorld(f).post(t, "password", "token", token, "password", phrase, "again", phrase).
		status(http.StatusTooManyRequests).header("Retry-After", "3600").says("60 minutes").silent(phrase)
}

func TestPasswordLinkGone(t *testing.T) {
	f := openLink(registrar.PasswordMail)
	f.setErr = registrar.LinkUsed.Refusal()
	newWorld(f).post(t, "password", "token", token, "password", phrase, "again", phrase).
		status(http.StatusGone).says("The password has been set; sign in with it.", `href="recover?lang=en"`).silent(phrase)
}

func TestRecover(t *testing.T) {
	w := newWorld(&fake{})
	a := w.get(t, "recover").status(http.StatusOK)
	if got, _ := attribute(a.byID("code"), "aria-describedby"); got != "code-hint" {
		t.Errorf("the field is described by %q", got)
	}
	first := w.post(t, "recover", "code", " jd1042-hd ").status(http.StatusSeeOther)
	second := w.post(t, "recover", "code", "NOBODY").status(http.StatusSeeOther)
	first.header("Location", "recovery-requested?lang=en")
	if first.body != second.body || first.Header().Get("Location") != second.Header().Get("Location") {
		t.Error("the answer depends on the code")
	}
	if !slices.Equal(w.fake.asked, []string{" jd1042-hd ", "NOBODY"}) {
		t.Errorf("asked for %q", w.fake.asked)
	}
	w.get(t, first.Header().Get("Location")).status(http.StatusOK).says("Your request has been received")
	if len(w.fake.asked) != 2 {
		t.Error("the page after the form asked again")
	}
}

func TestRecoverRefused(t *testing.T) {
	w := newWorld(&fake{recoverErr: registrar.RefuseField(registrar.Invalid, "code", "English only")})
	beside(w.post(t, "recover", "code", " ").status(422), "code", "Enter your handle code.")
	if len(w.fake.asked) != 0 {
		t.Error("nothing was asked for")
	}
	a := w.post(t, "recover", "code", "0815").status(422).silent("English only")
	beside(a, "code", "This is not a handle code.")
	if typed, _ := attribute(a.byID("code"), "value"); typed != "0815" {
		t.Errorf("the field holds %q", typed)
	}
	for seconds, says := range map[int]string{
		-5: "in 1 second.", 1: "in 1 second.", 90: "in 90 seconds.", 91: "in 2 minutes.", 3600: "in 60 minutes.",
		5400: "in 90 minutes.", 5401: "in 2 hours.", 86400: "in 24 hours.",
	} {
		w := newWorld(&fake{recoverErr: registrar.Problems{{Code: registrar.RateLimited, Detail: registrar.RateDetail{RetryAfterSeconds: &seconds}}}})
		a := w.post(t, "recover", "code", "JD1042-HD").status(http.StatusTooManyRequests).says(says, `role="alert"`)
		if a.Header().Get("Retry-After") == "" {
			t.Error("Retry-After is missing")
		}
	}
	failing := newWorld(&fake{recoverErr: http.ErrServerClosed})
	failing.post(t, "recover", "code", "JD1042-HD").status(http.StatusInternalServerError)
}
