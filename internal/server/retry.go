package server

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"

	"github.com/handledesk/handledesk/internal/idempotency"
)

// withRetry returns a context that carries the request's Idempotency-Key, if it came with one.
func withRetry(ctx context.Context, values []string, operation *graphql.OperationContext) (context.Context, *idempotency.Request, *refusal) {
	if len(values) == 0 {
		return ctx, nil, nil
	}
	key, ok := idempotency.Parse(values[0])
	if !ok || len(values) > 1 {
		return ctx, nil, badRequest("the header %s must be one line of 1 to 255 visible ASCII characters, such as a UUID: "+
			"choose a new one for each change that you ask for, and send it again only with the same request", idempotency.Header)
	}
	fingerprint, err := fingerprintOf(operation)
	if err != nil {
		return ctx, nil, internalFailure()
	}
	request := &idempotency.Request{Key: key, Fingerprint: fingerprint}
	return idempotency.With(ctx, request), request, nil
}

// fingerprintOf stands for what was asked: the document, the operation and the variables, whose order does not matter.
func fingerprintOf(operation *graphql.OperationContext) (string, error) {
	var text bytes.Buffer
	// Maps are written in the order of their keys.
	if err := json.NewEncoder(&text).Encode([]any{operation.RawQuery, operation.OperationName, operation.Variables}); err != nil {
		return "", err
	}
	sum := sha256.Sum256(text.Bytes())
	return hex.EncodeToString(sum[:]), nil
}

// rootFields tells the use cases below which root field they run: each is remembered by itself.
type rootFields struct{}

var _ graphql.RootFieldInterceptor = rootFields{}

func (rootFields) ExtensionName() string                   { return "RootFields" }
func (rootFields) Validate(graphql.ExecutableSchema) error { return nil }

func (rootFields) InterceptRootField(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	return next(idempotency.Within(ctx, graphql.GetRootFieldContext(ctx).Field.Alias))
}
