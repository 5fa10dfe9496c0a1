package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
)

// cluster is a Postgres of this run's own, on the servers' core: what it does for a server, it does in that one's time.
type cluster struct {
	URL     string
	folder  string
	command *exec.Cmd
	ended   chan error
}

// startCluster makes a cluster in a folder of its own and starts it on a free port of 127.0.0.1. It forgets everything with
// this run, so it need not wait for the disk; its other settings are those of initdb, with more memory for pages.
func startCluster(ctx context.Context, p pinning) (_ *cluster, err error) {
	programs, err := postgresPrograms()
	if err != nil {
		return nil, err
	}
	c := &cluster{ended: make(chan error, 1)}
	if c.folder, err = os.MkdirTemp("", "handledesk-bench-postgres-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(c.folder))
		}
	}()
	as, err := c.asPostgres()
	if err != nil {
		return nil, err
	}
	data := filepath.Join(c.folder, "data")
	initdb := append(slices.Clone(as), filepath.Join(programs, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
	making := exec.CommandContext(ctx, initdb[0], initdb[1:]...) //nolint:gosec // our own arguments
	making.Dir = c.folder
	if text, err := making.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, text)
	}
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	serving := append(slices.Clone(as), filepath.Join(programs, "postgres"), "-D", data, "-p", strconv.Itoa(port), "-k", c.folder)
	for _, setting := range []string{"listen_addresses=127.0.0.1", "fsync=off", "full_page_writes=off", "shared_buffers=1GB"} {
		serving = append(serving, "-c", setting)
	}
	c.URL = fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres", port)
	err = c.start(ctx, p, serving)
	return c, err
}

// start starts Postgres and waits until it lets somebody in.
func (c *cluster) start(ctx context.Context, p pinning, serving []string) error {
	log, err := os.Create(filepath.Join(c.folder, "log"))
	if err != nil {
		return err
	}
	c.command = p.command(ctx, serverCore, serving[0], serving[1:]...)
	c.command.Cancel = func() error { return c.command.Process.Signal(os.Interrupt) }
	c.command.Dir, c.command.Stdout, c.command.Stderr = c.folder, log, log
	if err := errors.Join(c.command.Start(), log.Close()); err != nil {
		return err
	}
	go func() { c.ended <- c.command.Wait() }()
	for deadline := time.Now().Add(startTime); ; {
		connection, err := pgx.Connect(ctx, c.URL)
		if err == nil {
			return connection.Close(ctx)
		}
		select {
		case ended := <-c.ended:
			text, _ := os.ReadFile(log.Name()) // only to explain
			return fmt.Errorf("postgres ended before it listened: %w\n%s", ended, text)
		case <-time.After(100 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			return errors.Join(fmt.Errorf("postgres does not listen after %s: %w", startTime, err), c.stop())
		}
	}
}

// stop ends Postgres without waiting for those who are connected, and removes its folder.
func (c *cluster) stop() error {
	_ = c.command.Process.Signal(os.Interrupt) // fails when it has ended already
	var err error
	select {
	case err = <-c.ended:
	case <-time.After(stopTime):
		err = errors.Join(errors.New("postgres does not stop; killing it"), c.command.Process.Kill(), <-c.ended)
	}
	return errors.Join(err, os.RemoveAll(c.folder))
}

// cpu is the processor time that Postgres has used so far: its first process, those that it has started, and those of
// them that have ended.
func (c *cluster) cpu() (time.Duration, error) {
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	var sum time.Duration
	for _, file := range files {
		text, gone := os.ReadFile(file)
		if gone != nil {
			continue
		}
		s, wrong := parseStat(string(text))
		err = errors.Join(err, wrong)
		switch {
		case file == fmt.Sprintf("/proc/%d/stat", c.command.Process.Pid):
			sum += s.own + s.ended
		case s.parent == c.command.Process.Pid:
			sum += s.own
		}
	}
	return sum, err
}

// asPostgres is how a command starts that Postgres lets run: not as root. It gives the folder to the user whom it names.
func (c *cluster) asPostgres() ([]string, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("postgres does not run as root, and there is nobody else: %w", err)
	}
	uid, err := strconv.Atoi(u.Uid)
	gid, wrong := strconv.Atoi(u.Gid)
	return []string{"setpriv", "--reuid=" + u.Uid, "--regid=" + u.Gid, "--clear-groups"}, errors.Join(err, wrong, os.Chown(c.folder, uid, gid))
}

// postgresPrograms is the folder of the newest Postgres on this machine: where Debian puts them, or on the path.
func postgresPrograms() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		return filepath.Dir(newest(found)), nil
	}
	program, err := exec.LookPath("initdb")
	if err != nil {
		return "", fmt.Errorf("no Postgres server is installed: %w", err)
	}
	program, err = filepath.EvalSymlinks(program)
	return filepath.Dir(program), err
}

// newest is the path with the highest version as the third folder from its end.
func newest(paths []string) string {
	return slices.MaxFunc(paths, func(a, b string) int { return cmp.Compare(versionIn(a), versionIn(b)) })
}

func versionIn(path string) float64 {
	version, err := strconv.ParseFloat(filepath.Base(filepath.Dir(filepath.Dir(path))), 64)
	if err != nil {
		return 0
	}
	return version
}

func freePort(ctx context.Context) (int, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	address, _ := listener.Addr().(*net.TCPAddr)
	return address.Port, listener.Close()
}
