package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/mail"
	"strings"

	gomail "github.com/wneessen/go-mail"
	"golang.org/x/text/language"
)

// maxHeader is how much of a text a header line shows, in characters. RFC 5322 allows a line 998 octets.
const maxHeader = 200

// Options say in whose name mails are written, and how.
type Options struct {
	// From is the bare address in From and the envelope's sender, to which bounces go. Its domain is that of every
	// Message-ID.
	From string
	// Registrar is the registrar's own name.
	Registrar string
	// Overrides is a folder whose files replace those of the program one by one, laid out alike: layout.html,
	// en/reachability-start.txt. Nil leaves all as it is. See templates/README.md.
	Overrides fs.FS
}

// Composer writes mails. It may be used by several goroutines at once.
type Composer struct {
	from, domain, registrar string
	translations            map[string]*translation
	languages               []string // as the matcher numbers them
	matcher                 language.Matcher
	layout                  *template.Template
}

// New reads all templates and writes every mail once, so that a mistake in one shows now and not when a mail is due:
// the error then begins with the file and the line.
func New(o Options) (*Composer, error) {
	if !isBareAddress(o.From) {
		return nil, errors.New("the sender of mails is not a bare mail address: give one such as noreply@example.com")
	}
	c := &Composer{from: o.From, domain: o.From[strings.LastIndexByte(o.From, '@')+1:], registrar: clean(o.Registrar, maxName)}
	if c.registrar == "" {
		return nil, errors.New("mails need the registrar's name: give the one that customers know")
	}
	standard, err := fs.Sub(builtIn, "templates")
	if err != nil {
		return nil, fmt.Errorf("open the mail templates: %w", err)
	}
	from := layers{standard}
	if o.Overrides != nil {
		if err := refuseStrangers(o.Overrides); err != nil {
			return nil, fmt.Errorf("mail template %w", err)
		}
		from = layers{o.Overrides, standard}
	}
	if c.translations, c.languages, c.layout, err = load(from); err != nil {
		return nil, fmt.Errorf("mail template %w", err)
	}
	tags := make([]language.Tag, len(c.languages))
	for i, name := range c.languages {
		tags[i] = language.Make(name)
	}
	c.matcher = language.NewMatcher(tags)
	if err := c.tryAll(); err != nil {
		return nil, fmt.Errorf("mail template %w", err)
	}
	return c, nil
}

// Languages lists the languages that mails are written in, English first.
func (c *Composer) Languages() []string { return append([]string{}, c.languages...) }

// Mail is a whole mail.
type Mail struct {
	From, To  string // bare addresses, for the envelope
	Language  string // the one that was chosen
	Subject   string
	MessageID string // with its angle brackets
	Text      string // the plain text part
	HTML      string // the HTML part
	Source    []byte // all of it as it is sent (RFC 5322), ASCII only unless To has a UTF-8 local part
}

// Compose writes a letter. The same letter gives the same mail, byte by byte, as long as the templates are the same.
// Its errors name the letter's fields and not what stands in them.
func (c *Composer) Compose(l Letter) (*Mail, error) {
	if err := l.check(); err != nil {
		return nil, err
	}
	words, err := c.write(&l, c.choose(l.Language))
	if err != nil {
		return nil, err
	}
	html, err := words.html(c.layout)
	if err != nil {
		return nil, err
	}
	m := &Mail{
		From: c.from, To: l.To, Language: words.Language, Subject: words.Subject,
		MessageID: "<" + l.ID + "@" + c.domain + ">", Text: words.plain(), HTML: html,
	}
	m.Source, err = m.source(&l, words.Sender)
	return m, err
}

// choose finds the translation for a BCP 47 tag: the nearest that its readers understand, otherwise English.
func (c *Composer) choose(tag string) *translation {
	wanted, err := language.Parse(tag)
	if err != nil {
		return c.translations[fallback]
	}
	_, index, _ := c.matcher.Match(wanted) // the first, which is English, if nothing is near
	return c.translations[c.languages[index]]
}

func (c *Composer) write(l *Letter, t *translation) (*content, error) {
	return t.fill(templateName(l.Kind, l.Reason), valuesOf(l, c.registrar, t.language), l.Link)
}

// source builds the MIME mail.
func (m *Mail) source(l *Letter, sender string) ([]byte, error) {
	seed := sha256.Sum256([]byte(m.MessageID))
	message := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithBoundary(hex.EncodeToString(seed[:24])))
	// Addresses go in as values, not as text to be parsed again: a name with a comma or a bracket stays a name.
	message.FromMailAddress(&mail.Address{Name: sender, Address: m.From})
	message.ToMailAddress(&mail.Address{Name: clean(l.Name, maxName), Address: m.To})
	message.Subject(m.Subject)
	message.SetDateWithValue(l.CreatedAt.UTC())
	message.SetMessageIDWithValue(strings.Trim(m.MessageID, "<>"))
	message.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no vacation notice comes back
	message.SetGenHeader(gomail.HeaderContentLang, m.Language)
	message.SetBodyString(gomail.TypeTextPlain, m.Text)
	message.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	var out bytes.Buffer
	if _, err := message.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("write the mail: %w", err)
	}
	return out.Bytes(), nil
}
