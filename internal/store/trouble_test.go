package store

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mattn/go-sqlite3"

	"github.com/handledesk/handledesk/internal/migration"
)

// tell opens a folder that cannot be opened and gives the error's text.
func tell(t *testing.T, directory string) string {
	t.Helper()
	s, err := Open(t.Context(), Options{Directory: directory})
	if err == nil {
		_ = s.Close()
		t.Fatal("it was opened")
	}
	return err.Error()
}

// must checks that a text names the file or folder and says what to do.
func must(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(text, word) {
			t.Errorf("%q does not say %q", text, word)
		}
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestANewerDatabaseIsRefusedAndLeftAlone(t *testing.T) {
	directory := t.TempDir()
	s := open(t, directory)
	newer := newest(t) + 1
	if _, err := s.writer.Exec(fmt.Sprintf("PRAGMA user_version = %d", newer)); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), Options{Directory: directory})
	if !errors.Is(err, migration.ErrNewer) {
		t.Fatalf("the error is %v", err)
	}
	must(t, err.Error(), "newer version", fmt.Sprint(newer), "start the newer program")
	if now := fmt.Sprint(read(t, s.writer, "PRAGMA user_version")); now != fmt.Sprintf("[map[user_version:%d]]", newer) {
		t.Errorf("the version is %s now", now)
	}
}

// TestWhatNoProgramMakesIsRefusedAndLeftAlone: half a schema is worse than none.
func TestWhatNoProgramMakesIsRefusedAndLeftAlone(t *testing.T) {
	for name, broken := range map[string]string{
		"no record":            "DROP TABLE goose_db_version; PRAGMA user_version = 0",
		"a step is missing":    "DELETE FROM goose_db_version WHERE version_id = 2",
		"a record of the past": "DELETE FROM goose_db_version WHERE version_id > 2",
		"stopped on the way":   "DROP TABLE goose_db_version; PRAGMA user_version = 2",
		"no record of a step":  "DROP TABLE goose_db_version",
	} {
		t.Run(name, func(t *testing.T) {
			directory := t.TempDir()
			upgraded(t, directory)
			onFile(t, directory, func(pool *sql.DB) {
				if _, err := pool.ExecContext(t.Context(), broken); err != nil {
					t.Fatal(err)
				}
			})
			before := contentOf(t, directory)
			_, err := Open(t.Context(), Options{Directory: directory})
			if !errors.Is(err, migration.ErrHalf) {
				t.Fatalf("the error is %v", err)
			}
			must(t, err.Error(), "half migrated", "backup")
			if fmt.Sprint(contentOf(t, directory)) != fmt.Sprint(before) {
				t.Error("it was changed")
			}
		})
	}
}

func TestAFileThatIsNoDatabaseIsLeftAlone(t *testing.T) {
	directory := t.TempDir()
	file := filepath.Join(directory, File)
	text := strings.Repeat("name,email\n", 1000)
	write(t, file, text)
	must(t, tell(t, directory), file, "not a database", "--data")
	if now, err := os.ReadFile(file); err != nil || string(now) != text {
		t.Errorf("the file was changed (%v)", err)
	}
}

func TestADamagedFileIsTold(t *testing.T) {
	directory := t.TempDir()
	s, err := Open(t.Context(), Options{Directory: directory})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(directory, File)
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// The first page's header stays, the list of tables in it goes.
	for i := 100; i < 4096; i++ {
		content[i] = 0xff
	}
	write(t, file, string(content))
	again, err := Open(t.Context(), Options{Directory: directory})
	if err == nil {
		// The version alone can be read; the first use finds out.
		err = again.explain(add(again, "lost"))
		_ = again.Close()
	}
	must(t, fmt.Sprint(err), file, "damaged", "backup")
}

func TestWhatIsInTheWayIsNamed(t *testing.T) {
	directory := t.TempDir()
	inTheWay := filepath.Join(directory, "file")
	write(t, inTheWay, "")
	must(t, tell(t, filepath.Join(inTheWay, "data")), inTheWay, "--data")

	asFolder := filepath.Join(directory, "data", File)
	if err := os.MkdirAll(asFolder, 0o700); err != nil {
		t.Fatal(err)
	}
	must(t, tell(t, filepath.Join(directory, "data")), asFolder, "cannot be opened", "check the rights")
}

func TestAFullDiskUndoesTheWriteAndIsTold(t *testing.T) {
	s := open(t, t.TempDir())
	if err := add(s, "before"); err != nil {
		t.Fatal(err)
	}
	var pages int
	if err := s.writer.QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	limit := func(pages int) {
		if _, err := s.writer.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
			t.Fatal(err)
		}
	}
	limit(pages + 2)
	err := s.Write(system(), func(tx *Tx) error {
		for i := range 10_000 {
			if err := tx.Sequence.Create().SetID(fmt.Sprint("row ", i, strings.Repeat("x", 200))).SetValue(1).Exec(system()); err != nil {
				return err
			}
		}
		return nil
	})
	reason, yes := Unavailable(err)
	if !yes {
		t.Fatalf("the error is %v", err)
	}
	must(t, reason, "full", "nothing was changed")
	must(t, s.explain(err).Error(), s.path, "disk is full", "make room")
	if got := names(t, s); len(got) != 1 {
		t.Errorf("%d rows are there", len(got))
	}
	limit(1 << 30)
	if err := add(s, "after"); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

func TestALockedDatabaseIsToldAfterWaiting(t *testing.T) {
	t.Parallel() // it waits for the lock's whole time
	directory := t.TempDir()
	s := open(t, directory)
	other, err := sql.Open("sqlite3", "file:"+s.path+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	held, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	reason, yes := Unavailable(add(s, "refused"))
	if !yes {
		t.Error("waiting for another program is not told")
	}
	must(t, reason, "busy", "try again")
	if _, err := s.Read().Sequence.Query().Count(system()); err != nil {
		t.Errorf("reading waits for a writer: %v", err)
	}
	if err := held.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := add(s, "done"); err != nil {
		t.Errorf("after the lock is gone: %v", err)
	}
}

func TestEveryTroubleHasItsWords(t *testing.T) {
	s := &Store{path: "/data/handledesk.db"}
	for code, want := range map[sqlite3.ErrNo][2]string{
		sqlite3.ErrBusy: {"another program", "busy"}, sqlite3.ErrLocked: {"another program", "busy"},
		sqlite3.ErrFull: {"full", "full"}, sqlite3.ErrReadonly: {"cannot be written", "cannot be written"},
		sqlite3.ErrCantOpen: {"cannot be opened", ""}, sqlite3.ErrNotADB: {"not a database", ""},
		sqlite3.ErrCorrupt: {"backup", ""}, sqlite3.ErrIoErr: {"disk", "disk failed"},
	} {
		err := fmt.Errorf("wrapped: %w", sqlite3.Error{Code: code})
		must(t, s.explain(err).Error(), s.path, want[0])
		reason, yes := Unavailable(err)
		if must(t, reason, want[1]); yes != (want[1] != "") || strings.Contains(reason, s.path) {
			t.Errorf("%v: strangers hear %q", code, reason)
		}
	}
	if _, yes := Unavailable(errors.New("something else")); yes {
		t.Error("any error counts as unavailable")
	}
}
