package service

import "testing"

// TestRowsAreEmptyAgain: what one snapshot read must not show in the next one's rows, however many there were.
func TestRowsAreEmptyAgain(t *testing.T) {
	t.Parallel()
	for _, read := range []int{1, fewestRows, fewestRows + 1, 5 * fewestRows, keptRows + 1} {
		var s scratch
		rows := map[*domainRow]bool{}
		for range read {
			d := s.domains.next()
			if d.row.ID != "" || d.group != nil || rows[d] {
				t.Fatalf("a row of %d is not a new one", read)
			}
			rows[d], d.row.ID, d.group = true, "somebody's", &group[*Domain]{}
		}
		s.domains.clear()
		for range read {
			if d := s.domains.next(); d.row.ID != "" || d.group != nil {
				t.Fatalf("after %d rows one still shows %q", read, d.row.ID)
			}
		}
		if len(s.domains.rows) > 4*max(read, fewestRows) {
			t.Errorf("%d rows are kept for %d", len(s.domains.rows), read)
		}
	}
}
