package password

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// leakedList holds, as hashes, the leaked passwords that the estimator takes for strong; those it knows are refused by
// their guesses. They are hashes because such lists hold names, telephone numbers and abuse.
//
//go:embed leaked.txt
var leakedList string

// famous are phrases that are quoted as good passwords, or known by heart to many.
var famous = []string{
	"correct horse battery staple", "battery horse staple correct", "horse battery staple correct",
	"the quick brown fox jumps over the lazy dog", "quick brown fox jumps over lazy dog", "jumps over the lazy dog", "the quick brown fox",
	"lorem ipsum dolor sit amet", "lorem ipsum dolor", "to be or not to be", "to be or not to be that is the question",
	"all your base are belong to us", "may the force be with you", "i am your father", "winter is coming",
	"one ring to rule them all", "open sesame open sesame", "once upon a time", "in the beginning was the word",
	"never gonna give you up", "twinkle twinkle little star", "happy birthday to you", "i think therefore i am",
	"this is my password", "my voice is my passport", "my voice is my passport verify me", "let me in please", "you shall not pass",
	"changeme changeme", "this is a secure password", "this is not a password", "hello world hello world", "four random words",
}

// known holds the shapes of leaked and famous passwords, by the first 64 bits of their hashes.
var known = sync.OnceValue(func() map[string]bool {
	hashes := map[string]bool{}
	for line := range strings.Lines(leakedList) {
		if !strings.HasPrefix(line, "#") {
			hashes[strings.TrimSpace(line)] = true
		}
	}
	for _, phrase := range famous {
		hashes[shapeHash(shape(phrase))] = true
	}
	return hashes
})

// tail is how many characters in front or behind do not make a known password another one.
const tail = 4

// shortestShape keeps two or three letters from being found in everything.
const shortestShape = 8

// leaked tells whether a password is a known one: in any letter case, with or without what is no letter or digit, and
// with up to four characters before or after it.
func leaked(text string) bool {
	letters := []rune(shape(text))
	for cut := range tail + 1 {
		if len(letters)-cut < shortestShape {
			return false
		}
		if known()[shapeHash(string(letters[cut:]))] || known()[shapeHash(string(letters[:len(letters)-cut]))] {
			return true
		}
	}
	return false
}

// shape is what is compared with lists: the letters and digits, small and without accents; all of it when there are few.
func shape(text string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFD.String(text))
	if utf8.RuneCountInString(plain) < shortestShape {
		return text
	}
	return plain
}

func shapeHash(shape string) string {
	hash := sha256.Sum256([]byte(shape))
	return hex.EncodeToString(hash[:8])
}
