package story

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html"
)

// visit opens a page as a browser does, and shows its status, its language and what stands in its main part. A POST
// sends the fields in the step's text, `name: value` a line, and goes where it is sent on to.
func (s *story) visit(parts []txtar.File, what string) []txtar.File {
	method, target, _ := strings.Cut(what, " ")
	fields := url.Values{}
	for field := range strings.SplitSeq(string(parts[0].Data), "\n") {
		if name, value, given := strings.Cut(field, ": "); given {
			fields.Add(name, s.fill(value))
		}
	}
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.world.URL+s.fill(target), strings.NewReader(fields.Encode()))
	s.must(err)
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	sent := ""
	client := http.Client{CheckRedirect: func(next *http.Request, _ []*http.Request) error {
		sent += fmt.Sprintf("%d to %s, ", next.Response.StatusCode, next.Response.Header.Get("Location"))
		return nil
	}}
	response, err := client.Do(request)
	s.must(err)
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	s.must(err)
	name := fmt.Sprintf("page %s%d", s.name(sent), response.StatusCode)
	return []txtar.File{parts[0], {Name: name, Data: []byte(s.readPage(string(body)))}}
}

// readPage gives what a reader sees: the language, and a line for each block of the main part. When a form comes back
// with what was wrong, that alone is shown.
func (s *story) readPage(body string) string {
	if body == "" {
		return "nothing\n"
	}
	document, err := html.Parse(strings.NewReader(body))
	s.must(err)
	p := &reading{}
	if alert := element(document, func(n *html.Node) bool { return attribute(n, "role") == "alert" }); alert != nil {
		p.lines = append(p.lines, "in "+attribute(element(document, isElement("html")), "lang"))
		p.read(element(document, isElement("h1")), true)
		p.read(alert, true)
	} else {
		p.read(document, false)
	}
	p.end()
	return s.name(strings.Join(append(p.lines, ""), "\n"))
}

// reading takes the words out of a page.
type reading struct {
	lines []string
	words strings.Builder
	mark  string // before the line that is begun
}

// ofTerm stands between a term and what is said of it, until the line is closed.
const ofTerm = "\x00"

// blocks are the elements that begin a line, with what marks it.
var blocks = map[string]string{
	"h1": "# ", "h2": "## ", "p": "", "li": "- ", "div": "", "dl": "", "ul": "", "ol": "", "pre": "", "form": "",
	"label": "field: ", "button": "button: ",
}

func (p *reading) read(n *html.Node, inside bool) {
	inside = inside || n.Type == html.ElementNode && n.Data == "main"
	mark, block := blocks[n.Data]
	block = block && n.Type == html.ElementNode
	switch {
	case n.Type == html.ElementNode && n.Data == "html":
		p.lines = append(p.lines, "in "+attribute(n, "lang"))
	case inside && n.Type == html.TextNode:
		p.words.WriteString(n.Data)
	case inside && block:
		p.end()
		p.mark = mark
	case inside && n.Data == "dd":
		p.words.WriteString(" " + ofTerm + " ")
	}
	for child := range n.ChildNodes() {
		p.read(child, inside)
	}
	if inside && block {
		p.end()
	}
}

// end closes a line.
func (p *reading) end() {
	if line := strings.Join(strings.Fields(p.words.String()), " "); line != "" {
		p.lines = append(p.lines, p.mark+strings.ReplaceAll(line, " "+ofTerm, ":"))
		p.mark = ""
	}
	p.words.Reset()
}

func isElement(name string) func(*html.Node) bool {
	return func(n *html.Node) bool { return n.Type == html.ElementNode && n.Data == name }
}

// element finds the first node below a node; nil when there is none.
func element(below *html.Node, which func(*html.Node) bool) *html.Node {
	for n := range below.Descendants() {
		if which(n) {
			return n
		}
	}
	return nil
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
