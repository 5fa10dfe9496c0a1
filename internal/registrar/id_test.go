package registrar

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

// The UUIDs and suffixes are from the TypeID 0.3 specification's list of valid ones.
func TestFormatIDIsTypeID(t *testing.T) {
	for u, want := range map[string]string{
		"01889c89-df6b-7f1c-a388-91396ec314bc": "hdl_01h2e8kqvbfwea724h75qc655w",
		"00000000-0000-0000-0000-000000000000": "hdl_00000000000000000000000000",
		"00000000-0000-0000-0000-000000000001": "hdl_00000000000000000000000001",
		"00000000-0000-0000-0000-000000000020": "hdl_00000000000000000000000010",
		"ffffffff-ffff-ffff-ffff-ffffffffffff": "hdl_7zzzzzzzzzzzzzzzzzzzzzzzzz",
		"0110c853-1d09-52d8-d73e-1194e95b5f19": "hdl_0123456789abcdefghjkmnpqrs",
	} {
		if got := FormatID(HandleID, uuid.MustParse(u)); got != want {
			t.Errorf("FormatID(%s) = %s, want %s", u, got, want)
		}
	}
}

func TestIDsSortAsTheirUUIDs(t *testing.T) {
	draw := rapid.SliceOfN(rapid.Byte(), 16, 16)
	rapid.Check(t, func(t *rapid.T) {
		a, b := uuid.UUID(draw.Draw(t, "a")), uuid.UUID(draw.Draw(t, "b"))
		if strings.Compare(FormatID(EventID, a), FormatID(EventID, b)) != bytes.Compare(a[:], b[:]) {
			t.Fatalf("%s and %s sort otherwise as %s and %s", a, b, FormatID(EventID, a), FormatID(EventID, b))
		}
		if kind, err := KindOfID(FormatID(EventID, a)); kind != EventID || err != nil {
			t.Fatalf("KindOfID gives %q, %v", kind, err)
		}
	})
}

func TestParseIDSaysWhatWasExpected(t *testing.T) {
	good := "hdl_01h2e8kqvbfwea724h75qc655w"
	if err := ParseID(HandleID, good); err != nil {
		t.Errorf("ParseID(%s): %v", good, err)
	}
	for _, bad := range []string{
		"", "hdl", "hdl_", "_01h2e8kqvbfwea724h75qc655w", "dom_01h2e8kqvbfwea724h75qc655w", "HDL_01h2e8kqvbfwea724h75qc655w",
		"hdl_81h2e8kqvbfwea724h75qc655w", "hdl_01H2E8KQVBFWEA724H75QC655W", "hdl_01h2e8kqvbfwea724h75qc655", good + "w",
		"hdl_01h2e8kqvbfwea724h75qc655u", "hd_001h2e8kqvbfwea724h75qc655w", "hdl-01h2e8kqvbfwea724h75qc655w",
		strings.Repeat("a", 29) + "_", "hdl_01h2e8kqvbfwea724h75qc65\u00e9",
	} {
		if err := ParseID(HandleID, bad); err == nil || !strings.Contains(err.Error(), "hdl_ followed by 26") {
			t.Errorf("ParseID(%q) = %v, want what was expected", bad, err)
		}
	}
}

func FuzzKindOfID(f *testing.F) {
	f.Add("hdl_01h2e8kqvbfwea724h75qc655w")
	f.Add(strings.Repeat("a", 29) + "_")
	f.Add("hdl_81h2e8kqvbfwea724h75qc655w")
	f.Fuzz(func(t *testing.T, text string) {
		kind, err := KindOfID(text)
		if (err == nil) != (ParseID(kind, text) == nil) {
			t.Fatalf("KindOfID(%q) = %q, %v disagrees with ParseID", text, kind, err)
		}
		if err == nil && (len(text) != 30 || !strings.HasPrefix(text, string(kind)+"_")) {
			t.Fatalf("KindOfID(%q) = %q", text, kind)
		}
	})
}

func TestTimeIDsAreVersion7(t *testing.T) {
	now := time.Date(2026, 3, 14, 15, 9, 26, 535_000_000, time.UTC)
	ids := &TimeIDs{Now: func() time.Time { return now }}
	ids.NewID(HandleID)
	if got, want := ids.last.Version(), uuid.Version(7); got != want {
		t.Errorf("version %d, want %d", got, want)
	}
	if got := ids.last.Variant(); got != uuid.RFC4122 {
		t.Errorf("variant %s", got)
	}
	if seconds, nanoseconds := ids.last.Time().UnixTime(); !time.Unix(seconds, nanoseconds).Equal(now) {
		t.Errorf("time %s, want %s", time.Unix(seconds, nanoseconds).UTC(), now)
	}
}

func TestTimeIDsNeverGoBack(t *testing.T) {
	clock := time.Date(2026, 3, 14, 15, 9, 26, 0, time.UTC)
	steps := []time.Duration{0, 0, time.Millisecond, -time.Hour, 0, time.Minute, -time.Second, 2 * time.Hour}
	ids := &TimeIDs{Now: func() time.Time { return clock }}
	made := []string{}
	for range 50 {
		for _, step := range steps {
			clock = clock.Add(step)
			made = append(made, ids.NewID(DomainID))
		}
	}
	for i := 1; i < len(made); i++ {
		if made[i] <= made[i-1] {
			t.Fatalf("id %d, %s, is not after %s", i, made[i], made[i-1])
		}
	}
}

func TestTimeIDsAreDistinctAndOrderedAcrossGoroutines(t *testing.T) {
	const goroutines, each = 8, 2000
	ids := &TimeIDs{}
	made := make([][]string, goroutines)
	var wait sync.WaitGroup
	for g := range goroutines {
		wait.Go(func() {
			for range each {
				made[g] = append(made[g], ids.NewID(EventID))
			}
		})
	}
	wait.Wait()
	for _, own := range made {
		if !slices.IsSorted(own) {
			t.Error("a goroutine saw its ids go back")
		}
	}
	all := slices.Concat(made...)
	slices.Sort(all)
	if n := len(slices.Compact(all)); n != goroutines*each {
		t.Errorf("%d distinct ids, want %d", n, goroutines*each)
	}
}

func TestNextCarriesPastVariantAndVersion(t *testing.T) {
	for from, want := range map[string]string{
		"01889c89-df6b-7f1c-a388-91396ec314bc": "01889c89-df6b-7f1c-a388-91396ec314bd",
		"01889c89-df6b-7f1c-a388-ffffffffffff": "01889c89-df6b-7f1c-a389-000000000000",
		"01889c89-df6b-7f1c-bfff-ffffffffffff": "01889c89-df6b-7f1d-8000-000000000000",
		"01889c89-df6b-7fff-bfff-ffffffffffff": "01889c89-df6c-7000-8000-000000000000",
		"01889c89-ffff-7fff-bfff-ffffffffffff": "01889c8a-0000-7000-8000-000000000000",
	} {
		if got := next(uuid.MustParse(from)); got.String() != want {
			t.Errorf("next(%s) = %s, want %s", from, got, want)
		}
	}
}
