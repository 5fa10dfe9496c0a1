package mail

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"
	texttemplate "text/template"

	"github.com/handledesk/handledesk/internal/registrar"
)

// values are what templates may name; templates/README.md explains them.
type values struct {
	Name, Code, To    string
	Sender, Registrar string
	Branded           bool
	LinkExpires, Due  string
	Overdue           bool
	Domains           []string
	MoreDomains       int
	DomainCount       int
	Domain            string
}

// valuesOf cleans what a letter says for the templates of a language.
func valuesOf(l *Letter, registrarName, language string) values {
	v := values{
		Name: clean(l.Name, maxName), Code: clean(l.Code, maxName), To: clean(registrar.EmailForDisplay(l.To), maxHeader*2),
		Sender: clean(l.Sender, maxName), Registrar: registrarName,
		LinkExpires: writeDate(language, l.LinkExpiresAt),
	}
	if l.DueAt != nil {
		v.Due, v.Overdue = writeDate(language, *l.DueAt), !l.DueAt.After(l.CreatedAt)
	}
	if v.Sender == "" {
		v.Sender = v.Registrar
	}
	v.Branded = v.Sender != v.Registrar
	for _, domain := range l.Domains {
		if domain = clean(domain, 253); domain != "" {
			v.Domains = append(v.Domains, domain)
		}
	}
	v.DomainCount = len(v.Domains) + max(l.MoreDomains, 0)
	v.Domains = v.Domains[:min(len(v.Domains), maxDomains)]
	v.MoreDomains = v.DomainCount - len(v.Domains)
	if v.DomainCount == 1 && len(v.Domains) == 1 {
		v.Domain = v.Domains[0]
	}
	return v
}

// content is a mail's words, from which both of its parts are made.
type content struct {
	Language, Direction string
	Subject, Button     string
	Sender, Link, Hint  string
	Blocks              []block
	Footer              []string
}

// block is one paragraph: a text, a list, or the place of the link.
type block struct {
	Text   string
	Items  []string
	Button bool
}

// fill runs a mail's templates.
func (t *translation) fill(file string, v values, link string) (*content, error) {
	mail := t.mails[file]
	c := &content{Language: t.language, Direction: t.direction, Sender: v.Sender, Link: link}
	for _, line := range []struct {
		into *string
		from *texttemplate.Template
		name string
	}{{&c.Subject, mail.head["Subject"], "Subject"}, {&c.Button, mail.head["Button"], "Button"}, {&c.Hint, t.frame.head["Hint"], "Hint"}} {
		text, err := run(line.from, v)
		if err != nil {
			return nil, err
		}
		if *line.into = clean(text, maxHeader); *line.into == "" {
			return nil, fmt.Errorf("%s:1: %s: comes out empty", line.from.Name(), line.name)
		}
	}
	var err error
	if c.Blocks, err = mail.blocks(v); err != nil {
		return nil, err
	}
	footer, err := t.frame.blocks(v)
	for _, b := range footer {
		c.Footer = append(c.Footer, b.Text+strings.Join(b.Items, ", "))
	}
	return c, err
}

func (m *mailTemplate) blocks(v values) ([]block, error) {
	var blocks []block
	for _, p := range m.paragraphs {
		if p.button {
			blocks = append(blocks, block{Button: true})
			continue
		}
		text, err := run(p.words, v)
		if err != nil {
			return nil, err
		}
		b := block{Text: strings.Join(words(text), " ")}
		if p.list {
			b = block{Items: items(text)}
		}
		if b.Text != "" || len(b.Items) > 0 {
			blocks = append(blocks, b)
		}
	}
	return blocks, nil
}

func items(text string) []string {
	var found []string
	for line := range strings.Lines(text) {
		if item := strings.Join(words(strings.TrimPrefix(strings.TrimSpace(line), "- ")), " "); item != "" && item != "-" {
			found = append(found, item)
		}
	}
	return found
}

func run(t *texttemplate.Template, v values) (string, error) {
	var out strings.Builder
	if err := t.Execute(&out, v); err != nil {
		return "", fault(err)
	}
	return out.String(), nil
}

// textWidth is where plain text wraps (RFC 3676 asks for 78 at most).
const textWidth = 72

// plain writes the text part. The link has a line of its own, whole, so that every program makes it clickable.
func (c *content) plain() string {
	parts := make([]string, 0, len(c.Blocks)+len(c.Footer)+1)
	for _, b := range c.Blocks {
		switch {
		case b.Button:
			parts = append(parts, wrap(c.Button, textWidth, "")+"\n"+c.Link)
		case b.Items != nil:
			lines := make([]string, len(b.Items))
			for i, item := range b.Items {
				lines[i] = "- " + wrap(item, textWidth-2, "  ")
			}
			parts = append(parts, strings.Join(lines, "\n"))
		default:
			parts = append(parts, wrap(b.Text, textWidth, ""))
		}
	}
	parts = append(parts, strings.Repeat("_", 24))
	for _, paragraph := range c.Footer {
		parts = append(parts, wrap(paragraph, textWidth, ""))
	}
	return strings.Join(parts, "\n\n") + "\n"
}

// html writes the HTML part.
func (c *content) html(layout *template.Template) (string, error) {
	var out bytes.Buffer
	if err := layout.Execute(&out, c); err != nil {
		return "", fault(err)
	}
	return out.String(), nil
}
