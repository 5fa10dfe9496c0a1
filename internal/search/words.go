// Package search turns names into the words that the search box finds them by, and typed text into the words to look
// for. Both databases store the words as they are and compare bytes, so they give the same answers.
package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/handledesk/handledesk/internal/registrar"
)

// The limits of stored and asked words, in characters.
const (
	maxWord    = 32
	maxUnbound = 16 // a stretch of a script without spaces, see Words
	maxQuery   = 8  // words in one query
)

// Words returns the distinct words of the texts, folded, in order of first appearance.
//
// A text is split at everything that is neither letter nor digit; a word with an apostrophe gives its parts and the
// whole (o, neill, oneill), and one with ä, ö, ü, å or ø also the spelling with two letters (muller, mueller). Scripts
// written without spaces have no words to split at: there every position starts a stretch of up to 16 characters, so
// that any part of the text is the start of some word. Words are cut at 32 characters.
func Words(texts ...string) []string {
	found := newWordSet()
	for _, text := range texts {
		found.addText(text)
		lower := strings.ToLower(norm.NFC.String(text))
		if spelled := twoLetters.Replace(lower); spelled != lower {
			found.addText(spelled)
		}
	}
	return found.words
}

// twoLetters writes the letters that German and Nordic keyboards have and others replace (DIN 5007-2).
var twoLetters = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "å", "aa", "ø", "oe")

// Query returns the words to look for: a record matches when each of them starts one of its stored words. There are
// at most 8, the first ones; a word that another one starts with is left out, because it asks for nothing more.
// Nothing to look for gives an empty list.
func Query(text string) []string {
	asked := newWordSet()
	for _, run := range split(registrar.Fold(text)) {
		run.addQuery(asked)
	}
	words := []string{}
	for i, word := range asked.words {
		if !startsAnother(word, i, asked.words) && len(words) < maxQuery {
			words = append(words, word)
		}
	}
	return words
}

func startsAnother(word string, place int, words []string) bool {
	for i, other := range words {
		if i != place && strings.HasPrefix(other, word) {
			return true
		}
	}
	return false
}

// PrefixEnd returns the bound above every word with the prefix: word >= prefix AND word < PrefixEnd(prefix) is a
// prefix match by bytes (in PostgreSQL under COLLATE "C"). U+10FFFF is valid UTF-8, sorts last and is in no word.
func PrefixEnd(prefix string) string { return prefix + "\U0010ffff" }

// DomainWords returns the words of a domain name, given in both its forms: those of each label, each label without
// its hyphens, and the A-label of one that is not ASCII.
func DomainWords(asciiName, unicodeName string) []string {
	found := newWordSet()
	for label := range strings.SplitSeq(unicodeName, ".") {
		for _, word := range Words(label) {
			found.add(word)
		}
		if strings.Contains(label, "-") && !strings.HasPrefix(label, aLabel) {
			found.add(cut(registrar.Fold(strings.ReplaceAll(label, "-", ""))))
		}
	}
	for label := range strings.SplitSeq(asciiName, ".") {
		if strings.HasPrefix(label, aLabel) {
			found.add(cut(label))
		}
	}
	return found.words
}

// wordSet keeps distinct words in the order in which they came.
type wordSet struct {
	words []string
	held  map[string]bool
}

func newWordSet() *wordSet { return &wordSet{words: []string{}, held: map[string]bool{}} }

func (s *wordSet) add(word string) {
	if word == "" || s.held[word] {
		return
	}
	s.held[word] = true
	s.words = append(s.words, word)
}

// addText adds the words of one text.
func (s *wordSet) addText(text string) {
	for _, run := range split(registrar.Fold(text)) {
		run.addWords(s)
	}
}

// cut returns the first characters of a word, as many as are stored.
func cut(word string) string {
	limit := maxWord
	for i := range word {
		if limit == 0 {
			return word[:i]
		}
		limit--
	}
	return word
}

// isWordRune tells what words are made of. Marks that folding leaves are part of the letter before them.
func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
