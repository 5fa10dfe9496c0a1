package store

import (
	"sync"
	"testing"
)

// TestProgramsComeAndGo: SQLite makes the file anew for a moment when the last program leaves it, and whoever comes just then
// is told at once that it is locked.
func TestProgramsComeAndGo(t *testing.T) {
	directory := t.TempDir()
	var programs sync.WaitGroup
	for range 4 {
		programs.Go(func() {
			for range 150 {
				s, err := Open(t.Context(), Options{Directory: directory})
				if err == nil {
					err = s.Close()
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	programs.Wait()
}
