package matrix

import (
	"fmt"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/registrar"
)

// TestResetsAreLimitedByTheClock walks through the limits in time: 60 s apart, 5 in 24 hours, 20 a case. Each reset
// sends one mail, and a refused one none.
func TestResetsAreLimitedByTheClock(t *testing.T) {
	w := newWorld(t)
	handle := w.handles["created"]
	reset := func(what, want string) {
		t.Helper()
		const query = `mutation($id: ID!) { resetReachability(input: {handleId: $id}) {
			userErrors { code ... on RateLimitedError { retryAfterSeconds } } } }`
		answer := w.Must(w.secrets["alpha"], query, object{"id": handle})["resetReachability"]
		if got := fmt.Sprint(answer); got != "map[userErrors:["+want+"]]" {
			t.Errorf("%s: got %s, want %s", what, got, want)
		}
	}
	wait := func(seconds any) string {
		return fmt.Sprintf("map[code:%s retryAfterSeconds:%v]", registrar.RateLimited, seconds)
	}
	began := w.Clock.Now()
	reset("the first", "")
	reset("at once", wait(60))
	w.Clock.Move(59_999 * time.Millisecond)
	reset("after 59.999 s", wait(1))
	w.Clock.Move(time.Millisecond)
	reset("after 60 s", "")
	for _, what := range []string{"the third", "the fourth", "the fifth"} {
		w.Clock.Move(time.Hour)
		reset(what, "")
	}
	w.Clock.Move(time.Hour)
	reset("the sixth of the day", wait((19*time.Hour + 59*time.Minute).Seconds()))
	w.Clock.Move(24*time.Hour - time.Millisecond - w.Clock.Now().Sub(began))
	reset("1 ms before the day is over", wait(1))
	w.Clock.Move(time.Millisecond)
	reset("when the day is over", "")
	for n := 7; n <= 20; n++ {
		w.Clock.Move(12 * time.Hour)
		reset(fmt.Sprintf("number %d of the case", n), "")
	}
	w.Clock.Move(48 * time.Hour)
	reset("number 21 of the case", wait(nil))

	mails := w.read("SELECT * FROM mails WHERE reason = 'RESET' AND handle_id = '" + handle + "'")
	if len(mails) != 20 {
		t.Errorf("%d mails, want 20", len(mails))
	}
}
