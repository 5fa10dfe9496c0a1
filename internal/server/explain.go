package server

import (
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// explain rewrites the errors that gqlgen words for itself into what the caller can act on.
func explain(errs gqlerror.List, operation *graphql.OperationContext) gqlerror.List {
	explained := make(gqlerror.List, len(errs))
	for i, err := range errs {
		explained[i] = explainOne(err, operation)
	}
	return explained
}

func explainOne(err *gqlerror.Error, operation *graphql.OperationContext) *gqlerror.Error {
	switch {
	case operation.Doc == nil && strings.HasPrefix(err.Message, "exceeded "):
		return codedError(codeTooComplex, "the document is nested more than 1000 deep: ask for less in one operation")
	case operation.Doc != nil && operation.Operation == nil && operation.OperationName == "":
		return codedError(codeBadUserInput, "the document holds several operations: operationName must say which one to run")
	case operation.Doc != nil && operation.Operation == nil:
		return codedError(codeBadUserInput, "operationName names no operation of the document")
	case isCoercion(err):
		return codedError(codeBadUserInput, describeCoercion(err))
	}
	return err
}

// isCoercion recognises what gqlparser says about the value of a variable: its path starts with "variable".
func isCoercion(err *gqlerror.Error) bool {
	return len(err.Path) > 1 && err.Path[0] == ast.PathName("variable")
}

// describeCoercion moves the path into the message: an error before execution has no path into the answer.
func describeCoercion(err *gqlerror.Error) string {
	// "RED is not a valid Color" begins with the value, which may be anything.
	if _, expected, ok := strings.Cut(err.Message, " is not a valid "); ok {
		return "variable $" + shorten(err.Path[1:].String(), maxPathLength) + ": is not a valid " + expected
	}
	return "variable $" + shorten(err.Path[1:].String(), maxPathLength) + ": " + err.Message
}
