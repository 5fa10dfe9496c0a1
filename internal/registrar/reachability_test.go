package registrar

import (
	"slices"
	"testing"
	"time"
)

// TestNextReminder looks at every hour of twenty days and at the milliseconds around each reminder.
func TestNextReminder(t *testing.T) {
	began := At(time.Date(2026, 3, 28, 22, 30, 0, 0, time.UTC)) // over the day on which clocks change in Europe
	day := func(n int) Instant { return began.Add(time.Duration(n) * 24 * time.Hour) }
	verify := func(now Instant) {
		t.Helper()
		var want Instant
		switch {
		case now < day(5):
			want = day(5)
		case now < day(10):
			want = day(10)
		case now < day(13):
			want = day(13)
		}
		if at, more := NextReminder(began, now); at != want || more != (want != 0) {
			t.Errorf("%s after the beginning: %s and %t, want %s", now.Time().Sub(began.Time()), at.Time(), more, want.Time())
		}
	}
	for hours := -24; hours <= 20*24; hours++ {
		verify(began.Add(time.Duration(hours) * time.Hour))
	}
	for _, days := range []int{0, 5, 10, 13} {
		for _, by := range []time.Duration{-time.Millisecond, 0, time.Millisecond} {
			verify(day(days).Add(by))
		}
	}
}

// TestRemindersFollowEachOther: each is found from the one before, whether the program ran in time or not.
func TestRemindersFollowEachOther(t *testing.T) {
	began := Instant(1)
	for late, want := range map[time.Duration]int{0: 3, 6 * time.Hour: 3, 4 * 24 * time.Hour: 2, 30 * 24 * time.Hour: 1} {
		n := 0
		for at, more := NextReminder(began, began); more && n < 10; at, more = NextReminder(began, at.Add(late)) {
			n++
		}
		if n != want {
			t.Errorf("seen %s late, there are %d reminders, want %d", late, n, want)
		}
	}
}

func TestRetryPause(t *testing.T) {
	want := []time.Duration{
		time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
	}
	var whole time.Duration
	for attempt := -2; attempt <= 20; attempt++ {
		pause, again := RetryPause(attempt)
		switch inside := attempt >= 1 && attempt <= len(want); {
		case again != inside:
			t.Errorf("after attempt %d it is tried again: %t", attempt, again)
		case inside && pause != want[attempt-1], !inside && pause != 0:
			t.Errorf("after attempt %d the pause is %s", attempt, pause)
		}
		whole += pause
	}
	if whole < 24*time.Hour || whole > LinkLifetime {
		t.Errorf("it is tried for %s; the link in it works for %s", whole, LinkLifetime)
	}
}

func TestOnlyAnOpenLinkDoesAnything(t *testing.T) {
	messages := map[string]bool{}
	for state, want := range map[LinkState]Code{
		LinkOpen: "", LinkUsed: LinkWasUsed, LinkSuperseded: LinkWasSuperseded, LinkExpired: LinkWasExpired,
	} {
		p := state.Refusal()
		verifyCode(t, "a link that is "+string(state), p, want)
		if p == nil {
			continue
		}
		if !slices.Equal(p.Field, []string{"token"}) || messages[p.Message] || p.Code.TopLevel() {
			t.Errorf("%s: %v; want words of its own about the token", state, p)
		}
		messages[p.Message] = true
	}
}

func TestCheckLine(t *testing.T) {
	for typed, want := range map[string]struct {
		text string
		code Code
	}{
		"Acme":        {"Acme", ""},
		"  Acme  ":    {"Acme", ""},
		"Cafe\u0301":  {"Caf\u00e9", ""},
		"花見ネームズ株式会":   {"花見ネームズ株式会", ""},
		"0123456789":  {"0123456789", ""},
		"01234567890": {"", TooLong},
		"éééééééééé":  {"éééééééééé", ""},
		"e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301": {"éééééééééé", ""},
		"":            {"", Required},
		" \t ":        {"", Required},
		"a\r\nBcc: b": {"", Invalid},
		"a\x00b":      {"", Invalid},
		"a\u007fb":    {"", Invalid},
		"a\xffb":      {"", Invalid},
	} {
		text, p := CheckLine("name", typed, 10)
		verifyCode(t, "the line "+typed, p, want.code)
		if text != want.text || p != nil && !slices.Equal(p.Field, []string{"name"}) {
			t.Errorf("%q became %q, %v", typed, text, p)
		}
	}
}
