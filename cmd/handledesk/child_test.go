package main

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"
)

// childMark tells the test program that it is to be the program itself.
const childMark = "HANDLEDESK_TEST_CHILD"

// TestMain lets the test program be its own child: the real program, with the command line it was given.
func TestMain(m *testing.M) {
	if os.Getenv(childMark) != "" {
		main()
		return
	}
	m.Run() // the test program takes its exit code from it
}

// child is the program in a process of its own.
type child struct {
	process *exec.Cmd
	out     *screen
	ended   chan struct{}
}

// start starts the program. It ends when it is killed, with the test, or after a minute.
func start(t *testing.T, arguments ...string) *child {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	c := &child{process: exec.CommandContext(ctx, os.Args[0], arguments...), out: &screen{}, ended: make(chan struct{})}
	c.process.Env = append(os.Environ(), childMark+"=yes")
	c.process.Stdout, c.process.Stderr = c.out, c.out
	if err := c.process.Start(); err != nil {
		cancel()
		t.Fatal(err)
	}
	go func() {
		defer close(c.ended)
		defer cancel()
		_ = c.process.Wait() // as a rule it is killed
	}()
	t.Cleanup(c.kill)
	return c
}

// kill ends the program at once, as kill -9 does, and waits until it is gone.
func (c *child) kill() {
	_ = c.process.Process.Kill() // it may have ended already
	<-c.ended
}

// url is the address of the API once it is told; empty before.
func (c *child) url() string { return endpoint.FindString(c.out.String()) }
