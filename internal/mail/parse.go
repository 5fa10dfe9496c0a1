package mail

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/template"
)

// mailTemplate is one parsed file: a head of named lines and paragraphs.
//
// A file is cut into paragraphs before its templates run. What stands in a letter can therefore never add a paragraph,
// a head line or a button.
type mailTemplate struct {
	head       map[string]*template.Template
	paragraphs []paragraph
}

type paragraph struct {
	words  *template.Template // nil for the button
	list   bool
	button bool
}

// buttonMark is the paragraph where the link goes.
const buttonMark = "[button]"

// parse reads a file whose head must have exactly the given names. Errors name the file and the line.
func parse(file, text string, names ...string) (*mailTemplate, error) {
	text = strings.TrimPrefix(strings.ReplaceAll(text, "\r\n", "\n"), "\ufeff")
	lines := strings.Split(text, "\n")
	parsed := &mailTemplate{head: map[string]*template.Template{}}
	body, err := parsed.readHead(file, lines, names)
	if err != nil {
		return nil, err
	}
	for start := body; start < len(lines); {
		if strings.TrimSpace(lines[start]) == "" {
			start++
			continue
		}
		end := start
		for end < len(lines) && strings.TrimSpace(lines[end]) != "" {
			end++
		}
		p, err := parseParagraph(file, start, lines[start:end])
		if err != nil {
			return nil, err
		}
		parsed.paragraphs = append(parsed.paragraphs, p)
		start = end
	}
	if len(parsed.paragraphs) == 0 {
		return nil, fmt.Errorf("%s:%d: nothing follows the head: write paragraphs after a blank line", file, len(lines))
	}
	return parsed, nil
}

// readHead reads the lines up to the first blank one and returns where the rest begins.
func (m *mailTemplate) readHead(file string, lines, names []string) (int, error) {
	at := 0
	for ; at < len(lines) && strings.TrimSpace(lines[at]) != ""; at++ {
		name, value, found := strings.Cut(lines[at], ":")
		switch {
		case !found || !slices.Contains(names, name):
			return 0, fmt.Errorf("%s:%d: a line of the head must begin with %s; a blank line ends the head", file, at+1, headNames(names))
		case m.head[name] != nil:
			return 0, fmt.Errorf("%s:%d: %s: stands twice", file, at+1, name)
		case strings.TrimSpace(value) == "":
			return 0, fmt.Errorf("%s:%d: %s: is empty", file, at+1, name)
		}
		parsed, err := parseWords(file, at, value)
		if err != nil {
			return 0, err
		}
		m.head[name] = parsed
	}
	for _, name := range names {
		if m.head[name] == nil {
			return 0, fmt.Errorf("%s:1: the head has no %s: line", file, name)
		}
	}
	return at, nil
}

func headNames(names []string) string {
	return strings.Join(names, ": or ") + ":"
}

func parseParagraph(file string, start int, lines []string) (paragraph, error) {
	if len(lines) == 1 && strings.TrimSpace(lines[0]) == buttonMark {
		return paragraph{button: true}, nil
	}
	for i, line := range lines {
		if strings.TrimSpace(line) == buttonMark {
			return paragraph{}, fmt.Errorf("%s:%d: %s must stand alone, between blank lines", file, start+i+1, buttonMark)
		}
	}
	words, err := parseWords(file, start, strings.Join(lines, "\n"))
	return paragraph{words: words, list: isList(lines)}, err
}

// isList tells a paragraph whose text stands in lines that begin with "- ". Lines that are nothing but an action, such
// as {{range .Domains}}, do not count.
func isList(lines []string) bool {
	items := 0
	for _, line := range lines {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "- "):
			items++
		case !strings.HasPrefix(line, "{{") || strings.Index(line, "}}") != len(line)-2:
			return false
		}
	}
	return items > 0
}

// parseWords parses a piece of a file that begins after the given number of lines. As many line ends go before it, so
// that text/template's own errors, when parsing and when executing, name the right line.
func parseWords(file string, before int, text string) (*template.Template, error) {
	parsed, err := template.New(file).Parse(strings.Repeat("\n", before) + text)
	if err != nil {
		return nil, fault(err)
	}
	return parsed, nil
}

// fault leaves the file, the line and what is wrong of an error of text/template or html/template.
func fault(err error) error {
	text := err.Error()
	for _, prefix := range []string{"html/template: ", "html/template:", "template: "} {
		text = strings.TrimPrefix(text, prefix)
	}
	return errors.New(text)
}
