package demo

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/secret"
)

// Credential signs somebody of the demo in.
type Credential struct {
	Who    string // a reseller's name, "operator" or "owner of" a handle's code
	Scopes string // "all scopes" or their names
	Secret string // what is sent as Authorization: Bearer

	width [2]int // of the columns before the secret
}

// String is one line: who, scopes, secret; aligned with the others that it came with.
func (c Credential) String() string {
	return pad(c.Who, c.width[0]) + "  " + pad(c.Scopes, c.width[1]) + "  " + c.Secret
}

func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
}

// align gives all of them the same columns.
func align(all []Credential) []Credential {
	var width [2]int
	for _, c := range all {
		width[0] = max(width[0], utf8.RuneCountInString(c.Who))
		width[1] = max(width[1], utf8.RuneCountInString(c.Scopes))
	}
	for i := range all {
		all[i].width = width
	}
	return all
}

func describe(scopes []registrar.Scope) string {
	if len(scopes) == len(registrar.Scopes) {
		return "all scopes"
	}
	names := make([]string, len(scopes))
	for i, scope := range scopes {
		names[i] = string(scope)
	}
	return strings.Join(names, " ")
}

// keysFile keeps the demo's secrets beside its database, since the database holds only their hashes. Nothing but a
// demo has such a file.
const keysFile = "demo-keys.txt"

const keysHeader = "# What signs in to the demo in this folder. A line each: who, scopes, secret, with tabs between.\n"

// saveKeys writes the file, readable by its owner alone, whole or not at all.
func saveKeys(dir string, all []Credential) error {
	var text strings.Builder
	text.WriteString(keysHeader)
	for _, c := range all {
		fmt.Fprintf(&text, "%s\t%s\t%s\n", c.Who, c.Scopes, c.Secret)
	}
	file, err := os.CreateTemp(dir, keysFile+".*") // with mode 0600
	if err != nil {
		return fmt.Errorf("the demo's keys cannot be kept: %w", err)
	}
	_, err = file.WriteString(text.String())
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), filepath.Join(dir, keysFile))
	}
	if err != nil {
		return fmt.Errorf("the demo's keys cannot be kept: %w", errors.Join(err, os.Remove(file.Name())))
	}
	return nil
}

// readKeys reads the file; none gives an empty list.
func readKeys(dir string) ([]Credential, error) {
	path := filepath.Join(dir, keysFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the demo's keys cannot be read: %w", err)
	}
	var all []Credential
	for number, line := range slices.Collect(strings.Lines(string(text))) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != 3 {
			return nil, fmt.Errorf("%s, line %d: expected who, scopes and secret with tabs between", path, number+1)
		}
		if _, _, err := secret.Parse(fields[2]); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", path, number+1, err)
		}
		all = append(all, Credential{Who: fields[0], Scopes: fields[1], Secret: fields[2]})
	}
	return align(all), nil
}
