package store

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// childFolder tells a child process that it is one, and where to write.
const childFolder = "HANDLEDESK_TEST_CHILD"

// TestMain lets the test program be its own child, which writes until it is killed.
func TestMain(m *testing.M) {
	if folder := os.Getenv(childFolder); folder != "" {
		writeForEver(folder, os.Stdout)
		return
	}
	m.Run() // the test program takes its exit code from it
}

// writeForEver writes rows and prints the name of each one when it is acknowledged.
func writeForEver(folder string, out io.Writer) {
	s, err := Open(context.Background(), Options{Directory: folder})
	for i := 0; err == nil && i < 100_000; i++ {
		name := fmt.Sprintf("%d-%d", os.Getpid(), i)
		if err = add(s, name); err == nil {
			_, err = fmt.Fprintln(out, name)
		}
	}
	fmt.Fprintln(os.Stderr, err) // nobody killed it
}

func TestAcknowledgedWritesSurviveAKill(t *testing.T) {
	folder := t.TempDir()
	var acknowledged []string
	for cycle := range 4 {
		acknowledged = append(acknowledged, writeAndKill(t, folder, 40*(cycle+1))...)
		s, err := Open(t.Context(), Options{Directory: folder})
		if err != nil {
			t.Fatalf("after kill %d: %v", cycle, err)
		}
		kept := names(t, s)
		for _, name := range acknowledged {
			if !slices.Contains(kept, name) {
				t.Errorf("kill %d lost %s", cycle, name)
			}
		}
		var whole string
		if err := s.writer.QueryRow("PRAGMA integrity_check").Scan(&whole); err != nil || whole != "ok" {
			t.Errorf("after kill %d the database is %s (%v)", cycle, whole, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// writeAndKill starts a child, kills it after so many acknowledged writes, and gives their names.
func writeAndKill(t *testing.T, folder string, after int) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	child := exec.CommandContext(ctx, os.Args[0])
	child.Env = append(os.Environ(), childFolder+"="+folder)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var acknowledged []string
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		acknowledged = append(acknowledged, lines.Text())
		if len(acknowledged) == after {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = child.Wait() // it was killed
	if len(acknowledged) < after {
		t.Fatalf("the child acknowledged %d writes only", len(acknowledged))
	}
	return acknowledged
}

// asNobody runs a function without the superuser's power over files; whoever has none already just runs it.
func asNobody(t *testing.T, run func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		// The thread ends with the goroutine and is not used again, since it stays locked.
		runtime.LockOSThread()
		if os.Geteuid() == 0 {
			const nobody = 65534
			_, _, _ = syscall.RawSyscall(syscall.SYS_SETFSUID, nobody, 0, 0)
		}
		run()
	}()
	<-done
}

func TestWhatCannotBeWrittenIsTold(t *testing.T) {
	directory := t.TempDir()
	s := open(t, directory)
	if err := add(s, "kept"); err != nil {
		t.Fatal(err)
	}
	// Others may come to the folder, and read, but write nothing there.
	for path, mode := range map[string]os.FileMode{
		filepath.Dir(directory): 0o755, directory: 0o555, s.path: 0o444, s.path + "-wal": 0o444, s.path + "-shm": 0o444,
	} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = os.Chmod(directory, 0o700) })
	asNobody(t, func() {
		if _, err := Open(t.Context(), Options{Directory: filepath.Join(directory, "new")}); err == nil || !strings.Contains(err.Error(), "--data") {
			t.Errorf("a folder in one that cannot be written: %v", err)
		}
		readOnly, err := Open(t.Context(), Options{Directory: directory})
		if err == nil {
			err = readOnly.explain(add(readOnly, "refused"))
			_ = readOnly.Close()
		}
		must(t, fmt.Sprint(err), s.path, "check the rights")
	})
	if got := names(t, s); len(got) != 1 {
		t.Errorf("there are %v", got)
	}
}
