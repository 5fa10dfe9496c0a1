package search

import (
	"regexp"
	"strings"
	"unicode"
)

// aLabel starts the ASCII form of an internationalised label, which is one word with its hyphens.
const aLabel = "xn--"

var aLabelWord = regexp.MustCompile(`^xn--[0-9a-z-]+`)

// run is a stretch of folded text that belongs together.
type run struct {
	text    string
	unbound bool // of a script written without spaces
}

// split cuts folded text into runs: at what is neither letter nor digit, and between scripts with and without spaces.
// An apostrophe between letters joins them.
func split(text string) []run {
	runs := []run{}
	for text != "" {
		if word := aLabelWord.FindString(text); word != "" {
			runs, text = append(runs, run{text: word}), text[len(word):]
			continue
		}
		n, unbound := measure(text)
		if n > 0 {
			runs, text = append(runs, run{text[:n], unbound}), text[n:]
			continue
		}
		text = text[firstWidth(text):]
	}
	return runs
}

// measure returns the length in bytes of the run at the start of the text, 0 when none starts there.
func measure(text string) (n int, unbound bool) {
	pending := 0 // an apostrophe that counts only if a letter follows
	for i, r := range text {
		switch {
		case i == 0 && (unicode.IsMark(r) || !isWordRune(r)):
			return 0, false
		case i == 0:
			unbound = isUnbound(r)
		case isApostrophe(r) && pending == 0 && !unbound:
			pending = len(string(r))
			continue
		case !isWordRune(r) || !unicode.IsMark(r) && isUnbound(r) != unbound || pending > 0 && unicode.IsMark(r):
			return n, unbound
		}
		n, pending = i+len(string(r)), 0
	}
	return n, unbound
}

func firstWidth(text string) int {
	for i := range text {
		if i > 0 {
			return i
		}
	}
	return len(text)
}

func isApostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '‘' || r == '`' || r == '′'
}

// isUnbound tells the letters of scripts that put no spaces between words, and Hangul, whose compounds are searched by
// their parts. The long vowel sign of katakana belongs to no script in Unicode's table.
func isUnbound(r rune) bool {
	return r == 'ー' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo, unicode.Hangul,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// addWords adds the words by which the run is found.
func (r run) addWords(found *wordSet) {
	if r.unbound {
		letters := []rune(r.text)
		for i := range letters {
			if !unicode.IsMark(letters[i]) {
				found.add(string(letters[i:min(i+maxUnbound, len(letters))]))
			}
		}
		return
	}
	parts := strings.FieldsFunc(r.text, isApostrophe)
	for _, part := range parts {
		found.add(cut(part))
	}
	found.add(cut(strings.Join(parts, "")))
}

// addQuery adds the words that the run asks for: itself, and of a script without spaces its stretches of 16.
func (r run) addQuery(asked *wordSet) {
	if !r.unbound {
		asked.add(cut(strings.Join(strings.FieldsFunc(r.text, isApostrophe), "")))
		return
	}
	letters := []rune(r.text)
	for start := 0; start < len(letters); start += maxUnbound {
		stretch := letters[start:min(start+maxUnbound, len(letters))]
		asked.add(strings.TrimLeftFunc(string(stretch), unicode.IsMark))
	}
}
