// Package mailbox keeps mails in a folder instead of sending them, and shows them in a browser: for the demo and for
// trying templates out.
package mailbox

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"github.com/handledesk/handledesk/internal/mail"
)

// Folder is a mail.Transport that writes each letter to a file.
type Folder struct {
	dir      string
	composer *mail.Composer
}

// NewFolder makes the folder if it is not there, for its owner's eyes only, since the mails hold links that give control.
func NewFolder(dir string, composer *mail.Composer) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for mails: %w", err)
	}
	return &Folder{dir: dir, composer: composer}, nil
}

// mailFile is the name of every file that is a mail: the time of the letter, by which names sort, and its id.
var mailFile = regexp.MustCompile(`^[0-9]{8}T[0-9]{6}\.[0-9]{3}Z-[A-Za-z0-9_.-]{1,100}\.eml$`)

// Send writes the letter to a file of mode 0600. Another delivery of the same letter replaces that file; nobody ever
// sees half of one.
func (f *Folder) Send(_ context.Context, l mail.Letter) (string, error) {
	m, err := f.composer.Compose(l)
	if err != nil {
		failure := mail.Fail(mail.StepCompose, err)
		failure.Permanent = true
		return "", failure
	}
	name := l.CreatedAt.UTC().Format("20060102T150405.000Z") + "-" + l.ID + ".eml"
	if err := f.write(name, m.Source); err != nil {
		return "", mail.Fail(mail.StepContent, fmt.Errorf("write to the folder for mails: %w", err))
	}
	return "kept as " + name, nil
}

func (f *Folder) write(name string, content []byte) error {
	file, err := os.CreateTemp(f.dir, ".unfinished-*") // made with mode 0600
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(file.Name(), filepath.Join(f.dir, name))
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
	return err
}
