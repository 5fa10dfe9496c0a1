package moving

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/store"
)

var moment = time.Date(2026, 7, 1, 12, 30, 15, 250_000_000, time.FixedZone("", 7200))

// restoreWorld is a folder whose database says "live", and a backup that says "backed up".
func restoreWorld(t *testing.T) (folder, backup, live string) {
	t.Helper()
	folder, backup = newHouse(t), filepath.Join(t.TempDir(), "backup.db")
	live = filepath.Join(folder, store.File)
	say(t, live, "backed up")
	if _, err := Backup(t.Context(), BackupOptions{Directory: folder, To: backup}); err != nil {
		t.Fatal(err)
	}
	say(t, live, "live")
	return folder, backup, live
}

func say(t *testing.T, path, word string) {
	t.Helper()
	pool := onDatabase(t, path)
	exec1(t, pool, "PRAGMA journal_mode = WAL")
	exec1(t, pool, "DELETE FROM throttles")
	exec1(t, pool, "INSERT INTO throttles (id, until) VALUES ('"+word+"', 1)")
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
}

// says gives what the database says, and requires that it is whole.
func says(t *testing.T, path string) string {
	t.Helper()
	pool := onDatabase(t, path)
	defer func() { _ = pool.Close() }()
	if whole := ask(t, pool, "PRAGMA integrity_check"); whole != "ok" {
		t.Errorf("%s is %s", path, whole)
	}
	return ask(t, pool, "SELECT id FROM throttles")
}

func TestARestoreKeepsWhatWasThere(t *testing.T) {
	folder, backup, live := restoreWorld(t)
	kept, err := Restore(t.Context(), RestoreOptions{Directory: folder, From: backup, Now: moment})
	if err != nil {
		t.Fatal(err)
	}
	if kept != live+".before-restore-20260701T103015.250Z" {
		t.Errorf("it is kept as %s", kept)
	}
	if now, then := says(t, live), says(t, kept); now != "backed up" || then != "live" {
		t.Errorf("the database says %q and the former one %q", now, then)
	}
	if _, err := os.Stat(filepath.Join(folder, restoring)); err == nil {
		t.Error("the copy is still there")
	}
	s, err := store.Open(t.Context(), store.Options{Directory: folder})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	// Back again, from what was kept.
	if _, err := Restore(t.Context(), RestoreOptions{Directory: folder, From: kept, Now: moment.Add(time.Second)}); err != nil {
		t.Fatal(err)
	}
	if now := says(t, live); now != "live" {
		t.Errorf("it says %q", now)
	}
}

func TestARestoreIntoAnEmptyFolder(t *testing.T) {
	_, backup, _ := restoreWorld(t)
	folder := filepath.Join(t.TempDir(), "new")
	kept, err := Restore(t.Context(), RestoreOptions{Directory: folder, From: backup, Now: moment})
	if err != nil || kept != "" {
		t.Fatal(kept, err)
	}
	if now := says(t, filepath.Join(folder, store.File)); now != "backed up" {
		t.Errorf("it says %q", now)
	}
}

// TestARestoreWhileTheDatabaseIsOpen: be it by somebody who does nothing.
func TestARestoreWhileTheDatabaseIsOpen(t *testing.T) {
	folder, backup, live := restoreWorld(t)
	s, err := store.Open(t.Context(), store.Options{Directory: folder})
	if err != nil {
		t.Fatal(err)
	}
	_, err = Restore(t.Context(), RestoreOptions{Directory: folder, From: backup, Now: moment})
	refused(t, "a served database", err, "another program", "stop")
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if now := says(t, live); now != "live" {
		t.Errorf("it says %q", now)
	}
	if got := filesOf(t, folder); slices.ContainsFunc(got, func(n string) bool { return strings.Contains(n, "restor") }) {
		t.Errorf("it left %v", got)
	}
}

// TestAServerThatComesDuringARestore and opens the former file just before its name goes to the new one must not write
// there: the log beside it would have the name of the new one's.
func TestAServerThatComesDuringARestore(t *testing.T) {
	for _, boundary := range []string{"seized", "kept"} {
		folder, backup, live := restoreWorld(t)
		// As the store opens it: it waits for the lock, on the file that it has open by then.
		late, failed := onDatabase(t, live+"?_journal_mode=WAL&_busy_timeout=5000&_txlock=immediate"), make(chan error, 1)
		kept, err := Restore(t.Context(), RestoreOptions{Directory: folder, From: backup, Now: moment, reached: func(at string) {
			if at == boundary {
				go func() {
					_, err := late.ExecContext(t.Context(), "UPDATE throttles SET id = 'lost'")
					failed <- err
				}()
				time.Sleep(200 * time.Millisecond) // it has opened the file
			}
		}})
		if err != nil {
			t.Fatal(err)
		}
		refused(t, "a write to the former file", <-failed, "readonly")
		if now, then := says(t, live), says(t, kept); now != "backed up" || then != "live" {
			t.Errorf("the database says %q and the former one %q", now, then)
		}
	}
}

