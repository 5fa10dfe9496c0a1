// Package password checks, stores and verifies the passwords of people.
//
// What is stored is Argon2id (RFC 9106) with a random salt of 128 bits, as a PHC string:
//
//	$argon2id$v=19$m=19456,t=2,p=1$<salt>$<key>
//
// Passwords are compared as RFC 8265 says (PRECIS, profile OpaqueString): capitals count, and an accented letter is the
// same however a keyboard composes it.
package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"io"
	"runtime"

	"golang.org/x/crypto/argon2"
)

// What a new hash costs: the first choice of OWASP's Password Storage Cheat Sheet for Argon2id, with which 19 MiB are
// filled twice. The salt and the key have the lengths that RFC 9106, section 4, recommends.
const (
	memoryKiB  = 19 * 1024
	passes     = 2
	lanes      = 1
	saltLength = 16 // bytes
	keyLength  = 32 // bytes
)

// Options configure a Hasher.
type Options struct {
	Random   io.Reader // for salts; crypto/rand.Reader when nil
	Parallel int       // hashings at once, each with 19 MiB and one processor; as many as there are processors when 0 or less
}

// Hasher makes and verifies stored passwords. It may be used by any number of goroutines: those above Options.Parallel
// wait for their turn, so that a flood of sign-ins takes no more memory than the server has.
type Hasher struct {
	random io.Reader
	turns  chan struct{}
	decoy  record
	derive func(password, salt []byte, passes, memoryKiB uint32, lanes uint8, keyLength uint32) []byte
}

// New makes a Hasher.
func New(o Options) *Hasher {
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Parallel <= 0 {
		o.Parallel = runtime.GOMAXPROCS(0)
	}
	return &Hasher{
		random: o.Random,
		turns:  make(chan struct{}, o.Parallel),
		decoy:  newRecord(make([]byte, saltLength)),
		derive: argon2.IDKey,
	}
}

// Hash makes the text to be stored for a password; Check the password first. The same password gives another text each
// time.
//
// Errors: a *Weakness when the password can never be typed again or is too long, the context's error when it ends
// before its turn comes, and an unreadable source of randomness.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	text, weakness := prepare(password)
	if weakness != nil {
		return "", weakness
	}
	salt := make([]byte, saltLength)
	if _, err := io.ReadFull(h.random, salt); err != nil {
		return "", fmt.Errorf("reading random bytes for a password's salt: %w", err)
	}
	r := newRecord(salt)
	key, err := h.work(ctx, text, r)
	if err != nil {
		return "", err
	}
	r.key = key
	return r.String(), nil
}

// Verify tells whether a password is the one that was stored, at the cost that the stored text names.
//
// When there is nothing stored ("": no such person, or no password yet) it works as long and answers false, so that the
// time of an answer does not tell who exists. A password that nobody can have costs the same too.
//
// Errors: the context's when it ends before its turn comes, and a stored text that this package did not write.
func (h *Hasher) Verify(ctx context.Context, stored, password string) (ok bool, err error) {
	r := h.decoy
	if stored != "" {
		if r, err = parseRecord(stored); err != nil {
			return false, err
		}
	}
	text, weakness := prepare(password)
	key, err := h.work(ctx, text, r)
	if err != nil {
		return false, err
	}
	same := subtle.ConstantTimeCompare(key, r.key) == 1
	return same && stored != "" && weakness == nil, nil
}

// work derives a key in its turn.
func (h *Hasher) work(ctx context.Context, text string, r record) ([]byte, error) {
	if err := ctx.Err(); err != nil { // a free turn may be chosen over a context that has ended
		return nil, err
	}
	select {
	case h.turns <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h.turns }()
	return h.derive([]byte(text), r.salt, r.passes, r.memoryKiB, r.lanes, uint32(len(r.key))), nil
}
