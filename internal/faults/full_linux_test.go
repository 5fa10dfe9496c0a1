package faults

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
)

// onSmallDisk lets a command run with a file system of its own at the folder, of that many megabytes, with what the
// folder holds copied there. It goes with the command. Whoever is not root becomes so in a namespace of its own.
func onSmallDisk(folder string, megabytes int) func(c *exec.Cmd) {
	return func(c *exec.Cmd) {
		script := `mount -t tmpfs -o size="$1"m tmpfs "$2.disk" && cp -a "$2/." "$2.disk/" && mount --move "$2.disk" "$2" && shift 2 && exec "$@"`
		c.Args = append([]string{"sh", "-c", script, "sh", fmt.Sprint(megabytes), folder}, c.Args...)
		c.Path, c.Err = "/bin/sh", nil
		c.SysProcAttr.Cloneflags |= syscall.CLONE_NEWNS
		c.SysProcAttr.Unshareflags |= syscall.CLONE_NEWNS // what is mounted there is not seen here
		if os.Geteuid() != 0 {
			c.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
			c.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
			c.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
		}
	}
}

// TestADiskFillsUp: writing says that the disk is full and reading goes on; with room again the service goes on by
// itself, and everything that was acknowledged is there after a kill.
func TestADiskFillsUp(t *testing.T) {
	t.Setenv(apitest.PostgresVariable, "")
	w := newWorld(t, rand.New(rand.NewPCG(1, 1)), 1, 0, time.Second)
	folder := w.stored.Directory
	p := w.moveToSmallDisk(t, 16)
	seen := fmt.Sprintf("/proc/%d/root%s", p.command.Process.Pid, folder)
	c := w.clients[0]
	for range 20 {
		c.sent++
		c.create()
	}
	ballast, err := fillUp(filepath.Join(seen, "ballast"))
	if err != nil {
		t.Fatal(err)
	}
	c.meetFullDisk(t, folder)
	t.Logf("%d bytes filled the disk", ballast)
	if r := w.once(t, &operation{Query: `{ handles(first: 2) { edges { node { code } } } }`}); r.status != http.StatusOK || len(r.Errors) > 0 {
		t.Errorf("reading is answered %d %s", r.status, r.text)
	}
	if err := os.Remove(filepath.Join(seen, "ballast")); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		c.sent++
		c.create()
	}
	if lines := p.out.grep("panic", "internal error"); lines != "" {
		t.Errorf("the log has\n%s", lines)
	}
	w.takeAway(t, seen, folder)
	w.settle(t)
}

// moveToSmallDisk ends the server and starts it again on a file system of so many megabytes.
func (w *world) moveToSmallDisk(t *testing.T, megabytes int) *process {
	t.Helper()
	w.servers.kill(0)
	folder := w.stored.Directory
	if err := os.Mkdir(folder+".disk", 0o700); err != nil {
		t.Fatal(err)
	}
	p, err := launch(w.servers.file, w.servers.arguments, onSmallDisk(folder, megabytes))
	if err != nil {
		noNamespaces(t, err)
	}
	t.Cleanup(p.kill)
	url, err := p.listens(startTime)
	if err != nil {
		noNamespaces(t, err)
	}
	w.servers.running[0], w.servers.urls[0] = p, url
	return p
}

// meetFullDisk sends mutations until the disk was full for most of them, and looks at what is told.
func (c *client) meetFullDisk(t *testing.T, folder string) {
	t.Helper()
	url, _ := c.w.servers.pick(c.random)
	full := map[string]int{}
	for n := range 40 {
		c.sent = 1000 + n
		_, input := c.newPerson()
		o := c.operation("createHandle", createQuery, input)
		r, err := o.send(t.Context(), c.w.web, url)
		if err != nil {
			t.Fatal(err)
		}
		if o.take(r) { // there was still room within the file
			c.done = append(c.done, o)
			o.entity = o.id("handle")
			c.people = append(c.people, &person{id: o.entity, email: fmt.Sprint(input["email"]), version: 1})
			continue
		}
		full[r.code()+" "+r.Errors[0].Message]++
	}
	t.Logf("while the disk is full: %v", full)
	for said := range full {
		if !strings.HasPrefix(said, "UNAVAILABLE") || !strings.Contains(said, "nothing was changed") || strings.Contains(said, folder) {
			t.Errorf("a full disk is told as %s", said)
		}
	}
	if len(full) == 0 {
		t.Error("the disk was never full")
	}
}

