package password

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"
)

const phrase = "zebra lamp river cough"

// call is what the key derivation was asked for.
type call struct {
	passes, memoryKiB uint32
	lanes             uint8
	salt, key         int // bytes
}

// counted is a Hasher that notes what it derives.
func counted() (*Hasher, *[]call) {
	h, calls, guard := New(Options{}), new([]call), sync.Mutex{}
	h.derive = func(password, salt []byte, passes, memoryKiB uint32, lanes uint8, keyLength uint32) []byte {
		guard.Lock()
		defer guard.Unlock()
		*calls = append(*calls, call{passes, memoryKiB, lanes, len(salt), int(keyLength)})
		return argon2.IDKey(password, salt, passes, memoryKiB, lanes, keyLength)
	}
	return h, calls
}

func TestAHashIsVerified(t *testing.T) {
	h := New(Options{})
	stored, err := h.Hash(t.Context(), phrase)
	if err != nil || !strings.HasPrefix(stored, "$argon2id$v=19$m=19456,t=2,p=1$") || len(stored) != 97 {
		t.Fatalf("got %q, %v", stored, err)
	}
	again, err := h.Hash(t.Context(), phrase)
	if err != nil || again == stored {
		t.Errorf("the same password gives the same text, %v", err)
	}
	for password, want := range map[string]bool{
		phrase: true, "Zebra lamp river cough": false, phrase + " ": false, " " + phrase: false, "": false, "zebra lamp river cougH": false,
		"zebra\u00a0lamp river\u3000cough": true, // spaces of other keyboards
		"zebra\tlamp river cough":          false, strings.Repeat(phrase, 1000): false, phrase + "\x00": false, phrase + "\xff": false,
	} {
		if ok, err := h.Verify(t.Context(), stored, password); ok != want || err != nil {
			t.Errorf("%.40q gives %v, %v", password, ok, err)
		}
	}
}

func TestAccentsMatchHoweverTheyAreTyped(t *testing.T) {
	h := New(Options{})
	stored, err := h.Hash(t.Context(), "gewu\u0308rz te\u0301 \u1112\u1161\u11ab tapir")
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := h.Verify(t.Context(), stored, "gew\u00fcrz t\u00e9 \ud55c tapir"); !ok || err != nil {
		t.Errorf("composed letters do not match, %v", err)
	}
	if ok, _ := h.Verify(t.Context(), stored, "gewurz te \ud55c tapir"); ok {
		t.Error("a letter without its accent matches")
	}
}

// The answer to an unknown handle costs what the answer to a known one costs: counted, since a clock would guess.
func TestUnknownHandlesCostTheSame(t *testing.T) {
	h, calls := counted()
	stored, err := h.Hash(t.Context(), phrase)
	if err != nil {
		t.Fatal(err)
	}
	want := call{passes: 2, memoryKiB: 19456, lanes: 1, salt: 16, key: 32}
	for name, try := range map[string]struct{ stored, password string }{
		"right":            {stored, phrase},
		"wrong":            {stored, "otter gravel kettle moon"},
		"empty":            {stored, ""},
		"unusable":         {stored, "tab\ttab\ttab\ttab"},
		"too long":         {stored, strings.Repeat("x", 1<<20)},
		"unknown":          {"", phrase},
		"unknown empty":    {"", ""},
		"unknown unusable": {"", "\xff"},
	} {
		*calls = nil
		ok, err := h.Verify(t.Context(), try.stored, try.password)
		if err != nil || ok != (name == "right") {
			t.Errorf("%s: %v, %v", name, ok, err)
		}
		if len(*calls) != 1 || (*calls)[0] != want {
			t.Errorf("%s costs %+v, want %+v", name, *calls, want)
		}
	}
}

