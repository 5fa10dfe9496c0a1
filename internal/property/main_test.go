package property

import (
	"flag"
	"testing"
)

// rounds is how often each property is tried, unless -rapid.checks or -short says otherwise. Each run draws other ones, so that
// many short runs find what one long run would; rapid's own number, twice as much, is most of the time of `go test ./...`.
const rounds = "50"

func TestMain(m *testing.M) {
	flag.Parse()
	chosen := testing.Short() // rapid does a fifth of its own number then
	flag.Visit(func(f *flag.Flag) { chosen = chosen || f.Name == "rapid.checks" })
	if !chosen {
		if err := flag.Set("rapid.checks", rounds); err != nil {
			panic(err)
		}
	}
	m.Run()
}
