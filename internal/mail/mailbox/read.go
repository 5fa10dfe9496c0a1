package mailbox

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"slices"
	"strings"
	"time"
)

// maxShown is how many mails the list has, maxSize how many bytes of a mail are read.
const (
	maxShown = 200
	maxSize  = 1 << 20
)

// message is a mail as it is shown. Nothing in it is trusted.
type message struct {
	File              string
	Subject, From, To string
	Date              time.Time
	Text, HTML        string
	Source            string
}

// list reads the heads of the newest mails, newest first. A folder that is not there has none.
func (v *viewer) list() ([]message, error) {
	root, err := os.OpenRoot(v.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open the folder for mails: %w", err)
	}
	defer root.Close() //nolint:errcheck // nothing was written
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil, fmt.Errorf("list the mails: %w", err)
	}
	var messages []message
	for _, entry := range slices.Backward(entries) {
		if len(messages) == maxShown {
			break
		}
		if !mailFile.MatchString(entry.Name()) {
			continue
		}
		if m, err := readMessage(root, entry.Name()); err == nil {
			messages = append(messages, *m)
		}
	}
	return messages, nil
}

// open reads one mail. A name that is no mail's gives fs.ErrNotExist, and os.Root keeps every name, and every link that
// lies in the folder, inside it.
func (v *viewer) open(name string) (*message, error) {
	if !mailFile.MatchString(name) {
		return nil, fs.ErrNotExist
	}
	root, err := os.OpenRoot(v.dir)
	if err != nil {
		return nil, err
	}
	defer root.Close() //nolint:errcheck // nothing was written
	return readMessage(root, name)
}

func readMessage(root *os.Root, name string) (*message, error) {
	info, err := root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fs.ErrNotExist
	}
	file, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // nothing was written
	source, err := io.ReadAll(io.LimitReader(file, maxSize))
	if err != nil {
		return nil, err
	}
	return parseMessage(name, source), nil
}

// parseMessage reads as much of a mail as there is; a broken one still shows its source.
func parseMessage(name string, source []byte) *message {
	m := &message{File: name, Source: strings.ToValidUTF8(string(source), "\ufffd")}
	parsed, err := mail.ReadMessage(bytes.NewReader(source))
	if err != nil {
		return m
	}
	m.Subject = decode(parsed.Header.Get("Subject"))
	m.From, m.To = person(parsed.Header.Get("From")), person(parsed.Header.Get("To"))
	if date, err := parsed.Header.Date(); err == nil {
		m.Date = date.UTC()
	}
	kind, parameters, err := mime.ParseMediaType(parsed.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		m.keep(kind, parsed.Header.Get("Content-Transfer-Encoding"), parsed.Body)
		return m
	}
	parts := multipart.NewReader(parsed.Body, parameters["boundary"])
	for {
		part, err := parts.NextPart() // decodes quoted-printable
		if err != nil {
			return m
		}
		kind, _, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
		if err == nil {
			m.keep(kind, part.Header.Get("Content-Transfer-Encoding"), part)
		}
	}
}

// keep takes a part of a mail that can be shown.
func (m *message) keep(kind, encoding string, body io.Reader) {
	if strings.EqualFold(encoding, "quoted-printable") {
		body = quotedprintable.NewReader(body)
	}
	content, err := io.ReadAll(body)
	if err != nil {
		return
	}
	text := strings.ToValidUTF8(string(content), "\ufffd")
	switch kind {
	case "text/plain":
		m.Text = text
	case "text/html":
		m.HTML = text
	}
}

// person shows whom a header names, without the quotes that its form asks for.
func person(header string) string {
	parsed, err := mail.ParseAddress(header)
	switch {
	case err != nil:
		return decode(header)
	case parsed.Name == "":
		return parsed.Address
	}
	return parsed.Name + " <" + parsed.Address + ">"
}

// decode reads the encoded words of a header line (RFC 2047).
func decode(header string) string {
	decoded, err := new(mime.WordDecoder).DecodeHeader(header)
	if err != nil {
		return header
	}
	return decoded
}
