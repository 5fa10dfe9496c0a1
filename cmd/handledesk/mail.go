package main

import (
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/handledesk/handledesk/internal/mail"
	"github.com/handledesk/handledesk/internal/mail/mailbox"
	"github.com/handledesk/handledesk/internal/registrar"
)

// composeFlags say how mails are written.
type composeFlags struct {
	MailFrom      string `help:"Address that mails come from and that bounces go to." default:"noreply@localhost" env:"HANDLEDESK_MAIL_FROM" placeholder:"ADDRESS"`
	RegistrarName string `help:"The registrar's name, as mails and pages show it." default:"Handledesk" env:"HANDLEDESK_REGISTRAR_NAME" placeholder:"NAME"`
	MailTemplates string `help:"Folder whose files replace mail templates of the program one by one." env:"HANDLEDESK_MAIL_TEMPLATES" placeholder:"DIR" type:"existingdir"`
}

func (f composeFlags) composer() (*mail.Composer, error) {
	var overrides fs.FS
	if f.MailTemplates != "" {
		overrides = os.DirFS(f.MailTemplates)
	}
	return mail.New(mail.Options{From: f.MailFrom, Registrar: f.RegistrarName, Overrides: overrides})
}

// domain is the right side of Message-IDs.
func (f composeFlags) domain() string { return f.MailFrom[strings.LastIndexByte(f.MailFrom, '@')+1:] }

// mailFlags say where mails go.
type mailFlags struct {
	composeFlags
	SMTP    string `help:"Mail server, as smtp://user:password@host:587 or smtps://…:465; better given by the environment. Left out, mails are kept in the data folder." env:"HANDLEDESK_SMTP" placeholder:"URL"`
	Mailbox string `help:"Show the mails that are kept in the data folder to everybody at /mailbox/: on or off; auto is on with --demo." enum:"on,off,auto" default:"auto" env:"HANDLEDESK_MAILBOX"`
}

// transport is where mails go: to the mail server, or into a folder when there is none.
func (f mailFlags) transport(data string, log *slog.Logger) (mail.Transport, error) {
	composer, err := f.composer()
	if err != nil {
		return nil, err
	}
	if f.SMTP != "" {
		server, err := mail.NewSMTP(f.SMTP, composer, nil)
		if err != nil {
			return nil, fmt.Errorf("--smtp: %w", err)
		}
		log.Info("mails go out", "through", server.String())
		return server, nil
	}
	log.Warn("mails are not sent but kept in a folder; --smtp sends them", "folder", mailFolder(data))
	return mailbox.NewFolder(mailFolder(data), composer)
}

func mailFolder(data string) string { return filepath.Join(data, "mailbox") }

// mailboxes are the pages that show the kept mails.
func mailboxes(data string) http.Handler { return mailbox.Viewer(mailFolder(data)) }

// mailCommand is about the mails that the program sends.
type mailCommand struct {
	Preview mailPreviewCommand `cmd:"" help:"Show a mail as its reader will see it, with made-up data."`
}

type mailPreviewCommand struct {
	composeFlags
	Kind     string `help:"reachability or password." enum:"reachability,password" default:"reachability"`
	Reason   string `help:"start, reset, reminder or hold; for passwords release or recovery. Left out, the first of them." placeholder:"REASON"`
	Language string `help:"Language, as BCP 47 has it." default:"en"`
	Format   string `help:"text, html or eml, the whole mail." enum:"text,html,eml" default:"text"`
}

// Run writes the mail to standard output.
func (c *mailPreviewCommand) Run(io streams) error {
	composer, err := c.composer()
	if err != nil {
		return err
	}
	kind, reason := registrar.MailKind(strings.ToUpper(c.Kind)), registrar.MailReason(strings.ToUpper(c.Reason))
	if reason == "" {
		reason = registrar.MailStart
		if kind == registrar.PasswordMail {
			reason = registrar.MailRelease
		}
	}
	return composer.Preview(io.out, c.Format, kind, reason, c.Language)
}
