// Package plan answers queries without a resolver for each field: what a document selects of handles, domains and what
// hangs on them is compiled once into functions that ask the use cases for whole pages of the selected columns, and write the
// answer from the rows.
//
// It stands before gqlgen's executable schema and takes the operations that it understands to the last argument. Whatever else
// comes, and whatever goes wrong on the way, is run by that schema from the beginning, so that every refusal is worded in one
// place. A query changes nothing, so it may be begun twice. Leave Wrap out and everything is answered as before.
package plan

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/handledesk/handledesk/internal/draft"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/tally"
	"github.com/handledesk/handledesk/internal/viewer"
)

// kept is how many compiled operations are kept, as many as documents are.
const kept = 1000

// Schema answers what it can by plans, and the rest by the schema behind it.
type Schema struct {
	graphql.ExecutableSchema
	service *service.Service
	plans   *lru.Cache[key, *plan] // nil plans are of operations that are not understood

	planned, ordinary, failed atomic.Int64
}

// key names a compiled operation: what @skip and @include leave of it depends on variables.
type key struct {
	operation *ast.OperationDefinition
	variant   uint64
}

// Wrap puts plans before the schema.
func Wrap(ordinary graphql.ExecutableSchema, s *service.Service) *Schema {
	plans, err := lru.New[key, *plan](kept)
	if err != nil {
		panic(err) // only a size below one is refused
	}
	return &Schema{ExecutableSchema: ordinary, service: s, plans: plans}
}

// Served tells how many queries were answered by plans, how many operations by the schema behind, and how many of these
// because a plan failed for another reason than that the query was to be refused.
func (s *Schema) Served() (planned, ordinary, failed int64) {
	return s.planned.Load(), s.ordinary.Load(), s.failed.Load()
}

// Ordinary is the schema behind, for whoever must see every field on its way.
func (s *Schema) Ordinary() graphql.ExecutableSchema { return s.ExecutableSchema }

// Exec answers an operation.
func (s *Schema) Exec(ctx context.Context) graphql.ResponseHandler {
	if p := s.find(graphql.GetOperationContext(ctx)); p != nil {
		return s.once(p)
	}
	s.ordinary.Add(1)
	return s.ExecutableSchema.Exec(ctx)
}

// once gives the plan's answer, and then no further one.
func (s *Schema) once(p *plan) graphql.ResponseHandler {
	answered := false
	return func(ctx context.Context) *graphql.Response {
		if answered {
			return nil
		}
		answered = true
		nodes := tally.Read(ctx)
		data, err := p.answer(ctx, s.service)
		if err == nil {
			s.planned.Add(1)
			return &graphql.Response{Data: data}
		}
		if _, refused := errors.AsType[*registrar.Problem](err); !refused && !errors.Is(err, errOrdinary) {
			s.failed.Add(1)
		}
		tally.Add(ctx, nodes-tally.Read(ctx)) // the schema behind counts anew
		s.ordinary.Add(1)
		return s.ExecutableSchema.Exec(ctx)(ctx)
	}
}

// find gives the operation's plan; nil when there is none.
func (s *Schema) find(operation *graphql.OperationContext) *plan {
	if operation.Operation.Operation != ast.Query {
		return nil
	}
	variant, few := variantOf(operation)
	if !few {
		return nil
	}
	k := key{operation.Operation, variant}
	if p, there := s.plans.Get(k); there {
		return p
	}
	p, err := compile(s.Schema(), operation)
	if err != nil {
		p = nil
	}
	s.plans.Add(k, p)
	return p
}

// variantOf tells apart what @skip and @include make of the operation: one bit for each variable that is a Boolean. Not
// for an operation with very many.
func variantOf(operation *graphql.OperationContext) (variant uint64, few bool) {
	bit := uint64(1)
	for _, v := range operation.Operation.VariableDefinitions {
		if v.Type.NamedType != "Boolean" {
			continue
		}
		if bit == 1<<63 {
			return 0, false
		}
		if on, is := operation.Variables[v.Variable].(bool); is && on {
			variant |= bit
		}
		bit <<= 1
	}
	return variant, true
}

// plan is a compiled operation.
type plan struct {
	needs []registrar.Scope // without which a field is refused
	roots []member[none]
	size  atomic.Int64 // of the largest answer so far, in bytes
}

// errOrdinary says that an operation is left to the schema behind.
var errOrdinary = errors.New("left to the ordinary path")

// answer runs the plan on one state of the database.
func (p *plan) answer(ctx context.Context, s *service.Service) ([]byte, error) {
	caller := viewer.FromContext(ctx).Caller
	for _, scope := range p.needs {
		if registrar.MayRead(caller, scope) != nil {
			return nil, errOrdinary
		}
	}
	x := &run{service: s, variables: graphql.GetOperationContext(ctx).Variables}
	d := draft.From(ctx)
	x.out = slices.Grow(d.Text, int(p.size.Load())+512)
	err := s.Snapshot(ctx, func(ctx context.Context) error {
		x.ctx = ctx
		return writeObject(x, p.roots, none{})
	})
	if err != nil {
		return nil, err
	}
	if grown := int64(len(x.out)); grown > p.size.Load() {
		p.size.Store(grown)
	}
	d.Text = x.out
	return x.out, nil
}

// none is what root fields are of.
type none struct{}

// run is one execution of a plan.
type run struct {
	ctx       context.Context
	service   *service.Service
	variables map[string]any
	out       []byte
	readers   map[*linksNode]*service.LinkReader
	links     stack[links]
}
