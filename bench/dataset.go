package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/handledesk/handledesk/internal/secret"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
)

// generation grows when the generator makes other data from the same flags; older folders are then made again.
const generation = 1

// size says which data set is meant.
type size struct {
	Handles int  `json:"handles"`
	Single  bool `json:"single"` // all of one reseller, instead of a hundred
}

func (s size) resellers() int {
	if s.Single {
		return 1
	}
	return 100
}

func (s size) String() string {
	if s.Single {
		return fmt.Sprintf("handles-%d-single", s.Handles)
	}
	return fmt.Sprintf("handles-%d", s.Handles)
}

// account is a reseller of the data set with the key that signs it in.
type account struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Key  string `json:"key"`
}

// dataset is a folder with data as the product made it and, once something is compared with the limit, the same again with
// the limit's own indexes added.
type dataset struct {
	size
	Generation int       `json:"generation"`
	Schema     string    `json:"schema"` // what the product's tables and indexes looked like
	Domains    int       `json:"domains"`
	Accounts   []account `json:"accounts"`

	folder string
}

const manifest = "manifest.json"

func (d *dataset) product() string { return filepath.Join(d.folder, "product") }
func (d *dataset) file() string    { return filepath.Join(d.product(), store.File) }
func (d *dataset) limit() string   { return filepath.Join(d.folder, "limit", store.File) }

// openDataset opens the folder of the data set of this size, and makes it first when it is missing or outdated.
func openDataset(ctx context.Context, root string, s size, log io.Writer) (*dataset, error) {
	if s.Handles < s.resellers() || s.Handles%s.resellers() != 0 {
		return nil, fmt.Errorf("--handles is %d; give a multiple of %d, such as 10000, 200000 or 1000000", s.Handles, s.resellers())
	}
	schema, err := schemaOf(ctx)
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(root, s.String())
	d, err := readManifest(folder)
	if err == nil && d.Generation == generation && d.Schema == schema {
		return d, nil
	}
	if err == nil {
		fmt.Fprintf(log, "The data in %s was made for another version; making it again.\n", folder)
	}
	return makeDataset(ctx, &dataset{size: s, Generation: generation, Schema: schema, folder: folder}, log)
}

func readManifest(folder string) (*dataset, error) {
	text, err := os.ReadFile(filepath.Join(folder, manifest))
	if err != nil {
		return nil, err
	}
	d := &dataset{folder: folder}
	return d, json.Unmarshal(text, d)
}

// makeDataset builds the folder beside its place and moves it there when it is whole. What stands there is replaced.
func makeDataset(ctx context.Context, d *dataset, log io.Writer) (_ *dataset, err error) {
	final, start := d.folder, time.Now()
	d.folder = final + ".part"
	if err := os.RemoveAll(d.folder); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(d.folder))
		}
	}()
	fmt.Fprintf(log, "Making %d handles in %s, kept for later runs.\n", d.Handles, final)
	if err := d.fill(ctx, log, start); err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(d.folder, manifest), text, 0o600); err != nil {
		return nil, err
	}
	if err := errors.Join(os.RemoveAll(final), os.Rename(d.folder, final)); err != nil {
		return nil, err
	}
	d.folder = final
	fmt.Fprintf(log, "Made %d handles and %d domains in %s.\n", d.Handles, d.Domains, time.Since(start).Round(time.Second))
	return d, nil
}

// serverKey is the key that the data's links follow from, the same in every run. They open nothing outside.
func serverKey() secret.ServerKey { return secret.NewServerKey(rand.NewChaCha8([32]byte{2})) }

// fill makes the product's database through the product's own use cases.
func (d *dataset) fill(ctx context.Context, log io.Writer, start time.Time) (err error) {
	db, err := store.Open(ctx, store.Options{Directory: d.product()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var key [32]byte
	key[0] = 1
	s := service.New(service.Options{
		Store: db, Now: func() time.Time { return today }, Random: rand.NewChaCha8(key),
		IDs: &seededIDs{random: newRandom(2)}, Key: serverKey(),
	})
	told := time.Now()
	d.Accounts, d.Domains, err = generate(ctx, s, d.size, func(handles int) {
		if time.Since(told) > 5*time.Second {
			told = time.Now()
			fmt.Fprintf(log, "  %d of %d handles, %s\n", handles, d.Handles, time.Since(start).Round(time.Second))
		}
	})
	s.Wait()
	return err
}

// schemaOf is a hash of the tables and indexes that the product makes today.
func schemaOf(ctx context.Context) (hash string, err error) {
	folder, err := os.MkdirTemp("", "handledesk-bench-")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	db, err := store.Open(ctx, store.Options{Directory: folder})
	if err != nil {
		return "", err
	}
	if err := db.Close(); err != nil {
		return "", err
	}
	raw, err := sql.Open("sqlite3", "file:"+filepath.Join(folder, store.File)+"?_query_only=on")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, raw.Close()) }()
	var tables string
	err = raw.QueryRowContext(ctx, "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_master ORDER BY type, name)").Scan(&tables)
	sum := sha256.Sum256([]byte(tables))
	return hex.EncodeToString(sum[:8]), err
}
