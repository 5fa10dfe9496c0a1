package mailbox

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/mail"
)

func newFolder(t *testing.T) (*Folder, string) {
	t.Helper()
	composer, err := mail.New(mail.Options{From: "noreply@registrar.example", Registrar: "Example Registry Services"})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "mails")
	folder, err := NewFolder(dir, composer)
	if err != nil {
		t.Fatal(err)
	}
	return folder, dir
}

func send(t *testing.T, folder *Folder, l mail.Letter) {
	t.Helper()
	if _, err := folder.Send(t.Context(), l); err != nil {
		t.Fatal(err)
	}
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	found := make([]string, len(entries))
	for i, entry := range entries {
		found[i] = entry.Name()
	}
	return found
}

func TestFolder(t *testing.T) {
	folder, dir := newFolder(t)
	first, second := mail.Samples()[0], mail.Samples()[1]
	first.ID, second.ID = "mai_b", "mai_a"
	second.CreatedAt = first.CreatedAt.Add(time.Millisecond)
	send(t, folder, second)
	send(t, folder, first)
	send(t, folder, second) // delivered twice
	want := []string{"20260302T093000.000Z-mai_b.eml", "20260302T093000.001Z-mai_a.eml"}
	got := names(t, dir)
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Fatalf("the folder has %v, want %v", got, want)
	}
	for _, name := range got {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v, %v", name, info.Mode(), err)
		}
	}
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder has mode %v, %v", info.Mode(), err)
	}
	m, err := folder.composer.Compose(first)
	if err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(filepath.Join(dir, want[0])); err != nil || !bytes.Equal(content, m.Source) {
		t.Errorf("the file is not the mail: %v", err)
	}
}

func TestFolderFails(t *testing.T) {
	folder, dir := newFolder(t)
	l := mail.Samples()[0]
	l.ID = "../x"
	_, err := folder.Send(t.Context(), l)
	if failure, ok := errors.AsType[*mail.Failure](err); !ok || !failure.Permanent || failure.BadAddress {
		t.Errorf("a letter that cannot be written: %v", err)
	}
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	_, err = folder.Send(t.Context(), mail.Samples()[0])
	if failure, ok := errors.AsType[*mail.Failure](err); !ok || failure.Permanent || failure.Step != mail.StepContent {
		t.Errorf("a folder that is gone: %v", err)
	}
	if _, err := NewFolder("/dev/null/x", nil); err == nil {
		t.Error("a folder inside a file was made")
	}
}
