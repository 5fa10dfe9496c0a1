package main

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/web"
)

// consoleDocuments are the console's operations by their ids.
func consoleDocuments(t *testing.T) (documents map[string]string) {
	t.Helper()
	if err := json.Unmarshal(web.ConsoleManifest(), &documents); err != nil {
		t.Fatal(err)
	}
	return documents
}

// consoleIDs are the ids of the console's operations, and the one that asks who is signed in.
func consoleIDs(t *testing.T) (viewer string, all []string) {
	t.Helper()
	for id, text := range consoleDocuments(t) {
		all = append(all, id)
		if strings.Contains(text, "query Viewer {") {
			viewer = id
		}
	}
	if viewer == "" {
		t.Fatal("the console has no query Viewer")
	}
	return viewer, all
}

func (r *running) get(t *testing.T, path string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, strings.TrimSuffix(r.url, "/graphql")+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return exchange(t, request)
}

func TestTheConsoleIsServedUnlessItIsOff(t *testing.T) {
	r := serve(t)
	out := r.out.String()
	if console, api := strings.Index(out, "Console           http://"), strings.Index(out, "GraphQL endpoint"); console < 0 || console > api {
		t.Errorf("the console's address is not the first: %s", out)
	}
	for _, path := range []string{"/console", "/console/", "/console/contacts?q=a"} {
		if status, page := r.get(t, path); status != http.StatusOK || !strings.Contains(page, `<div id="console">`) {
			t.Errorf("GET %s: %d %s", path, status, page)
		}
	}
	off := serve(t, "--console", "off")
	if status, _ := off.get(t, "/console/"); status != http.StatusNotFound || strings.Contains(off.out.String(), "Console") {
		t.Errorf("off: %d %s", status, off.out)
	}
	id, _ := consoleIDs(t)
	if status, answer := off.send(t, `{"documentId":"`+id+`"}`); status != http.StatusOK || !strings.Contains(answer, "PersistedQueryNotFound") {
		t.Errorf("off: the console's document: %d %s", status, answer)
	}
}

// TestTheConsoleRunsWithEnforcementOn: with files or without, its operations are trusted, and nothing else becomes so.
func TestTheConsoleRunsWithEnforcementOn(t *testing.T) {
	id, all := consoleIDs(t)
	file := write(t, `{"mine": "query Mine { viewer { __typename } }"}`, t.TempDir(), "mine.json")
	for name, arguments := range map[string][]string{
		"off":                         {},
		"log":                         {"--trusted-documents", "log"},
		"enforced without a manifest": {"--trusted-documents", "enforce"},
		"enforced with a manifest":    {"--trusted-documents", "enforce", "--manifest", file},
	} {
		t.Run(name, func(t *testing.T) {
			r := serve(t, arguments...)
			if status, answer := r.send(t, `{"documentId":"`+id+`"}`); status != http.StatusOK || !strings.Contains(answer, `"viewer":null`) {
				t.Errorf("the console's query: %d %s", status, answer)
			}
			for _, one := range all {
				if _, answer := r.send(t, `{"documentId":"`+one+`"}`); strings.Contains(answer, "trusted documents only") || strings.Contains(answer, "names no document") {
					t.Errorf("%s is not known: %s", one, answer)
				}
			}
			status, answer := r.send(t, `{"query":"{ viewer { __typename } }"}`)
			if refused := status == http.StatusForbidden; refused != strings.HasPrefix(name, "enforced") {
				t.Errorf("another document: %d %s", status, answer)
			}
			status, answer = r.send(t, `{"documentId":"mine"}`)
			if known := status == http.StatusOK; known != (name == "enforced with a manifest") {
				t.Errorf("the file's document: %d %s", status, answer)
			}
		})
	}
}

func TestEnforcementNeedsAManifestWithoutTheConsole(t *testing.T) {
	if _, errs := refused(t, "--console", "off", "--trusted-documents", "enforce"); !strings.Contains(errs, "needs a --manifest") {
		t.Errorf("no manifest: %s", errs)
	}
	if _, errs := refused(t, "--console", "maybe"); !strings.Contains(errs, "--console") {
		t.Errorf("another word: %s", errs)
	}
	id, _ := consoleIDs(t)
	file := write(t, `{"`+id+`": "query Other { viewer { __typename } }"}`, t.TempDir(), "other.json")
	if _, errs := refused(t, "--manifest", file); !strings.Contains(errs, filepath.Base(file)) || !strings.Contains(errs, "the console's manifest") {
		t.Errorf("an id of the console for another text: %s", errs)
	}
}

// TestTheConsoleFollowsWithEnforcementOn: its subscriptions are trusted as well, over server-sent events.
func TestTheConsoleFollowsWithEnforcementOn(t *testing.T) {
	r := serve(t, "--trusted-documents", "enforce")
	found := 0
	for id, text := range consoleDocuments(t) {
		if !strings.Contains(text, "subscription ") {
			continue
		}
		found++
		// Nobody is signed in, so the document runs, and its field refuses.
		status, answer := r.follow(t, `{"documentId":"`+id+`"}`)
		if status != http.StatusOK || !strings.Contains(answer, "event: next") || !strings.Contains(answer, "UNAUTHENTICATED") {
			t.Errorf("the console's subscription: %d %s", status, answer)
		}
	}
	if found == 0 {
		t.Error("the console has no subscription")
	}
	if status, answer := r.follow(t, `{"query":"subscription { events { cursor } }"}`); status != http.StatusForbidden {
		t.Errorf("another subscription: %d %s", status, answer)
	}
}

// follow sends a subscription and reads until its stream ends.
func (r *running) follow(t *testing.T, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	return exchange(t, request)
}
