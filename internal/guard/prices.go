package guard

import (
	"encoding/json"
	"strconv"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// keptPrices is how many prices are kept, as many as documents are; the least recently used goes first.
const keptPrices = 1000

// Prices prices operations, and keeps the prices of those whose variables are plain values: a document that is kept is mostly
// asked with the same page sizes again.
type Prices struct {
	limits Limits
	schema *Schema
	kept   *lru.Cache[priceKey, Price]
}

// priceKey is what a price depends on.
type priceKey struct {
	operation *ast.OperationDefinition
	variables string
}

// NewPrices makes an empty store of prices.
func NewPrices(l Limits, s *Schema) *Prices {
	kept, err := lru.New[priceKey, Price](keptPrices)
	if err != nil {
		panic(err) // only a size below one is refused
	}
	return &Prices{limits: l, schema: s, kept: kept}
}

// Of is Limits.Price. The operation must be one that does not change.
func (p *Prices) Of(op *ast.OperationDefinition, variables map[string]any) (Price, *Violation) {
	text, plain := plainly(op.VariableDefinitions, variables)
	if !plain {
		return p.limits.Price(p.schema, op, variables)
	}
	key := priceKey{op, text}
	if price, known := p.kept.Get(key); known {
		return price, nil
	}
	price, violation := p.limits.Price(p.schema, op, variables)
	if violation == nil {
		p.kept.Add(key, price)
	}
	return price, violation
}

// plainly writes variables as far as a price can depend on them: of a text, that it is one. It is false for lists and objects,
// which have a size of their own.
func plainly(defined ast.VariableDefinitionList, variables map[string]any) (text string, plain bool) {
	var room [64]byte
	written := room[:0]
	for _, def := range defined {
		value, given := variables[def.Variable]
		switch value := value.(type) {
		case nil:
			if given {
				written = append(written, 'n')
			}
		case string:
			written = append(written, 's')
		case bool:
			written = strconv.AppendBool(written, value)
		case int:
			written = strconv.AppendInt(written, int64(value), 10)
		case int64:
			written = strconv.AppendInt(written, value, 10)
		case json.Number:
			written = append(written, value...)
		default:
			return "", false
		}
		written = append(written, ' ')
	}
	return string(written), true
}
