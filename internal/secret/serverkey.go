package secret

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"log/slog"
	"math/big"
	"strconv"
	"strings"
)

// ServerKey is the one secret that a server itself keeps: 256 bits, from which it derives the tokens of mailed links
// and the pseudonyms it throttles by. Servers on one database share it. Whoever has it can open every mailed link
// that was not used yet; with another one, the links that were mailed before are dead and a new mail is needed.
//
// The zero value is no key, and deriving from it panics. Printing or logging a key never shows it.
type ServerKey struct {
	// A function that knows the bits: fmt looks into the unexported fields of others' structs and follows pointers there
	// without asking String.
	mac func() hash.Hash
}

func serverKey(bits [sha256.Size]byte) ServerKey {
	return ServerKey{mac: func() hash.Hash { return hmac.New(sha256.New, bits[:]) }}
}

// What a derived value is for, so that a token and a pseudonym of the same parts have nothing to do with each other.
// The labels never change: links that were mailed must stay valid.
const (
	tokenPurpose     = "handledesk mailed link 1"
	pseudonymPurpose = "handledesk pseudonym 1"
	webhookPurpose   = "handledesk webhook secret 1"
)

// NewServerKey makes a key from 32 bytes of random, which is crypto/rand.Reader except in tests. It panics when
// random cannot be read: there is no safe way on.
func NewServerKey(random io.Reader) ServerKey {
	return serverKey(readBits(random))
}

// ParseServerKey reads a key that a person configures: 64 hexadecimal digits, with nothing but space around them.
// The error never repeats the text.
func ParseServerKey(text string) (ServerKey, error) {
	text = strings.TrimSpace(text)
	bits, err := hex.DecodeString(text)
	if err != nil || len(bits) != sha256.Size {
		return ServerKey{}, fmt.Errorf("expected a server key of %d hexadecimal digits, such as `openssl rand -hex %d` prints, and got %d characters",
			2*sha256.Size, sha256.Size, len(text))
	}
	return serverKey([sha256.Size]byte(bits)), nil
}

// Token derives the token of a mailed link from what the link is for: the same parts give the same token, so that a
// mail that is sent twice carries one link. Returned are the text, to be mailed and never stored, and its hash, to be
// stored. Parts are kept apart: ("a", "bc") and ("ab", "c") are different links.
func (k ServerKey) Token(parts ...string) (text string, digest []byte) {
	return compose(Mailed, new(big.Int).SetBytes(k.derive(tokenPurpose, parts)))
}

// Pseudonym derives 64 hexadecimal digits that stand for the parts, so that a table of them does not tell which codes
// or addresses it counts. The same parts give the same pseudonym; without the key nobody can try out what it stands for.
func (k ServerKey) Pseudonym(parts ...string) string {
	return hex.EncodeToString(k.derive(pseudonymPurpose, parts))
}

// WebhookSecret derives what the messages to a webhook endpoint are signed with, from the endpoint's id and the
// generation of the secret: whsec_ and 32 bytes in base64, the form of Standard Webhooks. It is shown once and never
// stored.
func (k ServerKey) WebhookSecret(endpointID string, generation int) string {
	return "whsec_" + base64.StdEncoding.EncodeToString(k.derive(webhookPurpose, []string{endpointID, strconv.Itoa(generation)}))
}

// derive is HMAC-SHA-256 (RFC 2104) over the purpose and the parts, each with its length in front, so that lists never
// run together.
func (k ServerKey) derive(purpose string, parts []string) []byte {
	if k.mac == nil {
		panic(errors.New("secret: the zero ServerKey derives nothing; load, parse or make one"))
	}
	mac := k.mac()
	write := func(part string) {
		mac.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
		mac.Write([]byte(part))
	}
	write(purpose)
	for _, part := range parts {
		write(part)
	}
	return mac.Sum(nil)
}

const hidden = "[server key]"

// String hides the key.
func (ServerKey) String() string { return hidden }

// Format hides the key from every verb of fmt, those for numbers and Go syntax included.
func (ServerKey) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, hidden) }

// LogValue hides the key.
func (ServerKey) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText hides the key, from JSON too.
func (ServerKey) MarshalText() ([]byte, error) { return []byte(hidden), nil }
