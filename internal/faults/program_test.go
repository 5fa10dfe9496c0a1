package faults

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// built is the program, and the cluster of Postgres, of this run of the tests.
var built struct {
	sync.Mutex
	folder  string
	cluster *cluster
}

// TestMain clears away what the tests made together.
func TestMain(m *testing.M) {
	m.Run() // the test program takes its exit code from it
	if built.cluster != nil {
		built.cluster.end()
	}
	if built.folder != "" {
		_ = os.RemoveAll(built.folder)
	}
}

// program builds the program, once.
func program(t *testing.T) string {
	t.Helper()
	built.Lock()
	defer built.Unlock()
	if built.folder != "" {
		return filepath.Join(built.folder, "handledesk")
	}
	folder, err := os.MkdirTemp("", "handledesk-faults-") //nolint:usetesting // all tests share it, see TestMain
	if err != nil {
		t.Fatal(err)
	}
	built.folder = folder
	file := filepath.Join(folder, "handledesk")
	if text, err := exec.Command("go", "build", "-o", file, "../../cmd/handledesk").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, text)
	}
	// Whoever has no rights over files runs it, too.
	if err := errors.Join(os.Chmod(folder, 0o755), os.Chmod(file, 0o755)); err != nil {
		t.Fatal(err)
	}
	return file
}

// screen keeps what a process prints.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write keeps more of it.
func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

// String is all of it so far.
func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// grep gives the first lines that hold one of the words.
func (s *screen) grep(words ...string) string {
	var found []string
	for line := range strings.Lines(s.String()) {
		for _, word := range words {
			if strings.Contains(line, word) && len(found) < 5 {
				found = append(found, line)
				break
			}
		}
	}
	return strings.Join(found, "")
}

// process is one that was started here. It ends when it is killed, with the test, or after the longest time of one.
type process struct {
	command *exec.Cmd
	out     *screen
	ended   chan struct{}
	failed  error // read it after ended
	began   time.Time
}

// longestLife is how long a process may live.
const longestLife = 30 * time.Minute

// launch starts a program; change, unless nil, changes how.
func launch(file string, arguments []string, change func(c *exec.Cmd)) (*process, error) {
	ctx, cancel := context.WithTimeout(context.Background(), longestLife)
	p := &process{command: exec.CommandContext(ctx, file, arguments...), out: &screen{}, ended: make(chan struct{}), began: time.Now()}
	p.command.Stdout, p.command.Stderr = p.out, p.out
	p.command.SysProcAttr = attributes()
	if change != nil {
		change(p.command)
	}
	if err := p.command.Start(); err != nil {
		cancel()
		return nil, err
	}
	go func() {
		defer close(p.ended)
		defer cancel()
		p.failed = p.command.Wait()
	}()
	return p, nil
}

// kill ends the process at once and waits until it is gone.
func (p *process) kill() {
	_ = p.command.Process.Kill() // it may have ended already
	<-p.ended
}

func (p *process) isOver() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

var endpoint = regexp.MustCompile(`http://127\.0\.0\.1:\d+/graphql`)

// url is where the program serves; empty until it tells.
func (p *process) url() string { return endpoint.FindString(p.out.String()) }

// listens waits until the program tells where it serves.
func (p *process) listens(within time.Duration) (url string, err error) {
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if url := p.url(); url != "" {
			return url, nil
		}
		if p.isOver() {
			return "", fmt.Errorf("the program ended: %w\n%s", p.failed, p.out)
		}
	}
	return "", fmt.Errorf("the program does not serve after %s\n%s", within, p.out)
}
