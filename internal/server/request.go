package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"github.com/handledesk/handledesk/internal/idempotency"
)

// preflightHeaders: one of them must be sent with GET. A browser lets a foreign page set any of them only after asking
// the server (CORS preflight), so that no link or image can run a query. The value is not looked at. X-Requested-With is
// left out: clients add it to everything without meaning it.
var preflightHeaders = []string{"GraphQL-Require-Preflight", "Apollo-Require-Preflight", "Authorization"}

// believedLength is how much memory a Content-Length reserves at most, in bytes; most requests are shorter.
const believedLength = 4 << 10

// maxDocumentID is the longest id of a document, in bytes.
const maxDocumentID = 256

// query is a request for one operation: its document, or what stands for it.
type query struct {
	graphql.RawParams
	documentID string   // the id of a trusted document
	hash       string   // of an automatic persisted query: its SHA-256, in hexadecimal digits
	registers  bool     // whether the text came with its hash, to be known by it from now on
	retryKeys  []string // of idempotency, as they came; one is right
}

// readRequest reads the parameters of GraphQL over HTTP from a POST body or a GET query string.
func readRequest(w http.ResponseWriter, r *http.Request, maxBody int64) (*query, *refusal) {
	var params *query
	var refused *refusal
	start := graphql.Now()
	if r.Method == http.MethodGet {
		params, refused = readQueryString(r)
	} else {
		params, refused = readBody(w, r, maxBody)
	}
	if refused != nil {
		return nil, refused
	}
	if refused := params.complete(); refused != nil {
		return nil, refused
	}
	params.Headers, params.retryKeys = r.Header, r.Header.Values(idempotency.Header)
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	return params, nil
}

// complete reads what the extensions say, and requires a document or what stands for it.
func (q *query) complete() *refusal {
	if refused := q.readHash(); refused != nil {
		return refused
	}
	if q.Query == "" && q.documentID == "" && q.hash == "" {
		return badRequest("query is missing: it must be a string holding a GraphQL document, " +
			"such as { viewer { __typename } }")
	}
	return nil
}

// readHash takes the hash out of the extensions, where clients of automatic persisted queries put it.
func (q *query) readHash() *refusal {
	asked, there := q.Extensions["persistedQuery"]
	if !there {
		return nil
	}
	fields, _ := asked.(map[string]any)
	version, _ := fields["version"].(json.Number)
	hash, _ := fields["sha256Hash"].(string)
	if hash == "" || len(hash) > maxDocumentID || version != "1" {
		return badRequest(`extensions.persistedQuery must be {"version": 1, "sha256Hash": "…"}, the SHA-256 of the document or its id in a manifest`)
	}
	q.hash = hash
	return nil
}

func readBody(w http.ResponseWriter, r *http.Request, maxBody int64) (*query, *refusal) {
	if refused := verifyContentType(r.Header); refused != nil {
		return nil, refused
	}
	var body bytes.Buffer
	if r.ContentLength > 0 {
		// What a header promises is not yet there; memory follows what comes.
		body.Grow(int(min(r.ContentLength, believedLength)) + bytes.MinRead)
	}
	if _, err := body.ReadFrom(http.MaxBytesReader(w, r.Body, maxBody)); err != nil {
		return nil, unreadable(err, maxBody)
	}
	text := bytes.TrimLeft(body.Bytes(), " \t\r\n")
	switch {
	case len(text) == 0:
		return nil, badRequest(`the body is empty: it must be a JSON object such as {"query": "{ viewer { __typename } }"}`)
	case !utf8.Valid(text):
		return nil, badRequest("the body is not valid UTF-8")
	case text[0] == '[':
		return nil, badRequest("batches are not served: send one operation in each request; " +
			"one operation may hold several root fields")
	case text[0] != '{':
		return nil, badRequest("the body must be a JSON object")
	}
	// A map, because struct fields would match keys in any letter case.
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body.Bytes(), &fields); err != nil {
		return nil, notJSON(err)
	}
	return bodyParams(fields)
}

func bodyParams(fields map[string]json.RawMessage) (*query, *refusal) {
	var params query
	if !stringInto(&params.Query, fields["query"]) {
		return nil, badRequest("query must be a string")
	}
	if !stringInto(&params.documentID, fields["documentId"]) {
		return nil, badRequest("documentId must be a string or null")
	}
	if !stringInto(&params.OperationName, fields["operationName"]) {
		return nil, badRequest("operationName must be a string or null")
	}
	if !objectInto(&params.Variables, fields["variables"]) {
		return nil, badRequest("variables must be a JSON object or null")
	}
	if !objectInto(&params.Extensions, fields["extensions"]) {
		return nil, badRequest("extensions must be a JSON object or null")
	}
	return &params, nil
}

func readQueryString(r *http.Request) (*query, *refusal) {
	if !hasPreflightHeader(r.Header) {
		return nil, badRequest("GET needs the header GraphQL-Require-Preflight with any value, such as 1, or Authorization, " +
			"so that no foreign web page can send it unasked; or use POST")
	}
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, badRequest("the query string is malformed: percent-encode the values of " +
			"query, operationName, variables and extensions")
	}
	for _, name := range []string{"query", "documentId", "operationName", "variables", "extensions"} {
		if len(values[name]) > 1 {
			return nil, badRequest("%s is given more than once", name)
		}
		if !utf8.ValidString(values.Get(name)) {
			return nil, badRequest("%s is not valid UTF-8", name)
		}
	}
	params := &query{documentID: values.Get("documentId")}
	params.Query, params.OperationName = values.Get("query"), values.Get("operationName")
	if !objectInto(&params.Variables, json.RawMessage(values.Get("variables"))) {
		return nil, badRequest("variables must be a JSON object, percent-encoded")
	}
	if !objectInto(&params.Extensions, json.RawMessage(values.Get("extensions"))) {
		return nil, badRequest("extensions must be a JSON object, percent-encoded")
	}
	return params, nil
}

func hasPreflightHeader(h http.Header) bool {
	for _, name := range preflightHeaders {
		if h.Get(name) != "" {
			return true
		}
	}
	return false
}

// stringInto reads a JSON string; nothing and null leave the target empty. False: something else.
func stringInto(target *string, raw json.RawMessage) bool {
	if len(raw) == 0 {
		return true
	}
	return json.Unmarshal(raw, target) == nil
}

// objectInto reads a JSON object, its numbers with every digit kept; nothing and null leave the target nil.
// False: something else, or something after the object.
func objectInto(target *map[string]any, raw json.RawMessage) bool {
	if len(raw) == 0 {
		return true
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if decoder.Decode(target) != nil {
		return false
	}
	_, err := decoder.Token()
	return errors.Is(err, io.EOF)
}

func unreadable(err error, maxBody int64) *refusal {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		refused := badRequest("the body is larger than %d bytes, the limit for one request: "+
			"split it into several", maxBody)
		refused.status, refused.limit = http.StatusRequestEntityTooLarge, limitBody
		return refused
	case errors.Is(err, os.ErrDeadlineExceeded):
		refused := badRequest("the body came too slowly and was not read to its end")
		refused.status = http.StatusRequestTimeout
		return refused
	default:
		return badRequest("the body could not be read to its end")
	}
}

// notJSON says where, but never what: the text may hold secrets.
func notJSON(err error) *refusal {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return badRequest("the body is not one valid JSON object: it goes wrong at byte %d", syntax.Offset)
	}
	return badRequest("the body is not one valid JSON object")
}
