package password

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

var leakedSource = flag.String("leaked", "", "rewrite leaked.txt from this file of leaked passwords, one a line")

const leakedHeader = `# Leaked passwords of 12 characters and more that the strength estimator takes for strong, among the 400,000 most common
# of Mark Burnett's "Ten Million Passwords" (2015, public domain). Each line is the first 64 bits of the SHA-256 of a
# password's letters and digits, small and without accents. Written by
#   go test ./internal/password -run TestLeakedList -leaked <file of passwords, the most common first>
`

const leakedRanks = 400_000

// TestLeakedListIsSortedAndWhole also rewrites the list, when asked.
func TestLeakedListIsSortedAndWhole(t *testing.T) {
	if *leakedSource != "" {
		rewriteLeakedList(t, *leakedSource)
		t.Log("leaked.txt was rewritten; run the tests again")
		return
	}
	header, ok := strings.CutPrefix(leakedList, leakedHeader)
	if !ok {
		t.Error("the list has another header")
	}
	lines := strings.Split(strings.TrimSuffix(header, "\n"), "\n")
	if !slices.IsSorted(lines) || len(slices.Compact(lines)) != len(lines) || len(lines) < 1500 {
		t.Errorf("%d lines, unsorted, twice or too few", len(lines))
	}
	for _, line := range lines {
		if len(line) != 16 || strings.Trim(line, "0123456789abcdef") != "" {
			t.Errorf("%q is no hash", line)
		}
	}
}

func rewriteLeakedList(t *testing.T, source string) {
	t.Helper()
	file, err := os.Open(source)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	hashes := map[string]bool{}
	scanner := bufio.NewScanner(file)
	for rank := 0; rank < leakedRanks && scanner.Scan(); rank++ {
		text, weakness := prepare(scanner.Text())
		if weakness == nil && utf8.RuneCountInString(text) >= MinimumLength && guess(text, nil) == "" {
			hashes[shapeHash(shape(text))] = true
		}
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	var list strings.Builder
	list.WriteString(leakedHeader)
	lines := make([]string, 0, len(hashes))
	for hash := range hashes {
		lines = append(lines, hash)
	}
	slices.Sort(lines)
	for _, line := range lines {
		fmt.Fprintln(&list, line)
	}
	if err := os.WriteFile("leaked.txt", []byte(list.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
