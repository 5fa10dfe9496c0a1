package apitest

import (
	"context"
	"net/url"
	"sync"
	"time"

	"github.com/handledesk/handledesk/internal/mail"
)

// LinkBase is what the links in a world's mails begin with; its pages answer at World.URL.
const LinkBase = "https://handledesk.example"

// Post keeps the mails of a world, in the order in which they were sent.
type Post struct {
	// Refuse, when set, decides which mails are not taken, and how.
	Refuse func(l mail.Letter) error

	mu      sync.Mutex
	letters []mail.Letter
}

// Send keeps a mail.
func (p *Post) Send(_ context.Context, l mail.Letter) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.Refuse != nil {
		if err := p.Refuse(l); err != nil {
			return "", err
		}
	}
	p.letters = append(p.letters, l)
	return "250 2.0.0 taken", nil
}

// Letters gives all mails that were taken.
func (p *Post) Letters() []mail.Letter {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]mail.Letter{}, p.letters...)
}

// Settle does everything that is due or queued, and what follows from it.
func (w *World) Settle() {
	w.t.Helper()
	for settled := int64(-1); ; {
		last := w.awaitEvents()
		if last == settled {
			return
		}
		if err := w.Worker.Settle(w.t.Context()); err != nil {
			w.t.Fatal(err)
		}
		settled = last
	}
}

// awaitEvents waits until every event can be read, and gives the place of the last one: on Postgres, transactions of
// other tests on the same server keep the horizon back for a moment.
func (w *World) awaitEvents() (last int64) {
	w.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		rows, err := Rows(w.t.Context(), w.Store.Read(), "SELECT coalesce(max(position), 0) AS last FROM events")
		if err != nil {
			w.t.Fatal(err)
		}
		last, _ = rows[0]["last"].(int64)
		end, _, err := w.Store.Horizon(w.t.Context())
		if err != nil {
			w.t.Fatal(err)
		}
		if last < end {
			return last
		}
		if time.Now().After(deadline) {
			w.t.Fatal("a transaction keeps the horizon back")
		}
	}
}

// LastToken is the token of the link in the latest mail; the test fails when there is none.
func (w *World) LastToken() string {
	w.t.Helper()
	letters := w.Post.Letters()
	if len(letters) == 0 {
		w.t.Fatal("no mail was sent")
	}
	return TokenOf(letters[len(letters)-1])
}

// TokenOf is the token of the link in a mail.
func TokenOf(l mail.Letter) string {
	link, err := url.Parse(l.Link)
	if err != nil {
		return ""
	}
	return link.Query().Get("token")
}
