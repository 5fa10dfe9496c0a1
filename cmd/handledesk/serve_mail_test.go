package main

import (
	"context"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/apitest"
)

// ask sends an operation that must be answered without errors, and gives its data.
func (r *running) ask(t *testing.T, key, query string, variables map[string]any) map[string]any {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url, strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+key)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var answer struct {
		Data   map[string]any
		Errors []any
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || len(answer.Errors) > 0 {
		t.Fatalf("%s: %v %v", query, err, answer.Errors)
	}
	return answer.Data
}

// page asks for a page below the server's address: with POST when there are fields. It follows redirections.
func (r *running) page(t *testing.T, path string, fields url.Values) (status int, at, body string) {
	t.Helper()
	address := strings.TrimSuffix(r.url, "/graphql") + path
	var response *http.Response
	var err error
	if fields == nil {
		response, err = http.Get(address)
	} else {
		response, err = http.PostForm(address, fields)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, response.Request.URL.Path, string(text)
}

// sellerOf makes a reseller and a key in a data folder, as the manual says.
func sellerOf(t *testing.T, data string) (key string) {
	t.Helper()
	if code, _, errs := command(t, "reseller", "create", "Alpha Hosting", "--data", data); code != 0 {
		t.Fatal(errs)
	}
	code, out, errs := command(t, "key", "create", "--reseller", "Alpha Hosting", "--data", data)
	if code != 0 {
		t.Fatal(errs)
	}
	return strings.TrimSpace(out)
}

// newHandle creates a handle and gives its id.
func (r *running) newHandle(t *testing.T, key, email string) string {
	t.Helper()
	answer := done(t, r.ask(t, key, createHandle, map[string]any{"in": newPerson(email)}))
	return answer["handle"].(map[string]any)["id"].(string)
}

// keptMail waits for the only mail in a data folder's mailbox and gives its plain text.
func keptMail(t *testing.T, data string, printed *running) string {
	t.Helper()
	var files []string
	wait(t, "a mail", printed.err, func() bool {
		files, _ = filepath.Glob(filepath.Join(data, "mailbox", "*.eml"))
		return len(files) > 0
	})
	source, err := os.ReadFile(files[0])
	if err != nil || len(files) != 1 {
		t.Fatalf("%v: %v", files, err)
	}
	message, err := mail.ReadMessage(strings.NewReader(string(source)))
	if err != nil {
		t.Fatal(err)
	}
	_, parameters, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	part, err := multipart.NewReader(message.Body, parameters["boundary"]).NextPart() // plain text comes first
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// linkIn finds the link in a mail's plain text, and its token.
func linkIn(t *testing.T, text string) (link, token string) {
	t.Helper()
	found := regexp.MustCompile(`https?://\S+/owner/confirm\?token=([0-9A-Za-z_]+)`).FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("no link in\n%s", text)
	}
	return found[0], found[1]
}

func TestLinksBeginWithThePublicURL(t *testing.T) {
	for given, want := range map[string]string{
		"": "", "https://desk.example": "https://desk.example", "https://desk.example/": "https://desk.example",
		"https://example.org/desk": "https://example.org/desk",
	} {
		data := t.TempDir()
		key := sellerOf(t, data)
		r := serve(t, "--data", data, "--public-url", given)
		if want == "" {
			want = strings.TrimSuffix(r.url, "/graphql") // where it listens
		}
		id := r.newHandle(t, key, "reader@example.org")
		link, token := linkIn(t, keptMail(t, data, r))
		if link != want+"/owner/confirm?token="+token {
			t.Errorf("--public-url %q: the link is %s", given, link)
		}
		if status, at, body := r.page(t, "/owner/confirm", url.Values{"token": {token}}); status != http.StatusOK || at != "/owner/confirmed" {
			t.Errorf("the button: %d at %s: %s", status, at, body)
		}
		if state := r.state(t, key, id); state != "VALIDATED" {
			t.Errorf("the handle is %s", state)
		}
		for _, path := range []string{"/mailbox/", "/mailbox/style.css"} {
			if status, _, _ := r.page(t, path, nil); status != http.StatusNotFound {
				t.Errorf("%s without --demo: %d", path, status)
			}
		}
	}
}

// state is how far a handle's proof is.
func (r *running) state(t *testing.T, key, id string) string {
	t.Helper()
	const query = `query($id: ID!) { handle(by: {id: $id}) { reachability { state } } }`
	answer := r.ask(t, key, query, map[string]any{"id": id})
	return answer["handle"].(map[string]any)["reachability"].(map[string]any)["state"].(string)
}

// TestLinksOutliveARestart asks for a mail while the mail server is away, and sends it after a restart. The link follows
// from the server key; under another one the mail is made anew, so that nobody gets a link that does not work.
func TestLinksOutliveARestart(t *testing.T) {
	one, other := strings.Repeat("ab", 32), strings.Repeat("cd", 32)
	away, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	smtp := "smtp://" + away.Addr().String() + "?tls=none"
	_ = away.Close()
	for name, c := range map[string]struct {
		before, after []string
		mails         string
	}{
		"the key of the data folder": {nil, nil, "SENT"},
		"the same key":               {[]string{"--server-key", one}, []string{"--server-key", one}, "SENT"},
		"another key":                {[]string{"--server-key", one}, []string{"--server-key", other}, "OBSOLETE; SENT"},
	} {
		t.Run(name, func(t *testing.T) {
			data := t.TempDir()
			key := sellerOf(t, data)
			f := openFile(t, data)
			first := serve(t, append(c.before, "--data", data, "--smtp", smtp, "--public-url", "https://desk.example", "--mail-from", "noreply@mail.example")...)
			id := first.newHandle(t, key, "reader@example.org")
			wait(t, "the first attempt", first.err, func() bool { return f.lines(`SELECT count(*) FROM timers WHERE kind = 'DELIVERY'`) == "1" })
			first.stop()
			f.exec(`UPDATE timers SET due_at = 0 WHERE kind = 'DELIVERY'`) // instead of waiting for a minute
			second := serve(t, append(c.after, "--data", data)...)
			_, token := linkIn(t, keptMail(t, data, second))
			if status, at, _ := second.page(t, "/owner/confirm", url.Values{"token": {token}}); status != http.StatusOK || at != "/owner/confirmed" {
				t.Errorf("the button: %d at %s", status, at)
			}
			if state := second.state(t, key, id); state != "VALIDATED" {
				t.Errorf("the handle is %s", state)
			}
			second.stop() // which notes what became of the mail, if it was not noted yet
			f.is("the mails", c.mails, `SELECT state FROM mails ORDER BY id`)
		})
	}
}

// TestPoliciesOfAFileHold registers below a TLD that asks for nothing, because the file says so.
func TestPoliciesOfAFileHold(t *testing.T) {
	data := t.TempDir()
	key := sellerOf(t, data)
	policies := write(t, "tld,verify,days,source\ncom,no,,our own agreement\nde,yes,3,a test\n", t.TempDir(), "policies.csv")
	r := serve(t, "--data", data, "--tld-policies", policies)
	f := openFile(t, data)
	for name, want := range map[string]string{"name.com": "0", "name.de": "3", "name.net": "15"} {
		done(t, r.ask(t, key, registerDomain, map[string]any{"in": map[string]any{
			"name": name, "owner": map[string]any{"create": newPerson(strings.ReplaceAll(name, ".", "-") + "@example.org")},
		}}))
		f.is(name, want, `SELECT coalesce((SELECT (t.due_at - h.created_at) / 86400000 FROM timers t WHERE t.subject_id = d.id), 0)
			FROM domains d JOIN contacts c ON c.domain_id = d.id JOIN handles h ON h.id = c.handle_id WHERE d.name = ?`, name)
	}
}

// TestAServerWithoutWorkerLeavesTheWork to another one on the same database.
func TestAServerWithoutWorkerLeavesTheWork(t *testing.T) {
	data := t.TempDir()
	key := sellerOf(t, data)
	nothing := apitest.OpenInbox(t) // where the first server would send it
	idle := serve(t, "--data", data, "--no-worker", "--smtp", "smtp://"+nothing.Address+"?tls=none",
		"--public-url", "https://desk.example", "--mail-from", "noreply@mail.example")
	id := idle.newHandle(t, key, "reader@example.org")
	working := serve(t, "--data", data)
	_, token := linkIn(t, keptMail(t, data, working))
	if status, at, _ := idle.page(t, "/owner/confirm", url.Values{"token": {token}}); status != http.StatusOK || at != "/owner/confirmed" {
		t.Errorf("the button, on the other server: %d at %s", status, at)
	}
	if state := working.state(t, key, id); state != "VALIDATED" {
		t.Errorf("the handle is %s", state)
	}
	if n := nothing.Taken(); n != 0 {
		t.Errorf("the first server sent %d mails", n)
	}
}
