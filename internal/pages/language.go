package pages

import (
	"embed"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
)

//go:embed phrases
var phraseFiles embed.FS

// tags are the languages there are, each with a file in phrases. The first is for readers of any other.
var tags = []string{"en", "fr", "es", "de"}

// words are the phrases of one language.
type words struct {
	tag     string
	phrases map[string]string
}

func loadLanguages() ([]*words, language.Matcher) {
	languages := make([]*words, len(tags))
	known := make([]language.Tag, len(tags))
	for i, tag := range tags {
		languages[i] = &words{tag: tag, phrases: loadPhrases(tag)}
		known[i] = language.MustParse(tag)
	}
	return languages, language.NewMatcher(known)
}

// loadPhrases reads an embedded file. Reading it cannot fail: it is part of the program.
func loadPhrases(tag string) map[string]string {
	file, err := phraseFiles.ReadFile("phrases/" + tag + ".json")
	if err != nil {
		panic(err)
	}
	var phrases map[string]string
	if err := json.Unmarshal(file, &phrases); err != nil {
		panic(fmt.Errorf("pages: phrases of %s: %w", tag, err))
	}
	return phrases
}

// choose finds the language to answer in: the one that the reader chose at the foot of the page; the handle's, where a
// token tells it; the one of the page before; what the browser prefers; English.
func (s *site) choose(q *request, ofHandle string) *words {
	for _, text := range []string{q.parameter("choice"), ofHandle, q.parameter("lang")} {
		if tag, err := language.Parse(text); err == nil && tag != language.Und {
			if _, i, confidence := s.matcher.Match(tag); confidence != language.No {
				return s.languages[i]
			}
		}
	}
	preferred, _, err := language.ParseAcceptLanguage(q.r.Header.Get("Accept-Language"))
	if err != nil {
		return s.languages[0]
	}
	_, i, _ := s.matcher.Match(preferred...) // the first one when none fits
	return s.languages[i]
}

// segment is a piece of a sentence: our words, or a value, which pages set apart from the direction of the sentence.
type segment struct {
	Text  string
	Value bool
}

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

// say returns a phrase with its placeholders filled in from pairs of name and value.
func (w *words) say(key string, pairs ...string) ([]segment, error) {
	phrase, found := w.phrases[key]
	if !found {
		return nil, fmt.Errorf("pages: there is no phrase %q in %s", key, w.tag)
	}
	values := make(map[string]string, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		values["{"+pairs[i]+"}"] = pairs[i+1]
	}
	var segments []segment
	end := 0
	for _, at := range placeholder.FindAllStringIndex(phrase, -1) {
		value, given := values[phrase[at[0]:at[1]]]
		if !given {
			return nil, fmt.Errorf("pages: phrase %q needs a value for %s", key, phrase[at[0]:at[1]])
		}
		segments = append(segments, segment{Text: phrase[end:at[0]]}, segment{Text: value, Value: true})
		end = at[1]
	}
	return append(segments, segment{Text: phrase[end:]}), nil
}

// text is say where no elements can stand: titles, values of other phrases.
func (w *words) text(key string, pairs ...string) (string, error) {
	segments, err := w.say(key, pairs...)
	var text strings.Builder
	for _, s := range segments {
		text.WriteString(s.Text)
	}
	return text.String(), err
}

// count says a number of things: the phrase key+".one" or key+".other", the plural of all our languages from 1 on.
func (w *words) count(key string, n int) (string, error) {
	if n == 1 {
		return w.text(key+".one", "count", "1")
	}
	return w.text(key+".other", "count", strconv.Itoa(n))
}

// instant says a date and a time of day, in UTC.
func (w *words) instant(at time.Time) (string, error) {
	at = at.UTC()
	month, err := w.text("month." + strconv.Itoa(int(at.Month())))
	if err != nil {
		return "", err
	}
	return w.text("date", "day", strconv.Itoa(at.Day()), "month", month, "year", strconv.Itoa(at.Year()),
		"time", at.Format("15:04"))
}

// wait says how long to wait, rounded up to the unit in which people reckon it.
func (w *words) wait(seconds int) (string, error) {
	const minute, hour = 60, 3600
	switch {
	case seconds <= 90:
		return w.count("wait.seconds", max(1, seconds))
	case seconds <= 90*minute:
		return w.count("wait.minutes", (seconds+minute-1)/minute)
	default:
		return w.count("wait.hours", (seconds+hour-1)/hour)
	}
}
