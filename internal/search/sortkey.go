package search

import (
	"bytes"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// maxSortKey is the length in bytes at which keys are cut: names alike over their first 40 characters or so are in the
// order of their ids.
const maxSortKey = 128

// keyMaker holds what makes a key. A Collator must not be used by two goroutines at once.
type keyMaker struct {
	collator *collate.Collator
	buffer   collate.Buffer
}

var keyMakers = sync.Pool{New: func() any { return &keyMaker{collator: collate.New(language.Und)} }}

// SortKey returns the bytes by which a name is put in order: the key of the root collation (CLDR), in which accents
// and case decide only between names otherwise alike, cut at 128 bytes. It is the same on every machine and may be
// called from many goroutines.
func SortKey(name string) []byte {
	maker := keyMakers.Get().(*keyMaker)
	defer keyMakers.Put(maker)
	maker.buffer.Reset()
	key := maker.collator.KeyFromString(&maker.buffer, norm.NFC.String(name))
	return bytes.Clone(key[:min(len(key), maxSortKey)])
}
