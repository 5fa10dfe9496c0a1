package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/handledesk/handledesk/bench/limit"
	"github.com/handledesk/handledesk/internal/store"
)

// needLimit makes the limit's copy of the data unless it is there. What is not compared with the limit does without, at
// half of the disk.
func (d *dataset) needLimit(ctx context.Context, log io.Writer) error {
	if _, err := os.Stat(d.limit()); err == nil || !errors.Is(err, os.ErrNotExist) {
		return err
	}
	fmt.Fprintln(log, "Copying the data for the limit, which adds its indexes.")
	if err := d.settle(ctx); err != nil {
		return err
	}
	return d.addLimit(ctx)
}

// addLimit copies the product's database for the limit, which adds its indexes. The copy gets its name when it is whole.
func (d *dataset) addLimit(ctx context.Context) error {
	part := d.limit() + ".part"
	if err := errors.Join(os.RemoveAll(filepath.Dir(part)), os.MkdirAll(filepath.Dir(part), 0o700)); err != nil {
		return err
	}
	if err := copyFile(d.file(), part); err != nil {
		return err
	}
	if err := limit.Prepare(ctx, part); err != nil {
		return err
	}
	return os.Rename(part, d.limit())
}

// settle opens and closes the product's database, which brings its file up to date, should a server have been killed over it.
func (d *dataset) settle(ctx context.Context) error {
	db, err := store.Open(ctx, store.Options{Directory: d.product()})
	if err != nil {
		return err
	}
	return db.Close()
}

// scratch copies the product's database for a run that writes, and the limit's if wanted, so that the data set stays as
// it is. The caller removes the folder.
func (d *dataset) scratch(ctx context.Context, withLimit bool) (*dataset, func() error, error) {
	if err := d.settle(ctx); err != nil {
		return nil, nil, err
	}
	copied := *d
	var err error
	if copied.folder, err = os.MkdirTemp(filepath.Dir(d.folder), "scratch-"); err != nil {
		return nil, nil, err
	}
	remove := func() error { return os.RemoveAll(copied.folder) }
	files := map[string]string{d.file(): copied.file()}
	if withLimit {
		files[d.limit()] = copied.limit()
	}
	for from, to := range files {
		if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o700), copyFile(from, to)); err != nil {
			return nil, nil, errors.Join(err, remove())
		}
	}
	return &copied, remove, nil
}

// copyFile copies a closed database, or any file.
func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // was only read
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	_, err = io.Copy(out, in)
	return err
}
