package server

import (
	"context"
	"net/http"
	"strings"

	"github.com/handledesk/handledesk/internal/requestid"
	"github.com/handledesk/handledesk/internal/trusted"
)

// Trust says what becomes of a document that is not in the manifest of trusted ones.
type Trust int

// What becomes of it.
const (
	TrustOff     Trust = iota // it runs; ids of the manifest work
	TrustLog                  // it runs, and a line in the log tells
	TrustEnforce              // it is refused
)

// codePersistedNotFound and its message are what clients of automatic persisted queries wait for, to send the text.
const (
	codePersistedNotFound    = "PERSISTED_QUERY_NOT_FOUND"
	messagePersistedNotFound = "PersistedQueryNotFound"
)

// persisted finds documents by their ids: those of the manifest, and those that clients registered by sending them once
// with their hash (automatic persisted queries). Only documents that were validated are remembered.
type persisted struct {
	trust    Trust
	manifest *trusted.Manifest // nil: none
	known    *trusted.Store
}

func newPersisted(o Options) *persisted {
	return &persisted{trust: o.Trust, manifest: o.Trusted, known: trusted.NewStore()}
}

// find completes the request with the text that its id stands for, or says why it does not run.
func (p *persisted) find(q *query) *refusal {
	id := q.documentID
	if id == "" {
		id = q.hash
	}
	if q.Query == "" {
		text, ok := p.text(id)
		if !ok {
			return p.unknown(q)
		}
		q.Query = text
		return nil
	}
	if q.hash != "" {
		q.registers = strings.EqualFold(q.hash, trusted.Hash(q.Query))
		if listed, ok := p.text(q.hash); !q.registers && (!ok || listed != q.Query) {
			return badRequest("extensions.persistedQuery.sha256Hash is not the SHA-256 of query: send them together only if they belong together")
		}
	}
	if p.trust == TrustEnforce && !p.manifest.Holds(q.Query) {
		return untrusted()
	}
	return nil
}

func (p *persisted) text(id string) (string, bool) {
	if p.manifest != nil {
		if text, ok := p.manifest.Document(id); ok {
			return text, true
		}
	}
	if p.trust == TrustEnforce {
		return "", false
	}
	return p.known.Get(strings.TrimPrefix(id, "sha256:"))
}

func (p *persisted) unknown(q *query) *refusal {
	switch {
	case p.trust == TrustEnforce:
		return untrusted()
	case q.hash != "" || strings.HasPrefix(q.documentID, "sha256:"):
		return &refusal{status: http.StatusOK, code: codePersistedNotFound, message: messagePersistedNotFound}
	default:
		return badRequest("documentId names no document that this server knows: send the document as query")
	}
}

func untrusted() *refusal {
	return &refusal{
		status: http.StatusForbidden, code: codeForbidden,
		message: "this server runs trusted documents only: add the document to its manifest, and send documentId or the text as it stands there",
	}
}

// ran notes a document that was validated: by its hash, if the client asked for that, and in the log, if it is one that
// should be in the manifest.
func (t *transport) ran(ctx context.Context, q *query) {
	if q.registers && t.persisted.trust != TrustEnforce {
		t.persisted.known.Add(q.Query)
	}
	if t.persisted.trust == TrustLog && !t.persisted.manifest.Holds(q.Query) {
		t.options.Logger.WarnContext(ctx, "a document that is not trusted ran",
			"requestId", requestid.From(ctx), "operation", shorten(q.OperationName, 100), "sha256", trusted.Hash(q.Query))
	}
}
