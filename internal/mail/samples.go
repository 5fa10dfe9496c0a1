package mail

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/handledesk/handledesk/internal/registrar"
)

// Samples are letters as they could be sent, one for each mail and each language that comes with the program, with
// made-up people. Their times stand still.
func Samples() []Letter {
	var letters []Letter
	for _, language := range []string{"en", "fr", "es", "de"} {
		for _, v := range variants {
			letters = append(letters, sample(v, language))
		}
	}
	return letters
}

func sample(v variant, language string) Letter {
	created := time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)
	due := created.Add(15 * 24 * time.Hour)
	l := Letter{
		ID: "mai_sample-" + strings.TrimSuffix(v.file(), ".txt") + "-" + language, Kind: v.kind, Reason: v.reason,
		To: "jane.doe@example.com", Name: "Jane Doe", Code: "JD1042-HD", Language: language, Sender: "Alpha Hosting",
		Link:      "https://desk.example/r/0123456789abcdefghijklmnopqrstuvwxyzABCDEFG",
		Domains:   []string{"example.com", "bücher.example"},
		CreatedAt: created, LinkExpiresAt: created.Add(7 * 24 * time.Hour),
	}
	if v.kind == registrar.ReachabilityMail && v.reason != registrar.MailHold {
		l.DueAt = &due
	}
	return l
}

// bare is a sample with nothing in it that may be missing.
func bare(v variant, language string) Letter {
	l := sample(v, language)
	l.Name, l.Sender, l.DueAt, l.Domains = "", "", nil, nil
	return l
}

// late is a sample whose deadline has passed.
func late(v variant, language string) Letter {
	l := sample(v, language)
	due := l.CreatedAt.Add(-time.Hour)
	l.DueAt = &due
	return l
}

// crowded is a sample with more domains than are shown, and with a deadline whatever the mail.
func crowded(v variant, language string) Letter {
	l := sample(v, language)
	due := l.CreatedAt.Add(time.Hour)
	l.DueAt = &due
	for i := range maxDomains {
		l.Domains = append(l.Domains, fmt.Sprintf("name-%d.example", i+1))
	}
	l.MoreDomains = 3
	return l
}

// tryAll writes every mail in every language: as usual, with much and with little to say.
func (c *Composer) tryAll() error {
	for _, name := range c.languages {
		t := c.translations[name]
		for _, v := range variants {
			for _, l := range []Letter{sample(v, name), bare(v, name), crowded(v, name), late(v, name)} {
				words, err := c.write(&l, t)
				if err != nil {
					return err
				}
				html, err := words.html(c.layout)
				if err != nil {
					return err
				}
				if !strings.Contains(html, `href="`+l.Link+`"`) {
					return fmt.Errorf("%s:1: the mail has no link: keep <a href=\"{{$.Link}}\"> for blocks with .Button", layoutFile)
				}
			}
		}
	}
	return nil
}

// Preview writes the sample of a mail in a language, as "text", "html" or "eml" (the whole source).
func (c *Composer) Preview(w io.Writer, format string, kind registrar.MailKind, reason registrar.MailReason, language string) error {
	m, err := c.Compose(sample(variant{kind, reason}, language))
	if err != nil {
		return err
	}
	switch format {
	case "text":
		_, err = fmt.Fprintf(w, "From: %s\nTo: %s\nSubject: %s\n\n%s", m.From, m.To, m.Subject, m.Text)
	case "html":
		_, err = io.WriteString(w, m.HTML)
	case "eml":
		_, err = w.Write(m.Source)
	default:
		return fmt.Errorf("there is no preview format %q: choose text, html or eml", format)
	}
	return err
}
