package trusted

import (
	"crypto/sha256"
	"encoding/binary"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
)

// shape is the SHA-256 of a document's tokens. Two texts have the same shape exactly when they have the same tokens, and
// then they mean the same: GraphQL's grammar is written in tokens, and comments are none. No text is parsed for it, so
// deep nesting costs nothing.
type shape [sha256.Size]byte

// shapeOf gives the shape of a text and the number of its tokens. It is not ok when the text has more tokens than most,
// or one that GraphQL does not know.
func shapeOf(text string, most int) (s shape, tokens int, ok bool) {
	lex := lexer.New(&ast.Source{Input: text})
	hash := sha256.New()
	head := make([]byte, 0, 1+binary.MaxVarintLen64)
	for {
		t, err := lex.ReadToken()
		switch {
		case err != nil || t.Kind == lexer.Invalid:
			return s, tokens, false
		case t.Kind == lexer.EOF:
			hash.Sum(s[:0])
			return s, tokens, true
		case t.Kind == lexer.Comment:
			continue
		}
		if tokens++; tokens > most {
			return s, tokens, false
		}
		// The kind and the length come first, so that no value can look like the next token.
		head = binary.AppendUvarint(append(head[:0], byte(t.Kind)), uint64(len(t.Value)))
		hash.Write(head)
		hash.Write([]byte(t.Value))
	}
}
