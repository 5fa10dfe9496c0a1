package faults

import (
	"math/rand/v2"
	"sync"
	"testing"
	"time"
)

// servers are one or two servers of one database, which come and go.
type servers struct {
	file      string
	arguments []string

	mu      sync.Mutex
	running []*process
	urls    []string // empty while one is down
}

// startTime is how long a server may take until it serves.
const startTime = 30 * time.Second

func newServers(t *testing.T, n int, arguments []string) *servers {
	t.Helper()
	s := &servers{file: program(t), arguments: arguments, running: make([]*process, n), urls: make([]string, n)}
	t.Cleanup(func() {
		for i := range n {
			s.kill(i)
		}
	})
	return s
}

// begin starts one server and does not wait for it.
func (s *servers) begin(t *testing.T, i int) *process {
	t.Helper()
	p, err := launch(s.file, s.arguments, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running[i] = p
	return p
}

// start starts one server and waits until it serves.
func (s *servers) start(t *testing.T, i int) {
	t.Helper()
	url, err := s.begin(t, i).listens(startTime)
	if err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.urls[i] = url
}

// startAll starts those that do not run.
func (s *servers) startAll(t *testing.T) {
	t.Helper()
	for i := range s.urls {
		s.mu.Lock()
		down := s.urls[i] == ""
		s.mu.Unlock()
		if down {
			s.start(t, i)
		}
	}
}

// kill ends one server at once, as kill -9 does.
func (s *servers) kill(i int) {
	s.mu.Lock()
	p := s.running[i]
	s.running[i], s.urls[i] = nil, ""
	s.mu.Unlock()
	if p != nil {
		p.kill()
	}
}

// pick gives one of the servers that serve.
func (s *servers) pick(random *rand.Rand) (url string, alive bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	first := random.IntN(len(s.urls))
	for i := range s.urls {
		if url := s.urls[(first+i)%len(s.urls)]; url != "" {
			return url, true
		}
	}
	return "", false
}

// logs gives lines of the logs of those that run.
func (s *servers) logs(words ...string) (lines string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.running {
		if p != nil {
			lines += p.out.grep(words...)
		}
	}
	return lines
}
