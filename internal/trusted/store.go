package trusted

import (
	"crypto/sha256"
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"
)

// How much automatic persisted queries may take: 16 MiB of text.
const (
	storedTexts = 1000
	storedBytes = 16 << 10 // of one text
)

// Store remembers texts by their SHA-256 for automatic persisted queries: a client sends only the hash, and the text as
// well when it is told PersistedQueryNotFound. It holds 1,000 texts of at most 16 KiB and forgets those that were not
// asked for longest. Any number of goroutines may use it.
//
// It trusts nobody with a name: it hashes texts by itself, and whoever adds one has validated it before, or junk would
// push out what clients use.
type Store struct {
	texts *lru.Cache[[sha256.Size]byte, string]
}

// NewStore makes an empty Store.
func NewStore() *Store {
	texts, err := lru.New[[sha256.Size]byte, string](storedTexts)
	if err != nil {
		panic(err) // only of a size of 0 or less
	}
	return &Store{texts: texts}
}

// Get finds a text by its SHA-256 in hexadecimal digits, with the prefix "sha256:" or without.
func (s *Store) Get(hash string) (text string, ok bool) {
	key, ok := digest(hash)
	if !ok {
		return "", false
	}
	return s.texts.Get(key)
}

// Add remembers the text of a valid document. One that is longer than 16 KiB is not stored: its client sends it each time.
func (s *Store) Add(text string) (stored bool) {
	if len(text) > storedBytes {
		return false
	}
	s.texts.Add(sha256.Sum256([]byte(text)), strings.Clone(text)) // a clone does not keep the rest of the request's body
	return true
}
