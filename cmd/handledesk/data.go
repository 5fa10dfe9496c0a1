package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
)

// streams are where a command writes: results to out, everything else to err.
type streams struct{ out, err io.Writer }

// dataFlags say where the database is and how codes are made; every command that touches data has them.
type dataFlags struct {
	Data   string `help:"Folder of the embedded database." default:"./handledesk-data" env:"HANDLEDESK_DATA"`
	Suffix string `help:"The registrar's suffix in handle codes, 2 to 4 letters." default:"HD" env:"HANDLEDESK_CODE_SUFFIX"`
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
func (f dataFlags) open(ctx context.Context) (s *service.Service, db *store.Store, closeAll func() error, err error) {
	db, err = store.Open(ctx, store.Options{Directory: f.Data})
	if err != nil {
		return nil, nil, nil, err
	}
	s = service.New(service.Options{Store: db, CodeSuffix: f.Suffix})
	return s, db, func() error {
		s.Wait()
		return db.Close()
	}, nil
}

// with runs a command on the open database and closes it.
func (f dataFlags) with(ctx context.Context, run func(s *service.Service) error) error {
	s, _, closeAll, err := f.open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(run(s), closeAll())
}
