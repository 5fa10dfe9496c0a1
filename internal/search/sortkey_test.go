package search

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"pgregory.net/rapid"
)

func TestSortKeyOrdersNamesAsPeopleDo(t *testing.T) {
	want := []string{"", "Abel", "abel Anna", "Ábel Anna", "Ångström", "Lefevre", "Lefèvre", "lefevre z", "Müller", "Mullerz", "O'Neill",
		"Zoë", "Παπάς", "Шевченко", "כהן", "محمد", "ไทย", "김", "株式会社"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortStableFunc(got, func(a, b string) int { return bytes.Compare(SortKey(a), SortKey(b)) })
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestSortKeyIsCutAndTheSameForEqualText(t *testing.T) {
	if n := len(SortKey(strings.Repeat("Straße ", 100))); n != 128 {
		t.Errorf("a long name's key has %d bytes, want 128", n)
	}
	if !bytes.Equal(SortKey("Müller"), SortKey("Mu\u0308ller")) {
		t.Error("both forms of ü sort apart")
	}
	key := SortKey("Abel")
	SortKey("Zoë")
	if !bytes.Equal(key, SortKey("Abel")) {
		t.Error("a key changed when another was made")
	}
}

func TestSortKeyAgreesWithTheCollator(t *testing.T) {
	collator := collate.New(language.Und)
	name := rapid.StringOfN(rapid.SampledFrom([]rune("aAáÁbzZßøłñ çЖжαΩ新北أبגน서0129-'.,& ")), 0, 10, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := name.Draw(t, "a"), name.Draw(t, "b")
		keys := bytes.Compare(SortKey(a), SortKey(b))
		if compared := collator.CompareString(a, b); keys != 0 && keys != compared {
			t.Fatalf("keys of %q and %q compare %d, the collator says %d", a, b, keys, compared)
		}
	})
}

func TestSortKeyOfAnyTextIsDeterministic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText.Draw(t, "text")
		if key := SortKey(text); len(key) > 128 || !bytes.Equal(key, SortKey(text)) {
			t.Fatalf("%+q: %x, then %x", text, key, SortKey(text))
		}
	})
}

func TestSortKeyServesManyGoroutines(t *testing.T) {
	names := []string{"Abel", "Lefèvre & Söhne GmbH", "株式会社", "محمد الحسن", strings.Repeat("Ж", 300)}
	want := make([][]byte, len(names))
	for i, name := range names {
		want[i] = SortKey(name)
	}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for i := range 2000 {
				n := i % len(names)
				if !bytes.Equal(SortKey(names[n]), want[n]) {
					t.Errorf("another key for %q", names[n])
					return
				}
			}
		})
	}
	wait.Wait()
}
