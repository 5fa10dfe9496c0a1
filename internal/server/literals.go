package server

import (
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/lexer"
)

// withoutLiterals takes the strings of a document out of messages about it: where an enum is due and a string comes, the
// parser's and the validator's words hold the string, and it may be anything, such as a password in the wrong place.
// Names stay: without them nobody could tell what is wrong.
func withoutLiterals(errs gqlerror.List, text string) gqlerror.List {
	var pairs []string
	read := lexer.New(&ast.Source{Input: text})
	for {
		token, err := read.ReadToken()
		if err != nil || token.Kind == lexer.EOF {
			break
		}
		if (token.Kind == lexer.String || token.Kind == lexer.BlockString) && token.Value != "" {
			pairs = append(pairs, strconv.Quote(token.Value), `"…"`, `"`+token.Value+`"`, `"…"`)
		}
	}
	if len(pairs) == 0 {
		return errs
	}
	replacer := strings.NewReplacer(pairs...)
	for _, err := range errs {
		err.Message = replacer.Replace(err.Message)
	}
	return errs
}
