package server

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/trusted"
)

const greeting = "query Hello { greeting }"

// byHash asks for a document by its hash, with or without its text.
func byHash(text, hash string) string {
	return fmt.Sprintf(`{%s"extensions":{"persistedQuery":{"version":1,"sha256Hash":%q}}}`, text, hash)
}

func manifest(t *testing.T) *trusted.Manifest {
	t.Helper()
	file := filepath.Join(t.TempDir(), "manifest.json")
	if err := os.WriteFile(file, []byte(`{"hello-1": "`+greeting+`"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	m, err := trusted.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestDocumentsAreRegisteredByTheirHash(t *testing.T) {
	r := start(t, nil)
	hash, text := trusted.Hash(greeting), `"query":"`+greeting+`",`
	r.post(t, byHash("", hash)).expectRefusal(t, 200, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
	r.post(t, byHash(text, trusted.Hash("{ other }"))).expectRefusal(t, 400, "BAD_USER_INPUT", "not the SHA-256")
	if got := r.post(t, byHash(text, hash)); got.status != 200 || !strings.Contains(got.body, "hello") {
		t.Fatalf("registering: %s", got.body)
	}
	for _, sent := range []string{byHash("", hash), byHash("", strings.ToUpper(hash)), `{"documentId":"sha256:` + hash + `"}`} {
		if got := r.post(t, sent); got.status != 200 || !strings.Contains(got.body, "hello") {
			t.Errorf("%s: %s", sent, got.body)
		}
	}
	target := graphqlPath + "?extensions=" + url.QueryEscape(`{"persistedQuery":{"version":1,"sha256Hash":"`+hash+`"}}`)
	if got := r.do(t, http.MethodGet, target, "", "GraphQL-Require-Preflight", "1"); got.status != 200 {
		t.Errorf("by GET: %s", got.body)
	}
}

// TestOnlyValidDocumentsAreRegistered: junk must not push out what others registered.
func TestOnlyValidDocumentsAreRegistered(t *testing.T) {
	r := start(t, nil)
	for _, text := range []string{"{", "{ nosuch }", "{ " + strings.Repeat("greeting ", 1500) + "}"} {
		hash := trusted.Hash(text)
		if got := r.post(t, byHash(`"query":"`+text+`",`, hash)); strings.Contains(got.body, `"data"`) {
			t.Errorf("%s ran", text)
		}
		r.post(t, byHash("", hash)).expectRefusal(t, 200, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
	}
}

func TestMalformedIdsOfDocumentsAreRefused(t *testing.T) {
	r := start(t, nil)
	for body, message := range map[string]string{
		`{"extensions":{"persistedQuery":1}}`:                               "persistedQuery must be",
		`{"extensions":{"persistedQuery":{"version":2,"sha256Hash":"ab"}}}`: "persistedQuery must be",
		`{"extensions":{"persistedQuery":{"version":1}}}`:                   "persistedQuery must be",
		byHash("", strings.Repeat("a", 300)):                                "persistedQuery must be",
		`{"documentId":7}`:                                                  "documentId must be",
		`{"documentId":"nosuch"}`:                                           "names no document",
	} {
		r.post(t, body).expectRefusal(t, 400, "BAD_USER_INPUT", message)
	}
}

func TestTrustedDocumentsAlone(t *testing.T) {
	r := start(t, nil, func(o *Options) { o.Trust, o.Trusted = TrustEnforce, manifest(t) })
	hash := trusted.Hash(greeting)
	for _, sent := range []string{
		`{"documentId":"hello-1"}`, `{"documentId":"sha256:` + hash + `"}`, byHash("", hash), `{"query":"` + greeting + `"}`,
		byHash("", "hello-1"), byHash(`"query":"`+greeting+`",`, hash), byHash(`"query":"`+greeting+`",`, "hello-1"),
	} {
		if got := r.post(t, sent); got.status != 200 || !strings.Contains(got.body, "hello") {
			t.Errorf("%s: %d %s", sent, got.status, got.body)
		}
	}
	other := trusted.Hash("{ viewer }")
	for _, sent := range []string{
		viewerQuery, `{"documentId":"hello-2"}`, byHash("", other), byHash(`"query":"{ viewer }",`, other), byHash("", other),
		`{"query":"{ __schema { types { name } } }"}`,
	} {
		r.post(t, sent).expectRefusal(t, 403, "FORBIDDEN", "trusted documents only")
	}
}

func TestUntrustedDocumentsAreLogged(t *testing.T) {
	r := start(t, nil, func(o *Options) { o.Trust, o.Trusted = TrustLog, manifest(t) })
	for _, sent := range []string{`{"documentId":"hello-1"}`, viewerQuery} {
		if got := r.post(t, sent); got.status != 200 {
			t.Errorf("%s: %s", sent, got.body)
		}
	}
	const line = "a document that is not trusted ran"
	if log := r.log.waitFor(t, line); strings.Count(log, line) != 1 || !strings.Contains(log, trusted.Hash("{ viewer }")) {
		t.Errorf("the log: %s", log)
	}
}

func TestTrustNeedsAManifest(t *testing.T) {
	options, _ := testOptions(nil)
	options.Trust = TrustEnforce
	if _, err := New(options); err == nil {
		t.Error("trust without a manifest was taken")
	}
}
