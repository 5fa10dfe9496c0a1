package main

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var mailboxAddress = regexp.MustCompile(`Mailbox +(http://127\.0\.0\.1:\d+/mailbox/)`)

// TestTheDemosMailbox does what the README asks a newcomer to do: reset a pending handle, open the mailbox, click.
func TestTheDemosMailbox(t *testing.T) {
	r := serve(t, "--demo")
	wait(t, "the whole announcement", r.out, func() bool { return strings.Contains(r.out.String(), "Ctrl-C") })
	printed := r.out.String()
	address := mailboxAddress.FindStringSubmatch(printed)
	key := regexp.MustCompile(`all scopes +(hdk_\w+)`).FindStringSubmatch(printed)
	if address == nil || key == nil || address[1] != strings.TrimSuffix(r.url, "/graphql")+"/mailbox/" {
		t.Fatalf("printed:\n%s", printed)
	}
	before := r.inbox(t)
	const pending = `{ handles(first: 100, filter: {reachability: [PENDING], rights: [FULL]}) { edges { node { id email
		actions { resetReachability { allowed } } } } } }`
	var id, email string
	for _, edge := range r.ask(t, key[1], pending, nil)["handles"].(map[string]any)["edges"].([]any) {
		node := edge.(map[string]any)["node"].(map[string]any)
		if node["actions"].(map[string]any)["resetReachability"].(map[string]any)["allowed"] == true {
			id, email = node["id"].(string), node["email"].(string)
		}
	}
	if id == "" {
		t.Fatal("the demo has no handle to reset")
	}
	const reset = `mutation($id: ID!) { resetReachability(input: {handleId: $id}) { userErrors { code message } } }`
	done(t, r.ask(t, key[1], reset, map[string]any{"id": id}))
	var came []string
	wait(t, "the mail", r.err, func() bool {
		came = slices.DeleteFunc(r.inbox(t), func(file string) bool { return slices.Contains(before, file) })
		return len(came) > 0
	})
	_, _, text := r.page(t, came[0]+"/text", nil)
	text = html.UnescapeString(text)
	link, token := linkIn(t, regexp.MustCompile(`[<"]`).ReplaceAllString(text, " "))
	if len(came) != 1 || !strings.Contains(text, email) || !strings.HasPrefix(link, strings.TrimSuffix(r.url, "/graphql")) {
		t.Fatalf("%v came; the text has %s:\n%s", came, link, text)
	}
	if _, _, frame := r.page(t, came[0]+"/frame", nil); !strings.Contains(html.UnescapeString(frame), `href="`+link+`"`) {
		t.Errorf("the HTML does not have the link:\n%s", frame)
	}
	if status, _, body := r.page(t, "/owner/confirm?token="+token, nil); status != http.StatusOK || !strings.Contains(body, "<form") {
		t.Errorf("the link opens %d %s", status, body)
	}
	if state := r.state(t, key[1], id); state != "PENDING" {
		t.Errorf("opening the link made it %s", state)
	}
	if status, at, _ := r.page(t, "/owner/confirm", url.Values{"token": {token}}); status != http.StatusOK || at != "/owner/confirmed" {
		t.Errorf("the button: %d at %s", status, at)
	}
	if state := r.state(t, key[1], id); state != "VALIDATED" {
		t.Errorf("after the button it is %s", state)
	}
}

// inbox lists the paths of the mails that the mailbox shows.
func (r *running) inbox(t *testing.T) []string {
	t.Helper()
	status, _, body := r.page(t, "/mailbox/", nil)
	if status != http.StatusOK {
		t.Fatalf("the mailbox: %d %s", status, body)
	}
	return slices.Compact(regexp.MustCompile(`/mailbox/[\w.-]+\.eml`).FindAllString(body, -1))
}

func TestTheMailboxIsShownOnlyWhenAskedFor(t *testing.T) {
	for _, c := range []struct {
		arguments []string
		status    int
	}{
		{nil, http.StatusNotFound}, {[]string{"--mailbox", "off"}, http.StatusNotFound}, {[]string{"--mailbox", "on"}, http.StatusOK},
		{[]string{"--demo", "--mailbox", "off"}, http.StatusNotFound},
	} {
		r := serve(t, c.arguments...)
		wait(t, "the whole announcement", r.out, func() bool { return strings.Contains(r.out.String(), "Ctrl-C") })
		status, _, _ := r.page(t, "/mailbox/", nil)
		if told := mailboxAddress.MatchString(r.out.String()); status != c.status || told != (status == http.StatusOK) {
			t.Errorf("%v: %d; it is told: %v", c.arguments, status, told)
		}
		if status, _, _ := r.page(t, "/owner/recover", nil); status != http.StatusOK {
			t.Errorf("%v: the owner's pages: %d", c.arguments, status)
		}
		r.stop()
	}
}
