package registrar

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

// TestAuthCodeUsesBytesEvenly: out of every byte equally often, every character comes equally often.
func TestAuthCodeUsesBytesEvenly(t *testing.T) {
	var all []byte
	for range 5 {
		for b := range 256 {
			all = append(all, byte(b))
		}
	}
	random := bytes.NewReader(all)
	counts := map[rune]int{}
	for range 56 {
		code, err := NewAuthCode(random)
		if err != nil {
			t.Fatal(err)
		}
		if len(code) != 20 {
			t.Errorf("%q has %d characters, want 20", code, len(code))
		}
		for _, r := range code {
			counts[r]++
		}
	}
	const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"
	for r, n := range counts {
		if !strings.ContainsRune(alphabet, r) || n != 20 {
			t.Errorf("%q came %d times, want 20 and one that is not mistaken for another", r, n)
		}
	}
	if len(counts) != len(alphabet) {
		t.Errorf("%d different characters, want %d", len(counts), len(alphabet))
	}
}

func TestAuthCodeNeedsRandomBytes(t *testing.T) {
	for _, few := range []int{0, 19} {
		if code, err := NewAuthCode(bytes.NewReader(make([]byte, few))); err == nil || code != "" {
			t.Errorf("%d bytes give %q and %v", few, code, err)
		}
	}
	if code, err := NewAuthCode(io.LimitReader(bytes.NewReader(bytes.Repeat([]byte{255}, 100)), 100)); err == nil {
		t.Errorf("bytes that are thrown away give %q", code)
	}
}

func TestAuthCodesDiffer(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		code, err := NewAuthCode(nil)
		if err != nil || seen[code] {
			t.Fatalf("%q again, or %v", code, err)
		}
		seen[code] = true
	}
}
