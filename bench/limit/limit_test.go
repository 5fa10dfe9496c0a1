package limit

import (
	"bytes"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/store"
)

func TestEveryStatementReadsIndexesAlone(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	db, err := store.Open(t.Context(), store.Options{Directory: folder})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, store.File)
	if err := Prepare(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	raw, err := sql.Open("sqlite3", "file:"+file+"?_query_only=on")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = raw.Close() }()
	for _, statement := range []string{keyStatement, countStatement, listStatement, domainsStatement, hotStatement} {
		arguments := make([]any, max(strings.Count(statement, "?"), 1))
		if strings.Contains(statement, "?1") {
			arguments = make([]any, strings.Count(statement, "?2")*2+1)
		}
		rows, err := raw.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+statement, arguments...)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var id, parent, unused int
			var step string
			if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(step, "TEMP B-TREE") || strings.Contains(step, " USING ") && !strings.Contains(step, "COVERING INDEX") {
				t.Errorf("%s\n%s", statement, step)
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTextIsWrittenAsTheProductWritesIt(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "plain", `quo"te\`, "tab\tline\nreturn\r", "\x00\x1f\x7f", "<é>&\u2028 東京 \U0001f600"} {
		var want bytes.Buffer
		graphql.MarshalString(text).MarshalGQL(&want)
		if got := string(appendString(nil, text)); got != want.String() {
			t.Errorf("%q is written as %s, want %s", text, got, want.String())
		}
	}
}

func TestTimeIsRFC3339(t *testing.T) {
	t.Parallel()
	for _, ms := range []int64{0, 999, 1_768_478_400_007, 253_402_300_799_999, 951_782_400_000} {
		want := time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.000Z")
		if got := string(appendTime(nil, ms)); got != want {
			t.Errorf("%d is %s, want %s", ms, got, want)
		}
	}
}

func TestSetsAreInOrder(t *testing.T) {
	t.Parallel()
	if roleNames[0] != "[]" || roleNames[5] != `["OWNER","TECH"]` || statusNames[12] != `["CLIENT_HOLD","CLIENT_TRANSFER_PROHIBITED"]` {
		t.Errorf("got %v %v", roleNames, statusNames)
	}
}

func TestCursorIsTheProducts(t *testing.T) {
	t.Parallel()
	last := handle{id: "hdl_00000000000000000000000001", nameKey: []byte{0, 1, 0xfe, 0xff}}
	want := page.Order{Name: "NAME", Kind: page.Bytes}.Cursor(page.Key{Value: last.nameKey, ID: last.id})
	got := strings.Trim(string(appendCursor(nil, []handle{last})), `"`)
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	c, err := parseCursor(&got)
	if err != nil || c.ID != last.id || !bytes.Equal(c.Bytes, last.nameKey) {
		t.Errorf("read back as %+v, %v", c, err)
	}
}
