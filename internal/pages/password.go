package pages

import (
	"net/http"
	"net/url"
	"strconv"
	"unicode/utf8"

	strength "github.com/handledesk/handledesk/internal/password"
	"github.com/handledesk/handledesk/internal/registrar"
)

func (s *site) showPassword(q *request) {
	if link := s.open(q, registrar.PasswordMail); link != nil {
		s.showPasswordForm(q, http.StatusOK, link)
	}
}

// showPasswordForm shows the form, empty: a password that was typed never goes back to the browser.
func (s *site) showPasswordForm(q *request, status int, link *Link, errs ...fieldError) {
	v := s.linkView(q, link)
	v.ErrorTitle, v.Errors = "password.error.title", errs
	s.show(q, status, passwordPage, "password.title", v)
}

func (s *site) setPassword(q *request) {
	link := s.open(q, registrar.PasswordMail)
	if link == nil {
		return
	}
	password, again := q.form["password"], q.form["again"]
	switch {
	case password == "":
		s.showPasswordForm(q, http.StatusUnprocessableEntity, link, s.fieldError(q, "password", "password.error.missing"))
		return
	case password != again:
		s.showPasswordForm(q, http.StatusUnprocessableEntity, link, s.fieldError(q, "again", "password.error.again"))
		return
	}
	code, err := s.Owners.SetPassword(q.r.Context(), q.parameter("token"), password)
	if err == nil {
		q.seeOther(setPage, url.Values{"code": {code}})
		return
	}
	switch r := read(err); {
	case r.code == registrar.RateLimited:
		s.showPasswordForm(q, q.tooMany(r), link, s.waitError(q, r))
	case r.code == registrar.PasswordUnsuitable, r.field == "password":
		s.showPasswordForm(q, http.StatusUnprocessableEntity, link, s.unsuitable(q, password))
	default:
		s.refuse(q, registrar.PasswordMail, link, r)
	}
}

// unsuitable says why a password was refused, in the reader's language, which the service's message is not.
func (s *site) unsuitable(q *request, password string) fieldError {
	switch n := utf8.RuneCountInString(password); {
	case n < strength.MinimumLength:
		return s.fieldError(q, "password", "password.error.short", "min", strconv.Itoa(strength.MinimumLength))
	case n > strength.MaximumLength:
		return s.fieldError(q, "password", "password.error.long", "max", strconv.Itoa(strength.MaximumLength))
	}
	return s.fieldError(q, "password", "password.error.guess")
}

// showPasswordSet tells how to go on. The code in the address only fills in the example; one that is none by its form
// is left out, so that no link can put other words onto the page.
func (s *site) showPasswordSet(q *request) {
	v := s.view(q)
	v.Endpoint = s.Endpoint
	if code := q.parameter("code"); registrar.CheckCode(code) == nil {
		v.Code = code
	}
	s.show(q, http.StatusOK, setPage, "set.title", v)
}
