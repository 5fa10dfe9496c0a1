package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestServersThatStartTogetherMakeOneDatabase: the first makes it, the others wait and find it made.
func TestServersThatStartTogetherMakeOneDatabase(t *testing.T) {
	for range 3 {
		data := filepath.Join(t.TempDir(), "data")
		var children []*child
		for range 4 {
			children = append(children, start(t, "migrate", "--data", data))
		}
		for _, c := range children {
			<-c.ended
			if said := c.out.String(); c.process.ProcessState.ExitCode() != 0 || !strings.Contains(said, "up to date") {
				t.Errorf("exit %d: %s", c.process.ProcessState.ExitCode(), said)
			}
		}
	}
}
