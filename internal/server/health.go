package server

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/handledesk/handledesk/internal/requestid"
)

const (
	healthPath   = "/healthz"
	readyPath    = "/readyz"
	readyTimeout = 2 * time.Second
)

// alive answers /healthz: the process runs. It asks nothing else, so that a slow database restarts no process.
func alive(w http.ResponseWriter, r *http.Request) {
	if readOnly(w, r) {
		writePlain(w, http.StatusOK, "ok")
	}
}

// ready answers /readyz: 200 when requests can be served, 503 with the kind of reason otherwise. The error itself
// goes to the log.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	if !readOnly(w, r) {
		return
	}
	if s.draining.Load() {
		writePlain(w, http.StatusServiceUnavailable, "not ready: shutting down")
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
	defer cancel()
	err := s.options.Ready(ctx)
	if err == nil {
		writePlain(w, http.StatusOK, "ready")
		return
	}
	s.options.Logger.WarnContext(ctx, "not ready", "requestId", requestid.From(ctx), "error", err)
	reason := "not ready: a dependency failed"
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		reason = "not ready: a dependency did not answer in " + readyTimeout.String()
	}
	writePlain(w, http.StatusServiceUnavailable, reason)
}

// readOnly lets GET and HEAD through and answers every other method itself.
func readOnly(w http.ResponseWriter, r *http.Request) bool {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return true
	}
	w.Header().Set("Allow", "GET, HEAD")
	writePlain(w, http.StatusMethodNotAllowed, "use GET")
	return false
}

func notFound(w http.ResponseWriter, _ *http.Request) {
	writePlain(w, http.StatusNotFound, "not found; GraphQL is served at "+graphqlPath)
}

func writePlain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n"))
}
