package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/secret"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
)

// streams are where a command writes: results to out, everything else to err.
type streams struct{ out, err io.Writer }

// dataFlags say where the database is and how codes are made; every command that touches data has them.
type dataFlags struct {
	Data        string `help:"Folder of the embedded database, and of what servers keep beside a database." default:"./handledesk-data" env:"HANDLEDESK_DATA"`
	Database    string `help:"A Postgres database, 15 or newer, in place of the embedded one; its password is better given by the environment." env:"HANDLEDESK_DATABASE" placeholder:"postgres://…"`
	Connections int    `help:"Most connections to Postgres that this server keeps." name:"database-connections" default:"32" env:"HANDLEDESK_DATABASE_CONNECTIONS"`
	Migrate     bool   `help:"Upgrade a Postgres database of an older program; stop the servers of that one first. An empty database is made without it." env:"HANDLEDESK_MIGRATE"`

	Suffix string `help:"The registrar's suffix in handle codes, 2 to 4 letters." default:"HD" env:"HANDLEDESK_CODE_SUFFIX"`

	ServerKey   string `help:"The secret that mailed links follow from, 64 hex digits, the same on every server of a database; better given by the environment. Left out, it is made once and kept in the data folder." env:"HANDLEDESK_SERVER_KEY" placeholder:"HEX"`
	TLDPolicies string `help:"CSV file that overrides what top-level domains ask for: tld,verify,days,source." env:"HANDLEDESK_TLD_POLICIES" placeholder:"FILE" type:"existingfile"`
}

// Validate refuses a suffix that handle codes cannot have; kong calls it.
func (f *dataFlags) Validate() error {
	f.Suffix = strings.ToUpper(f.Suffix)
	if len(f.Suffix) < 2 || len(f.Suffix) > 4 || strings.Trim(f.Suffix, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return fmt.Errorf("--suffix: %q is not a suffix of handle codes; give 2 to 4 letters", f.Suffix)
	}
	return nil
}

// open opens the database and the use cases over it; close must be called.
func (f dataFlags) open(
	ctx context.Context, more ...func(*service.Options, *store.Options),
) (s *service.Service, db *store.Store, closeAll func() error, err error) {
	options, stored := service.Options{CodeSuffix: f.Suffix}, store.Options{URL: f.Database, Connections: f.Connections, Directory: f.Data, Migrate: f.Migrate}
	for _, set := range more {
		set(&options, &stored)
	}
	if options.Policies, err = f.policies(); err != nil {
		return nil, nil, nil, err
	}
	if db, err = store.Open(ctx, stored); err != nil {
		return nil, nil, nil, err
	}
	if options.Key, err = f.key(); err != nil {
		return nil, nil, nil, errors.Join(err, db.Close())
	}
	options.Store = db
	s = service.New(options)
	return s, db, func() error {
		s.Wait()
		return db.Close()
	}, nil
}

func (f dataFlags) key() (secret.ServerKey, error) {
	if f.ServerKey == "" {
		if err := os.MkdirAll(f.Data, 0o700); err != nil {
			return secret.ServerKey{}, fmt.Errorf("the data folder cannot be made: %w; choose another one with --data", err)
		}
		return secret.LoadServerKey(f.Data, rand.Reader)
	}
	key, err := secret.ParseServerKey(f.ServerKey)
	if err != nil {
		return key, fmt.Errorf("--server-key: %w", err)
	}
	return key, nil
}

// policies reads what TLDs ask for; nil stands for the built-in table.
func (f dataFlags) policies() (*registrar.Policies, error) {
	if f.TLDPolicies == "" {
		return nil, nil
	}
	file, err := os.Open(f.TLDPolicies)
	if err != nil {
		return nil, fmt.Errorf("--tld-policies: %w", err)
	}
	defer func() { _ = file.Close() }()
	policies, err := registrar.ReadPolicies(file)
	if err != nil {
		return nil, fmt.Errorf("--tld-policies: %s: %w", f.TLDPolicies, err)
	}
	return policies, nil
}

// with runs a command on the open database and closes it.
func (f dataFlags) with(ctx context.Context, run func(s *service.Service) error) error {
	s, _, closeAll, err := f.open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(run(s), closeAll())
}
