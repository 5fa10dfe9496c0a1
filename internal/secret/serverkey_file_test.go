package secret

import (
	"bytes"
	"crypto/rand"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

func TestTheFirstStartMakesTheKey(t *testing.T) {
	dir := t.TempDir()
	made, err := LoadServerKey(dir, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(dir, ServerKeyFile))
	if err != nil || len(content) != 65 || content[64] != '\n' {
		t.Errorf("the file holds %d bytes, %v", len(content), err)
	}
	if parsed, err := ParseServerKey(string(content)); err != nil || parsed.Pseudonym() != made.Pseudonym() {
		t.Errorf("the file holds another key, %v", err)
	}
	info, err := os.Stat(filepath.Join(dir, ServerKeyFile))
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the file has the mode %v, %v", info.Mode(), err)
	}
	again, err := LoadServerKey(dir, io.MultiReader()) // no randomness is needed any more
	if err != nil || again.Pseudonym() != made.Pseudonym() {
		t.Errorf("the second start has another key, %v", err)
	}
	onlyTheKey(t, dir)
}

func TestServersThatStartAtOnceGetOneKey(t *testing.T) {
	for range 50 {
		dir := t.TempDir()
		keys := make([]ServerKey, 8)
		start := make(chan struct{})
		var servers sync.WaitGroup
		for i := range keys {
			servers.Go(func() {
				<-start
				key, err := LoadServerKey(dir, rand.Reader)
				if err != nil {
					t.Error(err)
				}
				keys[i] = key
			})
		}
		close(start)
		servers.Wait()
		for _, key := range keys {
			if key.mac == nil || key.Pseudonym() != keys[0].Pseudonym() {
				t.Fatal("two servers have different keys")
			}
		}
		onlyTheKey(t, dir)
	}
}

// Between looking for the file and writing it, another process may have been first: its key stands.
func TestAKeyIsNeverReplaced(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, ServerKeyFile)
	overtaken := readerFunc(func(p []byte) (int, error) {
		if err := os.WriteFile(path, []byte(strings.Repeat("01", 32)), 0o600); err != nil {
			t.Error(err)
		}
		return copy(p, bytes.Repeat([]byte{2}, len(p))), nil
	})
	key, err := LoadServerKey(dir, overtaken)
	if err != nil || key.Pseudonym() != testKey(1).Pseudonym() {
		t.Errorf("the second process goes on with a key of its own, %v", err)
	}
	onlyTheKey(t, dir)
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestAFileOfTheWrongFormIsRefusedAndKept(t *testing.T) {
	for _, content := range []string{"", "\n", strings.Repeat("a", 63), strings.Repeat("a", 65), strings.Repeat("g", 64), "secret: abc", strings.Repeat("a", 1<<16)} {
		dir := t.TempDir()
		path := filepath.Join(dir, ServerKeyFile)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		key, err := LoadServerKey(dir, rand.Reader)
		if err == nil || key.mac != nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "from a backup, or remove it") {
			t.Errorf("%.20q gives %v", content, err)
		} else if content != "" && strings.Contains(err.Error(), strings.TrimSpace(content)+"\n") {
			t.Errorf("the error repeats the file: %v", err)
		}
		if kept, err := os.ReadFile(path); err != nil || !bytes.Equal(kept, []byte(content)) {
			t.Errorf("the file was changed, %v", err)
		}
	}
}

func TestAMissingFolderIsNamed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "missing")
	if key, err := LoadServerKey(dir, rand.Reader); err == nil || key.mac != nil || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "make the folder writable") {
		t.Errorf("got %v", err)
	}
}

// onlyTheKey finds what a start left behind.
func onlyTheKey(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != ServerKeyFile {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
}
