package pages

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/handledesk/handledesk/internal/registrar"
)

func (s *site) showRecover(q *request) { s.showRecoverForm(q, http.StatusOK) }

// showRecoverForm shows the form with the code as typed, which is no secret.
func (s *site) showRecoverForm(q *request, status int, errs ...fieldError) {
	v := s.view(q)
	v.Code = q.form["code"]
	v.ErrorTitle, v.Errors = "recover.error.title", errs
	s.show(q, status, recoverPage, "recover.title", v)
}

// recover asks for a mail. What follows is the same for every code, so that it does not tell which handles exist.
func (s *site) recover(q *request) {
	code := q.form["code"]
	if strings.TrimSpace(code) == "" {
		s.showRecoverForm(q, http.StatusUnprocessableEntity, s.fieldError(q, "code", "recover.error.missing"))
		return
	}
	err := s.Owners.RequestPasswordRecovery(q.r.Context(), code)
	if err == nil {
		q.seeOther(requestedPage, url.Values{})
		return
	}
	switch r := read(err); r.code {
	case registrar.RateLimited:
		s.showRecoverForm(q, q.tooMany(r), s.waitError(q, r))
	case registrar.Invalid, registrar.Required, registrar.TooLong:
		s.showRecoverForm(q, http.StatusUnprocessableEntity, s.fieldError(q, "code", "recover.error.form"))
	default:
		s.fail(q, r)
	}
}

func (s *site) showRequested(q *request) {
	s.tell(q, http.StatusOK, message{
		Title: "requested.title", Text: []string{"requested.text", "requested.next", "requested.silence"},
	})
}
