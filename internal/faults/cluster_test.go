package faults

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // looks into Postgres from outside

	"github.com/handledesk/handledesk/internal/apitest"
)

// binVariable names the folder of initdb and postgres; requiredVariable turns their absence into a failure.
const (
	binVariable      = "HANDLEDESK_TEST_POSTGRES_BIN"
	requiredVariable = "HANDLEDESK_TEST_POSTGRES_REQUIRED"
)

// cluster is a Postgres of the tests' own, which they may stop. Everything is as initdb leaves it, so that commits are
// synchronous; only whom it listens to and how many connections it has are set.
type cluster struct {
	bin, folder string
	port        int
	as          *syscall.Credential // Postgres does not run as root
	running     *process
}

// clusterConnections is how many connections the cluster takes.
const clusterConnections = 80

// needCluster gives the cluster of this run, running, and lets apitest make its databases there.
func needCluster(t *testing.T) *cluster {
	t.Helper()
	bin := postgresFolder()
	if bin == "" {
		text := "no Postgres of version 15 or newer was found: install it (Debian: postgresql) or name its folder of programs by " + binVariable
		if os.Getenv(requiredVariable) == "true" {
			t.Fatal(text)
		}
		t.Skip("SKIPPED: " + text)
	}
	built.Lock()
	defer built.Unlock()
	if built.cluster == nil {
		made, err := makeCluster(bin)
		if err != nil {
			t.Fatal(err)
		}
		built.cluster = made
	}
	c := built.cluster
	c.start(t)
	t.Setenv(apitest.PostgresVariable, c.url("postgres"))
	t.Cleanup(func() { c.start(t) }) // what clears away after this needs it
	return c
}

// postgresFolder finds the newest Postgres of this machine.
func postgresFolder() string {
	if named := os.Getenv(binVariable); named != "" {
		return named
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // the pattern is right
	version := func(file string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(file)))) // 0 is too old
		return n
	}
	slices.SortFunc(found, func(a, b string) int { return version(b) - version(a) })
	if len(found) > 0 && version(found[0]) >= 15 {
		return filepath.Dir(found[0])
	}
	if file, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(file)
	}
	return ""
}

func makeCluster(bin string) (*cluster, error) {
	folder, err := os.MkdirTemp("", "handledesk-postgres-")
	if err != nil {
		return nil, err
	}
	c := &cluster{bin: bin, folder: folder}
	if os.Geteuid() == 0 {
		if c.as, err = somebody("postgres", "nobody"); err != nil {
			return nil, err
		}
		if err := os.Chown(folder, int(c.as.Uid), int(c.as.Gid)); err != nil {
			return nil, err
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	c.port = listener.Addr().(*net.TCPAddr).Port
	if err := listener.Close(); err != nil {
		return nil, err
	}
	init := exec.Command(filepath.Join(bin, "initdb"), "-D", c.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
	c.become(init)
	if text, err := init.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, text)
	}
	return c, nil
}

// somebody is the first of the users that this machine knows.
func somebody(names ...string) (*syscall.Credential, error) {
	var errs []error
	for _, name := range names {
		found, err := user.Lookup(name)
		if err == nil {
			uid, wrong := strconv.ParseUint(found.Uid, 10, 32)
			gid, alsoWrong := strconv.ParseUint(found.Gid, 10, 32)
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(wrong, alsoWrong)
		}
		errs = append(errs, err)
	}
	return nil, errors.Join(errs...)
}

func (c *cluster) data() string { return filepath.Join(c.folder, "data") }

func (c *cluster) become(command *exec.Cmd) {
	if command.SysProcAttr == nil {
		command.SysProcAttr = &syscall.SysProcAttr{}
	}
	command.SysProcAttr.Credential = c.as
	command.Dir = c.folder
}

// url is the address of a database of the cluster.
func (c *cluster) url(name string) string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/%s?sslmode=disable", c.port, name)
}

// start starts the cluster, unless it runs, and waits until it answers.
func (c *cluster) start(t *testing.T) {
	t.Helper()
	if c.running == nil || c.running.isOver() {
		var err error
		c.running, err = launch(filepath.Join(c.bin, "postgres"), []string{
			"-D", c.data(), "-p", strconv.Itoa(c.port), "-h", "127.0.0.1", "-k", c.folder, "-c", "max_connections=" + strconv.Itoa(clusterConnections),
		}, c.become)
		if err != nil {
			t.Fatal(err)
		}
	}
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		err := c.do("SELECT 1")
		if err == nil {
			return
		}
		if time.Now().After(end) || c.running.isOver() {
			t.Fatalf("Postgres does not answer: %v\n%s", err, c.running.out)
		}
	}
}

// stop stops the cluster as -m immediate does: without a checkpoint, as if the power failed, but for what the kernel holds.
func (c *cluster) stop(t *testing.T) {
	t.Helper()
	if err := c.running.command.Process.Signal(syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	select {
	case <-c.running.ended:
	case <-time.After(20 * time.Second):
		t.Fatal("Postgres does not stop")
	}
}

// do runs a statement as the superuser, on a connection of its own.
func (c *cluster) do(statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	pool, err := sql.Open("pgx", c.url("postgres"))
	if err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, statement)
	return errors.Join(err, pool.Close())
}

// must is do, for what must work.
func (c *cluster) must(t *testing.T, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if err := c.do(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// end removes the cluster.
func (c *cluster) end() {
	if c.running != nil {
		_ = c.running.command.Process.Signal(syscall.SIGQUIT) // it may be gone
		select {
		case <-c.running.ended:
		case <-time.After(10 * time.Second):
			c.running.kill()
		}
	}
	_ = os.RemoveAll(c.folder) // it lies among temporary files
}
