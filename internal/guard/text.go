package guard

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
)

// Text counts the tokens and comments of a document before it is parsed, and looks at the length of its names. It reads
// the text once, to its end, so that the number it gives is the true one: the caller bounds the size of the text. What is
// no GraphQL is left to the parser, which can say why; it stops at the same character, so what comes before it counts.
func (l Limits) Text(document string) *Violation {
	lex := lexer.New(&ast.Source{Input: document})
	var tokens, comments int
	var tooMany, tooTalkative *ast.Position
	var tooLong *Violation
	for {
		token, err := lex.ReadToken()
		switch {
		case err != nil || token.Kind == lexer.EOF:
			return firstOf(
				exceeds(LimitTokens, l.Tokens, tokens, tooMany),
				exceeds(LimitComments, l.Comments, comments, tooTalkative),
				tooLong,
			)
		case token.Kind == lexer.Comment:
			if comments++; comments == l.Comments+1 {
				tooTalkative = copyOf(&token.Pos)
			}
			continue
		case token.Kind == lexer.Name && len(token.Value) > l.NameLength && tooLong == nil:
			tooLong = exceeds(LimitNameLength, l.NameLength, len(token.Value), copyOf(&token.Pos))
		}
		if tokens++; tokens == l.Tokens+1 {
			tooMany = copyOf(&token.Pos)
		}
	}
}

// copyOf keeps a position without the token that it is part of.
func copyOf(at *ast.Position) *ast.Position {
	kept := *at
	return &kept
}
