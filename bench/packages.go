package main

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"time"
)

// projects are the peers' npm projects.
//
//go:embed peers/*/*.json peers/*/*.mjs peers/*/*.graphql
var projects embed.FS

// installTime is how long npm may take.
const installTime = 10 * time.Minute

// install writes a peer's project into a folder that is kept, with the packages of its lock file, and gives the program
// that runs it and the folder. Packages that are there already are not fetched again, and none runs a script of its own.
func install(ctx context.Context, name, root string, log io.Writer) (node, folder string, err error) {
	folder = filepath.Join(root, "peers", name)
	lock := filepath.Join(folder, "package-lock.json")
	before, _ := os.ReadFile(lock) // nothing the first time
	if err := writeProject(name, folder); err != nil {
		return "", "", err
	}
	now, err := os.ReadFile(lock)
	if err != nil {
		return "", "", err
	}
	// npm writes this one last.
	if _, err := os.Stat(filepath.Join(folder, "node_modules", ".package-lock.json")); err != nil || !bytes.Equal(before, now) {
		npm, err := exec.LookPath("npm")
		if err != nil {
			return "", "", errors.Join(err, os.Remove(lock))
		}
		fmt.Fprintf(log, "Installing the packages of %s.\n", name)
		ctx, cancel := context.WithTimeout(ctx, installTime)
		defer cancel()
		c := exec.CommandContext(ctx, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error") //nolint:gosec // no input
		c.Dir = folder
		if text, err := c.CombinedOutput(); err != nil {
			return "", "", errors.Join(fmt.Errorf("npm ci: %w\n%s", err, text), os.Remove(lock))
		}
	}
	found, err := filepath.Glob(filepath.Join(folder, "node_modules", "node-*", "bin", "node"))
	if err == nil && len(found) == 0 {
		err = errors.New("npm has no Node.js 22 for this machine")
	}
	if err != nil {
		return "", "", err
	}
	return found[0], folder, nil
}

// writeProject writes the files of a project into the folder.
func writeProject(name, folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	files, err := fs.ReadDir(projects, path.Join("peers", name))
	if err != nil {
		return err
	}
	for _, file := range files {
		text, err := projects.ReadFile(path.Join("peers", name, file.Name()))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, file.Name()), text, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// ownQuery is the headline query in the words of a peer's own schema.
func ownQuery(name string) string {
	text, err := projects.ReadFile(path.Join("peers", name, "headline.graphql"))
	if err != nil {
		panic(err) // it is part of this program
	}
	return string(text)
}
