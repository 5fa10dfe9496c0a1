package telemetry

import (
	"iter"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
)

// maxText is how much of a document or a statement is told, in bytes.
const maxText = 2000

// hidden stands for a literal.
const hidden = "?"

// redactDocument writes a GraphQL document anew, with a question mark for each literal number and string, and for each
// run of them. Names stay, enum values and true, false and null among them; comments go. It reads no further than it
// writes.
func redactDocument(document string) string {
	var b strings.Builder
	tokens := lexer.New(&ast.Source{Input: document})
	last := ""
	for b.Len() < maxText {
		token, err := tokens.ReadToken()
		if err != nil || token.Kind == lexer.Invalid {
			b.WriteString("…") // no token: nobody knows what it is
			break
		}
		if token.Kind == lexer.EOF {
			break
		}
		text := token.Kind.String()
		switch token.Kind {
		case lexer.Comment:
			continue
		case lexer.Name:
			text = token.Value
		case lexer.Int, lexer.Float, lexer.String, lexer.BlockString:
			if text = hidden; last == hidden {
				continue
			}
		}
		if wordy(last) && wordy(text) && last != "$" {
			b.WriteByte(' ')
		}
		b.WriteString(text)
		last = text
	}
	return cut(b.String(), maxText)
}

// wordy tells whether a token would run together with its neighbour.
func wordy(token string) bool {
	if token == "" {
		return false
	}
	c := token[0]
	return c == '_' || c == '?' || c == '$' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// redactStatement writes a SQL statement without the values that stand in it: strings and numbers. Those that come beside
// it, for its question marks, are never seen here.
func redactStatement(text string) string {
	var b strings.Builder
	space := false
	for word := range words(text) {
		if c := word[0]; c == '\'' || c >= '0' && c <= '9' {
			word = hidden
		}
		if space && word != "," && word != ")" && word != "." {
			b.WriteByte(' ')
		}
		b.WriteString(word)
		if space = word != "(" && word != "."; b.Len() > maxText {
			break
		}
	}
	return cut(b.String(), maxText)
}

// words splits a SQL statement into words, quoted names, strings, numbers and single signs. Comments are left out.
func words(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := 0; i < len(text); {
			end := i + 1
			switch c := text[i]; {
			case c <= ' ':
				i++
				continue
			case strings.HasPrefix(text[i:], "--"):
				i += until(text[i:], "\n")
				continue
			case strings.HasPrefix(text[i:], "/*"):
				i += until(text[i:], "*/")
				continue
			case c == '\'' || c == '"' || c == '`':
				end = i + 1 + until(text[i+1:], text[i:i+1])
			case nameByte(c):
				for end < len(text) && nameByte(text[end]) {
					end++
				}
			}
			if !yield(text[i:end]) {
				return
			}
			i = end
		}
	}
}

// until is how many bytes there are to the end of the sign; all when it does not come.
func until(text, sign string) int {
	if i := strings.Index(text, sign); i >= 0 {
		return i + len(sign)
	}
	return len(text)
}

func nameByte(c byte) bool {
	return c == '_' || c == '$' || c >= 0x80 || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}