func TestWhatIsNoBackupIsRefused(t *testing.T) {
	folder, backup, live := restoreWorld(t)
	beside := t.TempDir()
	file := func(name string) string { return filepath.Join(beside, name) }
	for _, name := range []string{"newer.db", "damaged.db", "foreign.db"} {
		raw, err := os.ReadFile(backup)
		if err == nil {
			err = os.WriteFile(file(name), raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	makeNewer(t, onDatabase(t, file("newer.db")))
	damage(t, file("damaged.db"))
	exec1(t, onDatabase(t, file("foreign.db")), "ALTER TABLE events RENAME TO occasions")
	scribble(t, file("text"))
	for name, word := range map[string]string{
		file("newer.db"): "newer", file("damaged.db"): "damaged", file("foreign.db"): "Handledesk", file("text"): "no database",
		file("missing"): "missing", beside: "no database file", live: "the database itself",
	} {
		_, err := Restore(t.Context(), RestoreOptions{Directory: folder, From: name, Now: moment})
		refused(t, name, err, word, filepath.Base(name))
		if now := says(t, live); now != "live" {
			t.Errorf("after %s the database says %q", name, now)
		}
	}
	if got := filesOf(t, folder); slices.ContainsFunc(got, func(n string) bool { return strings.Contains(n, "restor") }) {
		t.Errorf("it left %v", got)
	}
}

func TestADamagedDatabaseIsReplacedAndKept(t *testing.T) {
	folder, backup, live := restoreWorld(t)
	scribble(t, live)
	kept, err := Restore(t.Context(), RestoreOptions{Directory: folder, From: backup, Now: moment})
	if err != nil {
		t.Fatal(err)
	}
	if raw, err := os.ReadFile(kept); err != nil || !strings.HasPrefix(string(raw), "no database") {
		t.Error("not kept:", err)
	}
	if now := says(t, live); now != "backed up" {
		t.Errorf("it says %q", now)
	}
	// What SQLite leaves beside one that it cannot read at all goes with it.
	scribble(t, live, live+"-wal", live+"-shm", live+"-journal")
	if err := (formerDatabase{path: live, there: true}).keep(t.Context(), kept+"2"); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		live: true, live + "-wal": false, live + "-shm": false, live + "-journal": false,
		kept + "2": true, kept + "2-wal": true, kept + "2-shm": false, kept + "2-journal": true,
	} {
		if _, err := os.Stat(name); (err == nil) != want {
			t.Error(name, err)
		}
	}
}

func scribble(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := os.WriteFile(name, []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestARestoreThatIsKilled at each boundary leaves the former database or the new one, and is done again.
func TestARestoreThatIsKilled(t *testing.T) {
	folder, backup, live := restoreWorld(t)
	for _, c := range []struct{ boundary, left string }{{"copied", "live"}, {"seized", "live"}, {"kept", "live"}, {"renamed", "backed up"}} {
		say(t, live, "live")
		if !child(t, "restore "+c.boundary, "DIRECTORY="+folder, "FROM="+backup) {
			t.Fatalf("%s: it was not killed", c.boundary)
		}
		if now := says(t, live); now != c.left {
			t.Errorf("killed after %s: the database says %q", c.boundary, now)
		}
		if c.left == "live" {
			say(t, live, "live, and served after that")
		}
		kept, err := Restore(t.Context(), RestoreOptions{Directory: folder, From: backup, Now: time.Now()})
		if err != nil {
			t.Fatalf("again after %s: %v", c.boundary, err)
		}
		if now := says(t, live); now != "backed up" {
			t.Errorf("again after %s: the database says %q", c.boundary, now)
		}
		if then := says(t, kept); c.left == "live" && then != "live, and served after that" {
			t.Errorf("again after %s: the former one says %q", c.boundary, then)
		}
	}
	formers, _ := filepath.Glob(live + ".before-restore-*")
	saying := []string{}
	for _, name := range formers {
		saying = append(saying, says(t, name))
	}
	slices.Sort(saying)
	// The first three were restored over twice, once killed before the renaming; the last one once killed after it.
	want := []string{"backed up", "live", "live, and served after that", "live, and served after that", "live, and served after that"}
	if !slices.Equal(saying, want) {
		t.Errorf("kept are %q", saying)
	}
}
