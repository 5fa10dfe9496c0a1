package moving

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/store"
)

// writer writes pairs of rows constantly through a pool of its own, each pair in one transaction.
type writer struct {
	stop    context.CancelFunc
	ended   chan struct{}
	pool    *sql.DB
	mu      sync.Mutex
	count   int
	longest time.Duration
	failed  error
}

func writes(t *testing.T, folder string) *writer {
	t.Helper()
	w := &writer{ended: make(chan struct{})}
	w.pool = onDatabase(t, filepath.Join(folder, store.File)+"?_journal_mode=WAL&_synchronous=NORMAL&_busy_timeout=5000&_txlock=immediate")
	exec1(t, w.pool, "PRAGMA wal_autocheckpoint = 200")
	ctx, stop := context.WithCancel(t.Context())
	w.stop = stop
	go func() {
		defer close(w.ended)
		for n := 0; ctx.Err() == nil && w.failed == nil; n++ {
			began := time.Now()
			err := w.write(ctx, n)
			w.mu.Lock()
			if err == nil {
				w.count++
				w.longest = max(w.longest, time.Since(began))
			} else if ctx.Err() == nil {
				w.failed = err
			}
			w.mu.Unlock()
		}
	}()
	t.Cleanup(w.end)
	return w
}

func (w *writer) write(ctx context.Context, n int) error {
	tx, err := w.pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for _, half := range []string{"left", "right"} {
		if _, err := tx.ExecContext(ctx, "INSERT INTO throttles (id, until) VALUES (?, 1)", fmt.Sprintf("%s-%08d", half, n)); err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	return tx.Commit()
}

func (w *writer) end() {
	w.stop()
	<-w.ended
}

func (w *writer) written() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.count
}

// TestABackupWhileOthersWrite: it ends, it is one moment of the database, and nobody waited for it.
func TestABackupWhileOthersWrite(t *testing.T) {
	folder, to := withDemo(t), filepath.Join(t.TempDir(), "backup.db")
	w := writes(t, folder)
	for began := time.Now(); w.written() < 20; time.Sleep(time.Millisecond) {
		if time.Since(began) > 10*time.Second {
			t.Fatal("nobody writes")
		}
	}
	before, steps, last := w.written(), 0, int64(0)
	size, err := Backup(t.Context(), BackupOptions{Directory: folder, To: to, Progress: func(done, total int64) {
		if steps++; done < last || done > total {
			t.Errorf("%d of %d pages after %d: it began anew", done, total, last)
		}
		last = done
		time.Sleep(20 * time.Millisecond) // as a slow disk does, so that much is written between two steps
	}})
	during := w.written() - before
	w.end()
	if err != nil || w.failed != nil {
		t.Fatal(err, w.failed)
	}
	t.Logf("%d octets in %d steps; %d transactions meanwhile, the longest took %s", size, steps, during, w.longest)
	if during < 10 || steps < 2 || w.longest > time.Second {
		t.Errorf("%d transactions during %d steps, the longest took %s", during, steps, w.longest)
	}
	raw, err := os.ReadFile(to)
	if err != nil || int64(len(raw)) != size || !bytes.Equal(raw[18:20], []byte{1, 1}) {
		t.Errorf("%d octets, told were %d; versions %v, and 1 stands for a file without a log (%v)", len(raw), size, raw[18:20], err)
	}
	if got := filesOf(t, filepath.Dir(to)); !slices.Equal(got, []string{"backup.db"}) {
		t.Errorf("it left %v", got)
	}
	if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("its mode is %v (%v)", info.Mode(), err)
	}
	copied := onDatabase(t, to)
	rows := ask(t, copied, "SELECT count(*) FROM throttles WHERE id LIKE 'left-%'")
	if other := ask(t, copied, "SELECT count(*) FROM throttles WHERE id LIKE 'right-%'"); rows != other || rows == "0" {
		t.Errorf("%s left and %s right halves of transactions", rows, other)
	}
	if next := ask(t, copied, "SELECT CAST(substr(max(id), 6) AS INTEGER) + 1 FROM throttles WHERE id LIKE 'left-%'"); next != rows {
		t.Errorf("%s transactions, numbered to %s", rows, next)
	}
	if whole := ask(t, copied, "PRAGMA integrity_check"); whole != "ok" {
		t.Error(whole)
	}
}

func TestABackupReplacesNothingUnasked(t *testing.T) {
	folder, to := newHouse(t), filepath.Join(t.TempDir(), "backup.db")
	if err := os.WriteFile(to, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Backup(t.Context(), BackupOptions{Directory: folder, To: to})
	refused(t, "a file that is there", err, "already", "--force", "--to")
	if raw, _ := os.ReadFile(to); string(raw) != "precious" {
		t.Error("it was replaced")
	}
	// What a backup that was killed left is taken over, whatever it is.
	if err := os.WriteFile(to+partial, bytes.Repeat([]byte("half"), 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Backup(t.Context(), BackupOptions{Directory: folder, To: to, Force: true}); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, onDatabase(t, to), "SELECT count(*) > 0 FROM handles"); got != "1" {
		t.Error("the backup is empty")
	}
	_, err = Backup(t.Context(), BackupOptions{Directory: folder, To: filepath.Join(folder, store.File), Force: true})
	refused(t, "the database itself", err, "the database itself")
	_, err = Backup(t.Context(), BackupOptions{Directory: t.TempDir(), To: to, Force: true})
	refused(t, "an empty folder", err, "no database")
	_, err = Backup(t.Context(), BackupOptions{Directory: folder, To: filepath.Join(folder, "missing", "b.db")})
	refused(t, "a folder that is missing", err, "--to")
}

func TestABackupThatIsStoppedLeavesNothing(t *testing.T) {
	folder, to := newHouse(t), filepath.Join(t.TempDir(), "backup.db")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	_, err := Backup(ctx, BackupOptions{Directory: folder, To: to, Progress: func(int64, int64) { stop() }})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if got := filesOf(t, filepath.Dir(to)); len(got) > 0 {
		t.Errorf("it left %v", got)
	}
}

// damage makes a database fail its check, though it opens.
func damage(t *testing.T, path string) {
	t.Helper()
	pool := onDatabase(t, path)
	exec1(t, pool, "PRAGMA journal_mode = DELETE")
	var page, size int64
	if err := pool.QueryRow("SELECT rootpage FROM sqlite_schema WHERE name = 'domain_name_key' OR name = 'domains_name_key' OR tbl_name = 'domains' AND type = 'index' LIMIT 1").Scan(&page); err != nil {
		t.Fatal(err)
	}
	if err := pool.QueryRow("PRAGMA page_size").Scan(&size); err != nil {
		t.Fatal(err)
	}
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt([]byte(strings.Repeat("\xff", int(size))), (page-1)*size)
	if err = errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestADamagedDatabaseMakesNoBackup(t *testing.T) {
	folder, to := newHouse(t), filepath.Join(t.TempDir(), "backup.db")
	damage(t, filepath.Join(folder, store.File))
	_, err := Backup(t.Context(), BackupOptions{Directory: folder, To: to})
	refused(t, "a damaged database", err, "damaged", store.File)
	if got := filesOf(t, filepath.Dir(to)); len(got) > 0 {
		t.Errorf("it left %v", got)
	}
}
