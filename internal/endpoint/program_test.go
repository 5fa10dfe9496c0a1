package endpoint

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
)

// TestMain removes the program that some tests build.
func TestMain(m *testing.M) {
	m.Run()
	if built != "" {
		_ = os.RemoveAll(built)
	}
}

var built string // folder

// build builds the product's program, once.
var build = sync.OnceValues(func() (program string, err error) {
	if built, err = os.MkdirTemp("", "handledesk-endpoint-"); err != nil {
		return "", err
	}
	program = filepath.Join(built, "handledesk")
	c := exec.Command("go", "build", "-o", program, "github.com/handledesk/handledesk/cmd/handledesk")
	if text, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, text)
	}
	return program, nil
})

var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+/graphql`)

// serve runs the program itself, in a process of its own, over a new database with three accounts' keys: first, second
// (of the same reseller), other and operator. What limits callers is wired in its command line.
func serve(t *testing.T, flags ...string) *desk {
	t.Helper()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{folder: t.TempDir(), keys: map[string]string{"": ""}, names: map[string]string{}}
	data := apitest.DataFlags(t, d.folder)
	command := func(arguments ...string) string {
		c := exec.CommandContext(t.Context(), program, append(arguments, data...)...)
		text, err := c.Output()
		if err != nil {
			t.Fatalf("%v: %v", arguments, err)
		}
		return strings.TrimSpace(string(text))
	}
	command("reseller", "create", "North")
	command("reseller", "create", "South")
	for who, whose := range map[string]string{"first": "--reseller=North", "second": "--reseller=North", "other": "--reseller=South", "operator": "--operator"} {
		d.keys[who] = command("key", "create", whose, "--name", who)
	}
	c := exec.Command(program, slices.Concat([]string{"serve", "--listen", "127.0.0.1:0", "--no-worker"}, data, flags)...)
	log := &notes{}
	c.Stderr = log
	out, err := c.StdoutPipe()
	if err = errors.Join(err, c.Start()); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for d.url == "" && lines.Scan() {
		d.url = address.FindString(lines.Text())
	}
	rest := make(chan struct{})
	go func() { // a full pipe would hold it up
		defer close(rest)
		for lines.Scan() {
			continue
		}
	}()
	t.Cleanup(func() {
		err := c.Process.Signal(syscall.SIGTERM)
		<-rest
		if err = errors.Join(err, c.Wait()); err != nil {
			t.Errorf("the program did not end well: %v\n%s", err, log.take())
		}
	})
	if d.url == "" {
		t.Fatalf("the program does not say where it listens: %s", log.take())
	}
	d.names["first"], d.names["North"] = d.keyNamed(t, "first"), d.resellerNamed(t, "North")
	return d
}

// keyNamed finds the id of a key.
func (d *desk) keyNamed(t *testing.T, name string) string {
	t.Helper()
	got := d.ask(t, "operator", "{apiKeys{edges{node{id name}}}}", nil)
	found := regexp.MustCompile(`"id":"(key_\w+)","name":"` + name + `"`).FindSubmatch(got.Body)
	if found == nil {
		t.Fatalf("no key is called %s: %d %s", name, got.Status, got.Body)
	}
	return string(found[1])
}

func (d *desk) resellerNamed(t *testing.T, name string) string {
	t.Helper()
	got := d.ask(t, "operator", "{resellers{edges{node{id name}}}}", nil)
	found := regexp.MustCompile(`"id":"(rsl_\w+)","name":"` + name + `"`).FindSubmatch(got.Body)
	if found == nil {
		t.Fatalf("no reseller is called %s: %d %s", name, got.Status, got.Body)
	}
	return string(found[1])
}

// cheap costs a point; dear costs ten.
const (
	cheap = "{viewer{__typename}}"
	dear  = `mutation{setMailSenderName(input:{name:"North"}){userErrors{code message}}}`
)

// number reads a header field.
func (r *reply) number(t *testing.T, field string) int {
	t.Helper()
	var n int
	if _, err := fmt.Sscanf(r.Header.Get(field), "%d", &n); err != nil {
		t.Errorf("%s is %q, not a number: %d %.200s", field, r.Header.Get(field), r.Status, r.Body)
	}
	return n
}

// verifyPoints expects what the header fields say of a bucket, but for what time restored in the meantime.
func (r *reply) verifyPoints(t *testing.T, what string, limit, left, restored int) {
	t.Helper()
	if got := r.number(t, "RateLimit-Limit"); got != limit {
		t.Errorf("%s: the limit is %d, want %d", what, got, limit)
	}
	if got := r.number(t, "RateLimit-Remaining"); got < left || got > left+restored {
		t.Errorf("%s: %d are left, want %d to %d", what, got, left, left+restored)
	}
	cost, _ := r.Extensions["cost"].(map[string]any)
	if r.executed() && (cost["limit"] != float64(limit) || cost["remaining"] != float64(r.number(t, "RateLimit-Remaining"))) {
		t.Errorf("%s: the answer's extensions say %v, its header fields %d of %d", what, cost, r.number(t, "RateLimit-Remaining"), limit)
	}
}

// since is the points that have come back, rounded up.
func since(start time.Time, perSecond int) int {
	return int(time.Since(start).Seconds()*float64(perSecond)) + 1
}
