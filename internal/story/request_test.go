package story

import (
	"net/http"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/idempotency"
)

// request is an operation as it was last sent.
type request struct {
	secret    string
	query     string
	variables map[string]any
	key       string // the Idempotency-Key; none when empty
}

// send sends the last operation and waits for what runs beside it, such as noting a key's use.
func (s *story) send() apitest.Answer {
	header := http.Header{}
	if s.last.key != "" {
		header.Set(idempotency.Header, s.last.key)
	}
	answer := s.world.DoWith(header, s.last.secret, s.last.query, s.last.variables)
	s.world.Service.Wait()
	return answer
}
