package registrar

import (
	"testing"
	"time"
)

func TestInstantIsMillisecondsInUTC(t *testing.T) {
	paris := time.FixedZone("Paris", 3600)
	typed := time.Date(2026, 7, 1, 14, 30, 15, 123_999_999, paris)
	i := At(typed)
	if got := i.Time().Format(time.RFC3339Nano); got != "2026-07-01T13:30:15.123Z" {
		t.Errorf("At(%s) is %s", typed, got)
	}
	if At(i.Time()) != i {
		t.Errorf("%d does not come back", i)
	}
	if got := Instant(0).Time().Format(time.RFC3339); got != "1970-01-01T00:00:00Z" {
		t.Errorf("0 is %s", got)
	}
}

func TestNeverIsTheLastInstant(t *testing.T) {
	if got := Never.Time().Format(time.RFC3339Nano); got != "9999-12-31T23:59:59.999Z" {
		t.Errorf("Never is %s", got)
	}
	for _, d := range []time.Duration{0, time.Millisecond, 1000 * time.Hour} {
		if got := Never.Add(d); got != Never {
			t.Errorf("Never + %s is %d", d, got)
		}
	}
	if got := (Never - 5).Add(time.Hour); got != Never {
		t.Errorf("close to Never + 1 h is %d", got)
	}
	if got := Never.Add(-time.Millisecond); got != Never-1 {
		t.Errorf("Never - 1 ms is %d", got)
	}
}

func TestAddYearsIsByTheCalendar(t *testing.T) {
	for _, c := range []struct {
		from  string
		years int
		want  string
	}{
		{"2026-01-15T12:00:00.007Z", 1, "2027-01-15T12:00:00.007Z"},
		{"2024-02-29T23:59:59Z", 1, "2025-03-01T23:59:59Z"},
		{"2024-02-29T00:00:00Z", 4, "2028-02-29T00:00:00Z"},
		{"2023-02-28T00:00:00Z", 1, "2024-02-28T00:00:00Z"},
		{"2026-12-31T23:00:00Z", 10, "2036-12-31T23:00:00Z"},
	} {
		from, err := time.Parse(time.RFC3339, c.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := At(from).AddYears(c.years).Time().Format(time.RFC3339Nano); got != c.want {
			t.Errorf("%s + %d years is %s, want %s", c.from, c.years, got, c.want)
		}
	}
}

func TestSecondsUntilRoundsUp(t *testing.T) {
	const now = Instant(1_000_000)
	for later, want := range map[Instant]int{
		now: 0, now - 1: 0, 0: 0, now + 1: 1, now + 999: 1, now + 1000: 1, now + 1001: 2, now + 59_999: 60, now + 60_000: 60,
	} {
		if got := now.SecondsUntil(later); got != want {
			t.Errorf("%d ms: %d s, want %d", later-now, got, want)
		}
	}
}
