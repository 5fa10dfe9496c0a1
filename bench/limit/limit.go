// Package limit is a server written by hand for the benchmark's operations and nothing else: net/http, prepared
// statements, covering indexes, typed rows, JSON appended to a buffer. It checks the same key and gives the same bytes
// as the product, so it shows how fast the same work can be done with this database and this HTTP server.
package limit

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	_ "github.com/mattn/go-sqlite3" // the embedded database
)

// connections is how many requests read at once: reading is work for the processor, not waiting, so one for each core
// that the process may use keeps the database's pages in the fewest caches.
func connections() int { return runtime.GOMAXPROCS(0) }

// maxBody is the largest request body in bytes, the product's default.
const maxBody = 256 << 10

// indexes cover each statement, so that no row of a table is read. The product's own are left in place.
var indexes = []string{
	"CREATE INDEX limit_keys ON api_keys (secret_hash, id, reseller_id, scopes, expires_at, revoked_at)",
	"CREATE INDEX limit_list ON accesses (reseller_id, name_key, handle_id, code, rights, reachability, display_name, domains)",
	"CREATE INDEX limit_counters ON counters (account, counted, value)",
	"CREATE INDEX limit_domains ON contacts (handle_id, reseller_id, name, domain_id, roles, expires_at, status)",
}

// Prepare adds the limit's indexes to a copy of the product's database file.
func Prepare(ctx context.Context, file string) (err error) {
	db, err := sql.Open("sqlite3", "file:"+file+"?_journal_mode=WAL")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for _, statement := range indexes {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// Server answers POST /graphql with the operations Headline and ChangeStreet.
type Server struct {
	reading, writing *sql.DB
	readers          chan *reader
	writer           sync.Mutex
	write            *writer
	buffers          sync.Pool
}

// Open opens a database that Prepare has seen.
func Open(ctx context.Context, file string) (_ *Server, err error) {
	s := &Server{readers: make(chan *reader, connections())}
	s.buffers.New = func() any { return &buffers{} }
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	s.reading, err = sql.Open("sqlite3", "file:"+file+"?_query_only=on&_busy_timeout=5000&_cache_size=-262144")
	if err != nil {
		return nil, err
	}
	s.reading.SetMaxOpenConns(connections())
	for range connections() {
		r, err := newReader(ctx, s.reading)
		if err != nil {
			return nil, err
		}
		s.readers <- r
	}
	s.writing, err = sql.Open("sqlite3", "file:"+file+
		"?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000&_foreign_keys=on&_cache_size=-65536")
	if err != nil {
		return nil, err
	}
	s.write, err = newWriter(ctx, s.writing)
	return s, err
}

// Close closes the database.
func (s *Server) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.reading, s.writing} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// request is the part of a request's body that the limit looks at. The document is known.
type request struct {
	OperationName string
	Variables     struct {
		After *string
		Input street
	}
}

// ServeHTTP answers one operation.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, _ := s.buffers.Get().(*buffers)
	defer s.buffers.Put(b)
	var asked request
	b.in = b.in[:0]
	var err error
	if b.in, err = readAll(b.in, http.MaxBytesReader(w, r.Body, maxBody), r.ContentLength); err == nil {
		err = json.Unmarshal(b.in, &asked)
	}
	if err != nil {
		http.Error(w, "expected an operation as JSON", http.StatusBadRequest)
		return
	}
	bearer, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	switch asked.OperationName {
	case "Headline":
		err = s.headline(b, bearer, asked.Variables.After)
	case "ChangeStreet":
		err = s.changeStreet(b, bearer, asked.Variables.Input)
	default:
		http.Error(w, "expected Headline or ChangeStreet", http.StatusBadRequest)
		return
	}
	switch {
	case errors.Is(err, errKey):
		http.Error(w, err.Error(), http.StatusUnauthorized)
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
	default:
		header := w.Header()
		header["Content-Type"] = contentType
		header["Content-Length"] = []string{strconv.Itoa(len(b.out))}
		_, _ = w.Write(b.out) // the caller has gone when this fails
	}
}

var contentType = []string{"application/json; charset=utf-8"}

// readAll appends a body whose length is known to the buffer.
func readAll(buffer []byte, body io.Reader, length int64) ([]byte, error) {
	if length < 0 || length > maxBody {
		return buffer, errors.New("expected a body of known length")
	}
	if int64(cap(buffer)) < length {
		buffer = make([]byte, 0, length)
	}
	buffer = buffer[:length]
	_, err := io.ReadFull(body, buffer)
	return buffer, err
}

var errKey = errors.New("expected a valid API key with the scopes for this operation")

// caller is whom a key signs in.
type caller struct{ key, reseller string }

// authenticate looks the key up by its hash and checks expiry, revocation and scopes, as the product does on every request.
func (r *reader) authenticate(bearer string, scopes ...string) (caller, error) {
	hash := sha256.Sum256([]byte(bearer))
	var c caller
	var held string
	var expires, revoked sql.NullInt64
	err := r.key.QueryRowContext(background, hash[:]).Scan(&c.key, &c.reseller, &held, &expires, &revoked)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return c, errKey
	case err != nil:
		return c, err
	case revoked.Valid, expires.Valid && expires.Int64 <= time.Now().UnixMilli():
		return c, errKey
	}
	for _, scope := range scopes {
		if !strings.Contains(held, scope) {
			return c, errKey
		}
	}
	return c, nil
}

// background has no end, because a context that can end costs a hook on every row.
var background = context.Background()
