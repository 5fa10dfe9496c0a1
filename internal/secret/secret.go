// Package secret makes and checks the secrets of API keys, sessions and mailed links. Only their hash is ever stored.
//
// A secret is hdk_ (API key), hds_ (session) or hdt_ (the token in a mailed link), 43 characters that write 256 bits in
// base 62, and 6 that write the CRC-32 (IEEE) of all before them: hd[kst]_[0-9A-Za-z]{49}. Prefix and checksum let
// scanners of source code find leaked ones and tell them from look-alikes, and let the server refuse a mistyped one
// without a query. The bits of keys and sessions are random; those of a mailed token are derived by the ServerKey.
package secret

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/big"
	"strings"
)

// Kind is what a secret opens.
type Kind string

// The kinds of secret, by their prefix.
const (
	APIKey  Kind = "hdk_"
	Session Kind = "hds_"
	Mailed  Kind = "hdt_" // a link that works once, made by ServerKey.Token
)

const (
	prefixLength   = 4
	randomBytes    = 32
	randomLength   = 43 // 62^43 is just above 2^256
	checksumLength = 6  // 62^6 is above 2^32
	totalLength    = prefixLength + randomLength + checksumLength
)

const alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// NewAPIKey makes an API key from 32 bytes of random, which is crypto/rand.Reader except in tests: the text, to be
// shown once, and its hash, to be stored. It panics when random cannot be read: there is no safe way on.
func NewAPIKey(random io.Reader) (text string, hash []byte) { return generate(APIKey, random) }

// NewSession makes a session token in the same way.
func NewSession(random io.Reader) (text string, hash []byte) { return generate(Session, random) }

func generate(kind Kind, random io.Reader) (text string, hash []byte) {
	bits := readBits(random)
	return compose(kind, new(big.Int).SetBytes(bits[:]))
}

func readBits(random io.Reader) (bits [randomBytes]byte) {
	if _, err := io.ReadFull(random, bits[:]); err != nil {
		panic(fmt.Errorf("secret: reading random bytes: %w", err))
	}
	return bits
}

// compose writes a secret of 256 bits.
func compose(kind Kind, bits *big.Int) (text string, hash []byte) {
	body := string(kind) + base62(bits, randomLength)
	text = body + checksum(body)
	return text, digest(text)
}

// Parse checks the form of a secret and returns its kind and the hash to look for. The error says what was expected
// and never repeats the text.
func Parse(text string) (kind Kind, hash []byte, err error) {
	switch {
	case strings.HasPrefix(text, string(APIKey)):
		kind = APIKey
	case strings.HasPrefix(text, string(Session)):
		kind = Session
	case strings.HasPrefix(text, string(Mailed)):
		kind = Mailed
	default:
		return "", nil, errors.New("expected an API key that starts with hdk_, a session token that starts with hds_ or a mailed link's token that starts with hdt_")
	}
	if len(text) != totalLength || strings.Trim(text[prefixLength:], alphabet) != "" {
		return "", nil, fmt.Errorf("expected %s followed by %d letters and digits; copy the whole secret", kind, totalLength-prefixLength)
	}
	body := text[:totalLength-checksumLength]
	if checksum(body) != text[len(body):] {
		return "", nil, errors.New("the secret's checksum is wrong: a character was changed or lost; copy it again")
	}
	return kind, digest(text), nil
}

// Hint returns the last 4 random characters of a well-formed secret, by which its owner knows it again in a list.
// They leave more than 230 bits unknown.
func Hint(text string) string {
	if len(text) != totalLength {
		return ""
	}
	end := totalLength - checksumLength
	return text[end-4 : end]
}

func digest(text string) []byte {
	hash := sha256.Sum256([]byte(text))
	return hash[:]
}

func checksum(body string) string {
	return base62(new(big.Int).SetUint64(uint64(crc32.ChecksumIEEE([]byte(body)))), checksumLength)
}

// base62 writes a number with a fixed number of digits.
func base62(n *big.Int, width int) string {
	digits := n.Text(len(alphabet)) // 0-9, a-z, A-Z, as in alphabet
	return strings.Repeat("0", width-len(digits)) + digits
}
