package property

import (
	"flag"
	"testing"
)

// rounds is how often each property is tried, unless -rapid.checks says otherwise, and with -short a fifth of it. Each run draws
// other ones, so that many short runs find what one long run would; rapid's own number, twice as much, is most of the time
// of `go test ./...`.
const rounds = "50"

func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", rounds); err != nil { // the command line is read later and has the last word
		panic(err)
	}
	m.Run()
}