// Even a key that happens to be the decoy's opens nothing.
func TestNothingStoredIsNeverRight(t *testing.T) {
	h := New(Options{})
	h.derive = func(_, _ []byte, _, _ uint32, _ uint8, length uint32) []byte { return make([]byte, length) }
	if ok, err := h.Verify(t.Context(), "", phrase); ok || err != nil {
		t.Errorf("got %v, %v", ok, err)
	}
	stored := newRecord(make([]byte, saltLength)).String() // the key is zero, as derived
	if ok, err := h.Verify(t.Context(), stored, "\xff"); ok || err != nil {
		t.Errorf("an unusable password is right: %v, %v", ok, err)
	}
}

// The values were worked out by another implementation: Argon2's reference, with the parameters that stand in the text.
func TestStoredParametersAreHonoured(t *testing.T) {
	h, calls := counted()
	for _, stored := range foreign {
		*calls = nil
		if ok, err := h.Verify(t.Context(), stored, "password"); !ok || err != nil {
			t.Errorf("%s: %v, %v", stored, ok, err)
		}
		if ok, err := h.Verify(t.Context(), stored, "passwore"); ok || err != nil {
			t.Errorf("%s is opened by another password, %v", stored, err)
		}
		if len(*calls) != 2 || (*calls)[0].memoryKiB == memoryKiB {
			t.Errorf("%s costs %+v", stored, *calls)
		}
	}
}

func TestHashRefusesWhatCannotBeTypedAgain(t *testing.T) {
	h, calls := counted()
	for _, password := range []string{"", "tab\ttab\ttab\ttab", "\xff", strings.Repeat("x", 129), strings.Repeat("x", 1<<20)} {
		stored, err := h.Hash(t.Context(), password)
		if weakness := (*Weakness)(nil); stored != "" || !errors.As(err, &weakness) {
			t.Errorf("%.20q gives %q, %v", password, stored, err)
		}
	}
	if len(*calls) != 0 {
		t.Errorf("%d were derived", len(*calls))
	}
	h.random = bytes.NewReader(make([]byte, saltLength-1))
	if stored, err := h.Hash(t.Context(), phrase); stored != "" || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("without randomness there is %q, %v", stored, err)
	}
}

func TestOnlySomeWorkAtOnce(t *testing.T) {
	h := New(Options{Parallel: 2})
	var working, most atomic.Int32
	h.derive = func(_, _ []byte, _, _ uint32, _ uint8, length uint32) []byte {
		now := working.Add(1)
		for seen := most.Load(); now > seen; seen = most.Load() {
			most.CompareAndSwap(seen, now)
		}
		time.Sleep(time.Millisecond)
		working.Add(-1)
		return make([]byte, length)
	}
	var callers sync.WaitGroup
	for range 20 {
		callers.Go(func() {
			if _, err := h.Verify(t.Context(), "", phrase); err != nil {
				t.Error(err)
			}
		})
	}
	callers.Wait()
	if most.Load() != 2 {
		t.Errorf("%d worked at once, want 2", most.Load())
	}
	if got := cap(New(Options{}).turns); got != runtime.GOMAXPROCS(0) {
		t.Errorf("%d turns by default", got)
	}
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	h := New(Options{Parallel: 1, Random: rand.Reader})
	busy, release := make(chan struct{}), make(chan struct{})
	h.derive = func(_, _ []byte, _, _ uint32, _ uint8, length uint32) []byte {
		close(busy)
		<-release
		return make([]byte, length)
	}
	done := make(chan error)
	go func() {
		_, err := h.Hash(t.Context(), phrase)
		done <- err
	}()
	<-busy
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if ok, err := h.Verify(ctx, "", phrase); ok || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("waiting ends with %v, %v", ok, err)
	}
	close(release)
	if err := <-done; err != nil {
		t.Error(err)
	}
	for range 100 { // also when a turn is free
		if stored, err := h.Hash(ctx, phrase); stored != "" || !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("after its time a hash is made: %q, %v", stored, err)
		}
	}
}

func BenchmarkHash(b *testing.B) {
	h := New(Options{})
	for b.Loop() {
		if _, err := h.Hash(b.Context(), phrase); err != nil {
			b.Fatal(err)
		}
	}
}
