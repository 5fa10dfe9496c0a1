package moving

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/demo"
	"github.com/handledesk/handledesk/internal/secret"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
)

// childTask tells the test program that it is a child, and what it is to do until it kills itself.
const childTask = "HANDLEDESK_TEST_CHILD"

// demoFolder holds the demo, filled once.
type demoFolder struct {
	once sync.Once
	path string
	err  error
}

var filled demoFolder

// TestMain lets the test program be its own child, and removes what its tests share.
func TestMain(m *testing.M) {
	if task := os.Getenv(childTask); task != "" {
		if err := beChild(task); err != nil {
			panic(err) // the parent reads it
		}
		return
	}
	m.Run() // the test program takes its exit code from it
	if filled.path != "" {
		_ = os.RemoveAll(filled.path)
	}
}

// beChild does one task, which names what is done and the boundary at which it is killed.
func beChild(task string) error {
	what, boundary, _ := strings.Cut(task, " ")
	die := func(reached string) {
		if reached == boundary {
			itself, err := os.FindProcess(os.Getpid())
			if err == nil {
				err = itself.Kill() // as kill -9 does
			}
			time.Sleep(time.Minute)
			panic(fmt.Sprint("not killed: ", err))
		}
	}
	switch what {
	case "restore":
		_, err := Restore(context.Background(), RestoreOptions{
			Directory: os.Getenv("DIRECTORY"), From: os.Getenv("FROM"), Now: time.Now(), reached: die,
		})
		return err
	case "copy":
		_, err := Copy(context.Background(), CopyOptions{From: os.Getenv("DIRECTORY"), To: os.Getenv("TO"), Batch: 700, reached: die})
		return err
	}
	return fmt.Errorf("nobody knows how to %s", what)
}

// child runs a task in a process of its own and tells whether it was killed; other failures end the test.
func child(t *testing.T, task string, variables ...string) (killed bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	process := exec.CommandContext(ctx, os.Args[0])
	process.Env = append(append(os.Environ(), childTask+"="+task), variables...)
	said, err := process.CombinedOutput()
	if err == nil {
		return false
	}
	if process.ProcessState.ExitCode() >= 0 {
		t.Fatalf("%s: %v: %s", task, err, said)
	}
	return true
}

// withDemo gives a folder with the demo's database, as a server left it.
func withDemo(t *testing.T) string {
	t.Helper()
	filled.once.Do(func() { filled.path, filled.err = fillDemo() })
	if filled.err != nil {
		t.Fatal(filled.err)
	}
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(filled.path)); err != nil {
		t.Fatal(err)
	}
	return folder
}

func fillDemo() (string, error) {
	folder, err := os.MkdirTemp("", "moving")
	if err != nil {
		return "", err
	}
	s, err := store.Open(context.Background(), store.Options{Directory: folder})
	if err != nil {
		return folder, err
	}
	desk := service.New(service.Options{Store: s, Key: secret.NewServerKey(rand.Reader)})
	if _, err := demo.Open(context.Background(), desk, folder, io.Discard); err != nil {
		return folder, err
	}
	desk.Wait()
	return folder, s.Close()
}

// onDatabase opens a database file as it is, past the program.
func onDatabase(t *testing.T, path string) *sql.DB {
	t.Helper()
	pool, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	return pool
}

// ask gives the one value that a query comes to.
func ask(t *testing.T, pool *sql.DB, query string) (value string) {
	t.Helper()
	if err := pool.QueryRowContext(t.Context(), query).Scan(&value); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return value
}

func exec1(t *testing.T, pool *sql.DB, statement string) {
	t.Helper()
	if _, err := pool.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// refused requires an error that says all of this.
func refused(t *testing.T, what string, err error, words ...string) {
	t.Helper()
	for _, word := range words {
		if err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%s: %q is not told: %v", what, word, err)
		}
	}
}

// filesOf names what is in a folder.
func filesOf(t *testing.T, folder string) (names []string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range found {
		names = append(names, filepath.Base(name))
	}
	return names
}
