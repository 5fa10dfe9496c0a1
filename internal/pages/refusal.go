package pages

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/handledesk/handledesk/internal/registrar"
)

// refusal is an error of the service, as far as pages tell kinds of it apart.
type refusal struct {
	err   error
	code  registrar.Code // empty for a failure
	field string         // the last step of the path to the field; empty when the whole is meant
	wait  *int           // seconds, with RATE_LIMITED; nil when it is not known
}

// read finds the problem in an error. Of several the first counts: the pages' forms have one field that can be wrong.
func read(err error) refusal {
	r := refusal{err: err}
	problem, one := errors.AsType[*registrar.Problem](err)
	if problems, several := errors.AsType[registrar.Problems](err); !one && several && len(problems) > 0 {
		problem = problems[0]
	}
	if problem == nil {
		return r
	}
	r.code = problem.Code
	if len(problem.Field) > 0 {
		r.field = problem.Field[len(problem.Field)-1]
	}
	if detail, timed := problem.Detail.(registrar.RateDetail); timed {
		r.wait = detail.RetryAfterSeconds
	}
	return r
}

// message is a page without a form. Title and text are keys of phrases, which may speak of the {sender}.
type message struct {
	Title string
	Text  []string // one for each paragraph

	// What stands below the text.
	CanRecover bool // a link to the page that asks for a new password link
	ShowID     bool // the request id
}

// Why a link does nothing, by the code of the refusal. Each has the words for either kind of link.
type trouble struct {
	status            int
	title, text       string
	confirm, password string // what to do next
}

var troubles = map[registrar.Code]trouble{
	registrar.Invalid: {http.StatusBadRequest, "malformed.title", "malformed.text",
		"malformed.confirm", "malformed.password"},
	registrar.LinkUnknown: {http.StatusNotFound, "unknown.title", "unknown.text",
		"unknown.confirm", "unknown.password"},
	registrar.LinkWasUsed: {http.StatusGone, "used.title", "used.text",
		"used.confirm", "used.password"},
	registrar.LinkWasSuperseded: {http.StatusGone, "superseded.title", "superseded.text",
		"superseded.confirm", "superseded.password"},
	registrar.LinkWasExpired: {http.StatusGone, "expired.title", "expired.text",
		"expired.confirm", "expired.password"},
}

// open returns the link of the request's token if it is of the kind and open. Otherwise it answers the request, and
// returns nil. The request's language is the handle's from here on.
func (s *site) open(q *request, kind registrar.MailKind) *Link {
	token := q.parameter("token")
	if token == "" { // none, or several
		s.refuse(q, kind, nil, refusal{code: registrar.Invalid})
		return nil
	}
	link, err := s.Owners.Link(q.r.Context(), token)
	if err != nil {
		s.refuse(q, kind, nil, read(err))
		return nil
	}
	q.words = s.choose(q, link.Language)
	if link.Kind != kind { // no mail puts it so
		s.refuse(q, kind, nil, refusal{code: registrar.LinkUnknown})
		return nil
	}
	if problem := link.State.Refusal(); problem != nil {
		s.refuse(q, kind, link, read(problem))
		return nil
	}
	return link
}

// refuse answers why a link does nothing. The link is nil when nothing is known of it.
func (s *site) refuse(q *request, kind registrar.MailKind, link *Link, r refusal) {
	if r.code == registrar.RateLimited {
		v := s.view(q)
		v.Errors = []fieldError{s.waitError(q, r)}
		s.show(q, q.tooMany(r), "message", "wait.title", v)
		return
	}
	t, known := troubles[r.code]
	if !known {
		s.fail(q, r)
		return
	}
	m := message{Title: t.title, Text: []string{t.text, t.confirm}}
	if kind == registrar.PasswordMail {
		m = message{Title: t.title, Text: []string{t.text, t.password}, CanRecover: true}
	}
	v := s.linkView(q, link)
	v.Message = m
	s.show(q, t.status, "message", m.Title, v)
}

// fail answers to a failure: nothing of it is told, all of it is logged.
func (s *site) fail(q *request, r refusal) {
	if !errors.Is(r.err, context.Canceled) || q.r.Context().Err() == nil { // otherwise the reader is gone
		s.log(q, r.err)
	}
	s.tell(q, http.StatusInternalServerError,
		message{Title: "failure.title", Text: []string{"failure.text", "failure.again"}, ShowID: true})
}

// tell answers with a page of words.
func (s *site) tell(q *request, status int, m message) {
	v := s.view(q)
	v.Message = m
	s.show(q, status, "message", m.Title, v)
}

// linkView begins the view of a page about a link; nil is one of which nothing is known.
func (s *site) linkView(q *request, link *Link) *view {
	v := s.view(q)
	if link == nil {
		return v
	}
	v.Link, v.Token = link, q.parameter("token")
	if link.Sender != "" {
		v.Sender = link.Sender
	}
	return v
}

// tooMany sets when to try again, and returns the status that goes with it.
func (q *request) tooMany(r refusal) int {
	if r.wait != nil {
		q.w.Header().Set("Retry-After", strconv.Itoa(max(1, *r.wait)))
	}
	return http.StatusTooManyRequests
}

// waitError says how long to wait.
func (s *site) waitError(q *request, r refusal) fieldError {
	if r.wait == nil {
		return s.fieldError(q, "", "wait.later")
	}
	length, err := q.words.wait(*r.wait)
	if err != nil {
		s.log(q, err)
		return s.fieldError(q, "", "wait.later")
	}
	return s.fieldError(q, "", "wait.text", "wait", length)
}

// fieldError puts a phrase beside a field. A phrase that is missing is logged; its key stands in for it.
func (s *site) fieldError(q *request, field, key string, pairs ...string) fieldError {
	text, err := q.words.text(key, pairs...)
	if err != nil {
		s.log(q, err)
		text = key
	}
	return fieldError{Field: field, Text: text}
}
