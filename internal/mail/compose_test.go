package mail

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

var update = flag.Bool("update", false, "write the golden mails anew")

func newComposer(t testing.TB) *Composer {
	t.Helper()
	c, err := New(Options{From: "noreply@registrar.example", Registrar: "Example Registry Services"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// allLetters are the samples, full and sparse, of every mail in every language.
func allLetters() []Letter {
	var letters []Letter
	for _, language := range []string{"en", "fr", "es", "de"} {
		for _, v := range variants {
			letters = append(letters, sample(v, language), bare(v, language), crowded(v, language), late(v, language))
		}
	}
	return letters
}

// read takes a mail's source apart, as a mail program would.
func read(t *testing.T, source []byte) (head netmail.Header, text, markup string) {
	t.Helper()
	parsed, err := netmail.ReadMessage(bytes.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	kind, parameters, err := mime.ParseMediaType(parsed.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("Content-Type %q: %v", parsed.Header.Get("Content-Type"), err)
	}
	parts := multipart.NewReader(parsed.Body, parameters["boundary"])
	for _, part := range []struct {
		kind string
		into *string
	}{{"text/plain; charset=UTF-8", &text}, {"text/html; charset=UTF-8", &markup}} {
		next, err := parts.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		if got := next.Header.Get("Content-Type"); got != part.kind {
			t.Errorf("a part is %q, want %q", got, part.kind)
		}
		content, err := io.ReadAll(next)
		if err != nil {
			t.Fatal(err)
		}
		*part.into = string(content)
	}
	if _, err := parts.NextPart(); !errors.Is(err, io.EOF) {
		t.Errorf("there are more than two parts: %v", err)
	}
	return parsed.Header, text, markup
}

// links lists where an HTML document leads, and the words in it.
func links(t *testing.T, markup string) (targets []string, words string) {
	t.Helper()
	document, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		t.Fatal(err)
	}
	for node := range document.Descendants() {
		switch {
		case node.Type == html.TextNode && node.Parent.Data != "title":
			words += node.Data
		case node.Data == "script" || node.Data == "img" || node.Data == "link" || node.Data == "style" || node.Data == "b":
			t.Errorf("the mail has an element <%s>", node.Data)
		case node.Data == "a":
			for _, attribute := range node.Attr {
				if attribute.Key == "href" {
					targets = append(targets, attribute.Val)
				}
			}
		}
	}
	return targets, words
}

func TestEveryMailIsWhole(t *testing.T) {
	c := newComposer(t)
	for i, l := range allLetters() {
		m, err := c.Compose(l)
		if err != nil {
			t.Fatalf("%s (%d): %v", l.ID, i, err)
		}
		head, text, markup := read(t, m.Source)
		if text != strings.ReplaceAll(m.Text, "\n", "\r\n") || markup != strings.ReplaceAll(m.HTML, "\n", "\r\n") {
			t.Errorf("%s (%d): the source carries other parts than Text and HTML", l.ID, i)
		}
		for _, rest := range []string{"<no value>", "{{", "}}", "[button]", "  "} {
			if strings.Contains(text, rest) {
				t.Errorf("%s (%d): the text has %q:\n%s", l.ID, i, rest, text)
			}
		}
		targets, shown := links(t, markup)
		if len(targets) != 2 || targets[0] != l.Link || targets[1] != l.Link || !strings.Contains(shown, l.Link) {
			t.Errorf("%s (%d): the HTML links to %q, want the link as button and as text", l.ID, i, targets)
		}
		if !strings.Contains(text, "\r\n"+l.Link+"\r\n") {
			t.Errorf("%s (%d): the text has no line with the link:\n%s", l.ID, i, text)
		}
		sender := l.Sender
		if sender == "" {
			sender = "Example Registry Services"
		}
		for _, want := range []string{l.Code, writeDate(l.Language, l.LinkExpiresAt), sender, "Example Registry Services", l.Name} {
			if flat := strings.Join(words(text), " "); !strings.Contains(flat, want) || !strings.Contains(shown, want) {
				t.Errorf("%s (%d): not both parts have %q", l.ID, i, want)
			}
		}
		for _, domain := range l.Domains[:min(len(l.Domains), maxDomains)] {
			if !strings.Contains(text, "- "+domain+"\r\n") || !strings.Contains(shown, domain) {
				t.Errorf("%s (%d): not both parts have the domain %s", l.ID, i, domain)
			}
		}
		if len(l.Domains) > maxDomains && (strings.Count(text, "\r\n- ") != maxDomains+1 || !strings.Contains(text, " 5 ")) {
			t.Errorf("%s (%d): not ten domains and five more:\n%s", l.ID, i, text)
		}
		if head.Get("Content-Language") != l.Language || !strings.Contains(markup, `<html lang="`+l.Language+`" dir="ltr"`) {
			t.Errorf("%s (%d): the language is not %s", l.ID, i, l.Language)
		}
	}
}

func TestGoldenTexts(t *testing.T) {
	c := newComposer(t)
	for _, l := range Samples() {
		var out bytes.Buffer
		if err := c.Preview(&out, "text", l.Kind, l.Reason, l.Language); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", "golden", l.Language+"-"+templateName(l.Kind, l.Reason))
		if *update {
			if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if out.String() != string(want) {
			t.Errorf("%s differs (write it anew with -update):\n%s", file, out.String())
		}
	}
}

func TestHeaders(t *testing.T) {
	c := newComposer(t)
	l := sample(variants[0], "de-AT")
	l.Name, l.Sender = "Jörg Müller, Berlin", "Größe & Söhne <Hosting>"
	m, err := c.Compose(l)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := read(t, m.Source)
	decoder := new(mime.WordDecoder)
	subject, err := decoder.DecodeHeader(head.Get("Subject"))
	if err != nil || subject != m.Subject || !strings.HasPrefix(subject, "Bitte bestätigen Sie") {
		t.Errorf("Subject %q (%v), want %q", subject, err, m.Subject)
	}
	for name, want := range map[string]string{
		"From": `Größe & Söhne <Hosting> noreply@registrar.example`, "To": "Jörg Müller, Berlin jane.doe@example.com",
	} {
		list, err := head.AddressList(name)
		if err != nil || len(list) != 1 || list[0].Name+" "+list[0].Address != want {
			t.Errorf("%s is %v (%v), want %s", name, list, err, want)
		}
	}
	for name, want := range map[string]string{
		"Date": "Mon, 02 Mar 2026 09:30:00 +0000", "Message-Id": "<mai_sample-reachability-start-de-AT@registrar.example>",
		"Auto-Submitted": "auto-generated", "Content-Language": "de", "Mime-Version": "1.0", "User-Agent": "",
	} {
		if got := head.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	again, err := c.Compose(l)
	if err != nil || !bytes.Equal(again.Source, m.Source) {
		t.Errorf("the same letter gave another mail: %v", err)
	}
}

// What stands in a letter is data: it adds no header, no part, no markup and no second link.
func TestHostileTexts(t *testing.T) {
	c := newComposer(t)
	hostile := []string{
		`<b>x</b>`, `"><script>alert(1)</script>`, "x\r\nBcc: victim@example.org\r\n\r\nhello", "x\nSubject: other", `Jane" <a@b.example>, "`,
		"{{.Link}}", "[button]", "a\n\n[button]\n\nb", "a\u2028b\u202egro.live\u2066", "\x00\x1b[31m", "=?utf-8?q?=0D=0ABcc:_a@b.example?=",
		"bad \xff utf-8", strings.Repeat("very long ", 200), strings.Repeat("x", 5000), "javascript:alert(1)", "--" + strings.Repeat("e", 48),
	}
	for _, text := range hostile {
		l := sample(variants[4], "en")
		l.Name, l.Sender, l.Code, l.Domains, l.Language = text, text, text, []string{text}, text
		m, err := c.Compose(l)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		head, plain, markup := read(t, m.Source)
		if len(head) != 9 || head.Get("Bcc") != "" {
			t.Errorf("%q: the head is %v", text, head)
		}
		for _, name := range []string{"From", "To"} {
			if list, err := head.AddressList(name); err != nil || len(list) != 1 || !strings.HasSuffix(list[0].Address, ".example") && list[0].Address != l.To {
				t.Errorf("%q: %s is %v: %v", text, name, list, err)
			}
		}
		if targets, _ := links(t, markup); len(targets) != 2 || targets[0] != l.Link || targets[1] != l.Link {
			t.Errorf("%q: the HTML links to %q", text, targets)
		}
		if strings.Count(plain, l.Link) != 1 || strings.ContainsAny(plain+m.Subject, "\x00\x1b\u202e\u2028") {
			t.Errorf("%q: the text is %q", text, plain)
		}
		for line := range bytes.Lines(m.Source) {
			if len(line) > 998+2 {
				t.Errorf("%q: a line of %d octets", text, len(line))
			}
		}
	}
}
