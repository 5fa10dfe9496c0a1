package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// pinning keeps the servers on one core and the load on another, so that they do not take each other's time.
type pinning struct{ possible bool }

func newPinning(wanted bool) pinning {
	_, err := exec.LookPath("taskset")
	return pinning{wanted && err == nil && runtime.NumCPU() > 1}
}

func (p pinning) command(ctx context.Context, core int, program string, arguments ...string) *exec.Cmd {
	if p.possible {
		program, arguments = "taskset", append([]string{"-c", strconv.Itoa(core), program}, arguments...)
	}
	c := exec.CommandContext(ctx, program, arguments...) //nolint:gosec // our own programs
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) }
	c.WaitDelay = stopTime
	return c
}

// The cores that are used when pinning is possible.
const (
	serverCore = 0
	loadCore   = 1
)

// stopTime is how long a process gets to end after it was told to; then it is killed.
const stopTime = 20 * time.Second

// startTime is how long a server may take until it says where it listens.
const startTime = time.Minute

// process is a server that was started here, in a process of its own.
type process struct {
	Name    string
	address string
	command *exec.Cmd
	ended   chan error
	log     *os.File
	beside  *cluster // the database that works for this server alone while it is measured, in processes of its own
}

var endpoint = regexp.MustCompile(`http://(127\.0\.0\.1:\d+)/graphql`)

// start runs a server and waits until it prints its endpoint. What it logs goes to a file.
func start(ctx context.Context, name string, p pinning, logFolder, program string, arguments ...string) (*process, error) {
	log, err := os.Create(filepath.Join(logFolder, name+".log"))
	if err != nil {
		return nil, err
	}
	s := &process{Name: name, command: p.command(ctx, serverCore, program, arguments...), ended: make(chan error, 1), log: log}
	s.command.Stderr = log
	out, err := s.command.StdoutPipe()
	if err == nil {
		err = s.command.Start()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start %s: %w", name, err), log.Close())
	}
	addresses := make(chan string, 1)
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if found := endpoint.FindStringSubmatch(lines.Text()); found != nil && len(addresses) == 0 {
				addresses <- found[1]
			}
		}
		s.ended <- s.command.Wait()
	}()
	select {
	case s.address = <-addresses:
		return s, nil
	case err := <-s.ended:
		text, _ := os.ReadFile(log.Name()) // only to explain
		return nil, errors.Join(fmt.Errorf("%s ended before it listened: %w\n%s", name, err, text), log.Close())
	case <-time.After(startTime):
		return nil, errors.Join(fmt.Errorf("%s does not listen after %s", name, startTime), s.stop())
	}
}

// stop ends the process and waits for it.
func (s *process) stop() error {
	_ = s.command.Process.Signal(syscall.SIGTERM) // fails when it has ended already
	var err error
	select {
	case err = <-s.ended:
	case <-time.After(stopTime):
		err = errors.Join(fmt.Errorf("%s does not stop; killing it", s.Name), s.command.Process.Kill(), <-s.ended)
	}
	return errors.Join(err, s.log.Close())
}

// buildProduct builds the product's program into the folder.
func buildProduct(ctx context.Context, folder string) (string, error) {
	program := filepath.Join(folder, "handledesk")
	c := exec.CommandContext(ctx, "go", "build", "-o", program, "github.com/handledesk/handledesk/cmd/handledesk") //nolint:gosec // no input
	if text, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, text)
	}
	return program, nil
}

// runLoad runs a job in a process of its own.
func runLoad(ctx context.Context, p pinning, j job) ([]outcome, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(j)
	if err != nil {
		return nil, err
	}
	c := p.command(ctx, loadCore, self, "load")
	var out bytes.Buffer
	c.Stdin, c.Stdout, c.Stderr = bytes.NewReader(text), &out, os.Stderr
	if err := c.Run(); err != nil {
		return nil, fmt.Errorf("load generator: %w", err)
	}
	var outcomes []outcome
	err = json.Unmarshal(out.Bytes(), &outcomes)
	return outcomes, err
}

// ticksPerSecond is the unit of the times in /proc/PID/stat, which Linux fixes for programs at 100 a second (proc(5)).
const ticksPerSecond = 100

// cpu is the processor time that the process has used so far, in user and in kernel mode.
func (s *process) cpu() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	used, err := parseStat(string(text))
	if err != nil || s.beside == nil {
		return used.own, err
	}
	database, err := s.beside.cpu()
	return used.own + database, err
}

// stat is what /proc/PID/stat tells of a process.
type stat struct {
	parent int
	own    time.Duration // in user and in kernel mode
	ended  time.Duration // of its children that have ended
}

// parseStat reads the 4th field (ppid) and the 14th to 17th (utime, stime, cutime, cstime). The second one is a name in
// parentheses that may hold blanks.
func parseStat(text string) (stat, error) {
	_, rest, _ := strings.Cut(text[strings.LastIndexByte(text, ')')+1:], " ")
	fields := strings.Fields(rest)
	if len(fields) < 15 {
		return stat{}, fmt.Errorf("expected at least 17 fields in /proc/PID/stat: %q", text)
	}
	parent, err := strconv.Atoi(fields[1])
	var ticks [4]time.Duration
	for i := range ticks {
		n, wrong := strconv.ParseInt(fields[11+i], 10, 64)
		ticks[i], err = time.Duration(n)*time.Second/ticksPerSecond, errors.Join(err, wrong)
	}
	return stat{parent, ticks[0] + ticks[1], ticks[2] + ticks[3]}, err
}

// peakMemory is the most memory that the process has held at once (VmHWM), in bytes.
func (s *process) peakMemory() (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	number, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	kilobytes, err := strconv.ParseInt(number, 10, 64)
	return kilobytes << 10, err
}