// takeAway kills the server on the small disk and copies its files, as they are, to where the next one looks.
func (w *world) takeAway(t *testing.T, seen, folder string) {
	t.Helper()
	p := w.servers.running[0]
	if err := p.command.Process.Signal(syscall.SIGSTOP); err != nil { // as good as dead, but its disk is still there
		t.Fatal(err)
	}
	if text, err := exec.Command("cp", "-a", seen+"/.", folder+"/").CombinedOutput(); err != nil {
		t.Fatalf("cp: %v %s", err, text)
	}
	if err := os.Remove(filepath.Join(folder, "handledesk.db-shm")); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err) // it belongs to those that run
	}
	w.servers.kill(0)
}

// noNamespaces ends a test that cannot mount anything: it fails where the machine is to be able to.
func noNamespaces(t *testing.T, why error) {
	t.Helper()
	text := "no small file system can be mounted here, so that none can be filled: " + why.Error()
	if os.Getenv(requiredVariable) == "true" && os.Geteuid() == 0 {
		t.Fatal(text)
	}
	t.Skip("SKIPPED: " + text)
}

// fillUp writes a file until there is no more room, and gives its size.
func fillUp(file string) (size int, err error) {
	f, err := os.Create(file)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for block := make([]byte, 4096); ; {
		n, err := f.Write(block)
		size += n
		if errors.Is(err, syscall.ENOSPC) {
			return size, nil
		}
		if err != nil || size > 1<<30 {
			return size, errors.Join(err, fmt.Errorf("%d bytes were written and the disk is not full", size))
		}
	}
}

// TestADatabaseIsReadOnly: the file and its folder cannot be written. Reading works, /readyz says no, and mutations are
// told that nothing was changed. Started once more, with rights, the server goes on.
func TestADatabaseIsReadOnly(t *testing.T) {
	t.Setenv(apitest.PostgresVariable, "")
	w := newWorld(t, rand.New(rand.NewPCG(1, 1)), 1, 0, time.Second)
	w.clients[0].create()
	w.servers.kill(0)
	folder := w.stored.Directory
	w.allow(t, folder, 0o555, 0o444)
	t.Cleanup(func() { w.allow(t, folder, 0o700, 0o600) })
	p, err := launch(w.servers.file, w.servers.arguments, func(c *exec.Cmd) {
		if os.Geteuid() != 0 {
			return
		}
		// Root may write whatever the rights say.
		nobody, err := somebody("nobody")
		if err != nil {
			t.Fatal(err)
		}
		c.SysProcAttr.Credential = nobody
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	url, err := p.listens(startTime)
	if err != nil {
		t.Fatal(err)
	}
	w.servers.running[0], w.servers.urls[0] = p, url
	if status, text, _ := w.page(t, "/readyz"); status != http.StatusServiceUnavailable || strings.Contains(text, folder) {
		t.Errorf("/readyz says %d %q", status, text)
	}
	if r := w.once(t, &operation{Query: `{ handles(first: 2) { edges { node { code } } } }`}); r.status != http.StatusOK || len(r.Errors) > 0 {
		t.Errorf("reading is answered %d %s", r.status, r.text)
	}
	_, input := w.clients[1].newPerson()
	r := w.once(t, w.clients[1].operation("createHandle", createQuery, input))
	if r.code() != "UNAVAILABLE" || !strings.Contains(r.text, "nothing was changed") || strings.Contains(r.text, folder) {
		t.Errorf("a mutation is answered %d %s", r.status, r.text)
	}
	if lines := p.out.grep("panic", "internal error"); lines != "" {
		t.Errorf("the log has\n%s", lines)
	}
	w.servers.kill(0)
	w.allow(t, folder, 0o700, 0o600)
	w.servers.startAll(t)
	w.clients[0].sent++
	w.clients[0].create()
	w.settle(t)
}

// allow sets the rights of the folder and of the files in it. Others may come to the folder.
func (w *world) allow(t *testing.T, folder string, of, files os.FileMode) {
	t.Helper()
	all, err := filepath.Glob(folder + "/*")
	for _, file := range all {
		err = errors.Join(err, os.Chmod(file, files))
	}
	if err = errors.Join(err, os.Chmod(folder, of), os.Chmod(filepath.Dir(folder), 0o755)); err != nil {
		t.Fatal(err)
	}
}
