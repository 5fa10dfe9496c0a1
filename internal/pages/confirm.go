package pages

import (
	"net/http"
	"net/url"

	"github.com/handledesk/handledesk/internal/registrar"
)

// showConfirm shows who asks for what, and the button. It confirms nothing.
func (s *site) showConfirm(q *request) {
	if link := s.open(q, registrar.ReachabilityMail); link != nil {
		s.showConfirmForm(q, http.StatusOK, link)
	}
}

func (s *site) showConfirmForm(q *request, status int, link *Link, errs ...fieldError) {
	v := s.linkView(q, link)
	v.ErrorTitle, v.Errors = "confirm.error.title", errs
	s.show(q, status, confirmPage, "confirm.title", v)
}

func (s *site) confirm(q *request) {
	link := s.open(q, registrar.ReachabilityMail)
	if link == nil {
		return
	}
	err := s.Owners.ConfirmReachability(q.r.Context(), q.parameter("token"))
	if err == nil {
		q.seeOther(confirmedPage, url.Values{})
		return
	}
	r := read(err)
	if r.code == registrar.RateLimited {
		s.showConfirmForm(q, q.tooMany(r), link, s.waitError(q, r))
		return
	}
	s.refuse(q, registrar.ReachabilityMail, link, r)
}

// showConfirmed shows what a reader sees after the button. Anybody can open it; it tells nothing of anybody.
func (s *site) showConfirmed(q *request) {
	s.tell(q, http.StatusOK, message{
		Title: "confirmed.title", Text: []string{"confirmed.text", "confirmed.holds", "confirmed.close"},
	})
}
