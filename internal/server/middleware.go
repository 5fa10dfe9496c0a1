package server

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/rs/cors"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/handledesk/handledesk/internal/idempotency"
	"github.com/handledesk/handledesk/internal/requestid"
)

const (
	requestIDHeader = "X-Request-Id"
	maxURI          = 8 << 10  // bytes; beyond it 414
	maxHeader       = 16 << 10 // bytes, the request line included; beyond it net/http answers 431
	preflightMaxAge = 600      // seconds for which a browser may remember what CORS allows
	clientClosed    = 499      // logged, never sent: the caller went away first
)

// identify takes over the caller's request id or makes one, and returns it in the answer.
func identify(newID func() string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get(requestIDHeader)
		if !requestid.Valid(id) {
			id = newID()
		}
		w.Header().Set(requestIDHeader, id)
		next.ServeHTTP(w, r.WithContext(requestid.With(r.Context(), id)))
	})
}

// secure sets the headers that every answer has. The playground's page replaces the content security policy.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("X-Frame-Options", "DENY")
		header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		if len(r.RequestURI) > maxURI {
			writeRefusal(w, requestid.From(r.Context()), plainJSON, &refusal{
				status: http.StatusRequestURITooLong, code: codeBadUserInput,
				message: "the address is longer than " + strconv.Itoa(maxURI) + " bytes: send the operation by POST",
			})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// contain answers a panic with INTERNAL, if nothing has been written yet, and logs its stack.
func contain(logger *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if cause == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
				panic(cause)
			}
			logPanic(r.Context(), logger, cause)
			if seen, ok := w.(*watchedWriter); ok && seen.status != 0 {
				panic(http.ErrAbortHandler) // half an answer must not look like a whole one
			}
			writeRefusal(w, requestid.From(r.Context()), plainJSON, internalFailure())
		}()
		next.ServeHTTP(w, r)
	})
}

// crossOrigin answers CORS for /graphql. No list means no foreign origin, where rs/cors would mean any.
func crossOrigin(allowed []string) *cors.Cors {
	options := cors.Options{
		AllowedOrigins: allowed,
		AllowedMethods: []string{http.MethodGet, http.MethodPost},
		AllowedHeaders: append([]string{"Content-Type", idempotency.Header, requestIDHeader},
			preflightHeaders...),
		ExposedHeaders: []string{
			requestIDHeader, idempotency.ReplayedHeader, "Retry-After",
			"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy",
		},
		MaxAge: preflightMaxAge,
	}
	if len(allowed) == 0 {
		options.AllowOriginFunc = func(string) bool { return false }
	}
	return cors.New(options)
}

// operationNote is what the access log says about the operation; the transport fills it in.
type operationNote struct{ kind, name string }

type operationNoteKey struct{}

// noteOperation tells the access log what ran. The name is the document's, a GraphQL name; variables stay out.
func noteOperation(ctx context.Context, operation *ast.OperationDefinition) {
	if note, ok := ctx.Value(operationNoteKey{}).(*operationNote); ok {
		note.kind, note.name = string(operation.Operation), shorten(operation.Name, 100)
	}
}

// logAccess writes one line for each request. No query string, variables, credentials or addresses: they are secrets
// or personal data. The probes are logged at debug level.
func logAccess(logger *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		note := &operationNote{}
		ctx := context.WithValue(r.Context(), operationNoteKey{}, note)
		watched := &watchedWriter{ResponseWriter: w, request: ctx}
		defer func() {
			status, level := watched.status, slog.LevelInfo
			switch {
			case watched.gone:
				status = clientClosed
			case status >= http.StatusInternalServerError:
				level = slog.LevelError
			case r.URL.Path == healthPath || r.URL.Path == readyPath:
				level = slog.LevelDebug
			}
			attributes := []slog.Attr{
				slog.String("requestId", requestid.From(ctx)),
				slog.String("method", shorten(r.Method, 16)),
				slog.String("path", shorten(r.URL.Path, 128)),
				slog.Int("status", status),
				slog.Float64("ms", float64(time.Since(start).Microseconds())/1000),
				slog.Int64("bytes", watched.bytes),
			}
			if note.kind != "" {
				attributes = append(attributes, slog.String("type", note.kind), slog.String("operation", note.name))
			}
			logger.LogAttrs(ctx, level, "request", attributes...)
		}()
		next.ServeHTTP(watched, r.WithContext(ctx))
	})
}

// watchedWriter remembers what was written, for the log.
type watchedWriter struct {
	http.ResponseWriter
	request context.Context
	status  int
	bytes   int64
	gone    bool // the caller, before the answer began; one that leaves during it may have all it wanted
}

func (w *watchedWriter) begin(status int) {
	if w.status == 0 {
		w.status, w.gone = status, w.request.Err() != nil
	}
}

func (w *watchedWriter) WriteHeader(status int) {
	w.begin(status)
	w.ResponseWriter.WriteHeader(status)
}

func (w *watchedWriter) Write(p []byte) (int, error) {
	w.begin(http.StatusOK)
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *watchedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
