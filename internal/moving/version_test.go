package moving

import (
	"database/sql"
	"testing"
)

// makeNewer makes a database one of the next version of the program.
func makeNewer(t *testing.T, pool *sql.DB) {
	t.Helper()
	exec1(t, pool, "PRAGMA user_version = 4")
}
