package registrar

import (
	"crypto/rand"
	"fmt"
	"io"
)

// authCodeAlphabet leaves out letters and digits that are mistaken for each other. It has 56 characters, so that 20 of
// them hold 116 bits; some of every class are not needed for that strength.
const authCodeAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"

// authCodeLength is the number of characters, between RFC 5731's common registry limits of 6 and 32.
const authCodeLength = 20

// NewAuthCode makes an authorization code (RFC 5731, authInfo) from random bytes; rand.Reader when random is nil.
func NewAuthCode(random io.Reader) (string, error) {
	if random == nil {
		random = rand.Reader
	}
	code := make([]byte, 0, authCodeLength)
	for one := make([]byte, 1); len(code) < authCodeLength; {
		if _, err := io.ReadFull(random, one); err != nil {
			return "", fmt.Errorf("no random bytes for an auth code: %w", err)
		}
		// Bytes beyond a multiple of the alphabet's length are thrown away, so that no character is likelier.
		if limit := 256 - 256%len(authCodeAlphabet); int(one[0]) < limit {
			code = append(code, authCodeAlphabet[int(one[0])%len(authCodeAlphabet)])
		}
	}
	return string(code), nil
}
