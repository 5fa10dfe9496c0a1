package moving

import (
	"database/sql"
	"testing"
)

// makeNewer makes a database one of a later version of the program.
func makeNewer(t *testing.T, pool *sql.DB) {
	t.Helper()
	exec1(t, pool, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)")
}
