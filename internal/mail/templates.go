package mail

import (
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

//go:embed templates
var builtIn embed.FS

// The files beside the mails themselves.
const (
	layoutFile = "layout.html"
	frameFile  = "frame.txt"
)

// fallback is the language of a mail whose reader's language is not there.
const fallback = "en"

// translation is everything in one language.
type translation struct {
	language  string // the folder's name and the Content-Language
	direction string // ltr or rtl
	frame     *mailTemplate
	mails     map[string]*mailTemplate // by file name
}

// layers are folders of which the first that has a file gives it.
type layers []fs.FS

func (l layers) read(file string) (string, error) {
	for _, layer := range l {
		content, err := fs.ReadFile(layer, file)
		if err == nil {
			return string(content), nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("%s:1: the file cannot be read: %w", file, err)
		}
	}
	return "", fmt.Errorf("%s:1: the file is missing: a language needs all of %s", file, strings.Join(languageFiles(), ", "))
}

// languages lists the folders, English first: what the matcher takes when nothing fits.
func (l layers) languages() ([]string, error) {
	found := []string{fallback}
	for _, layer := range l {
		entries, err := fs.ReadDir(layer, ".")
		if err != nil {
			return nil, fmt.Errorf("the folder of mail templates cannot be read: %w", err)
		}
		for _, entry := range entries {
			name := entry.Name()
			if !entry.IsDir() || strings.HasPrefix(name, ".") || slices.Contains(found, name) {
				continue
			}
			if _, err := language.Parse(name); err != nil {
				return nil, fmt.Errorf("%s:1: a folder of mail templates is named by a language, a BCP 47 tag such as en or pt-BR", name)
			}
			found = append(found, name)
		}
	}
	slices.Sort(found[1:])
	return found, nil
}

func languageFiles() []string {
	files := []string{frameFile}
	for _, v := range variants {
		files = append(files, v.file())
	}
	return files
}

// refuseStrangers finds a file that would never be read, most likely a slip in its name.
func refuseStrangers(overrides fs.FS) error {
	return fs.WalkDir(overrides, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("%s:1: the file cannot be read: %w", file, err)
		}
		if entry.IsDir() {
			if file != "." && strings.HasPrefix(path.Base(file), ".") {
				return fs.SkipDir
			}
			return nil
		}
		extension := path.Ext(file)
		folder, name := path.Split(file)
		known := file == layoutFile || strings.Count(folder, "/") == 1 && slices.Contains(languageFiles(), name)
		if !known && (extension == ".txt" || extension == ".html") && !strings.HasPrefix(name, ".") {
			return fmt.Errorf("%s:1: no mail uses this file: it must be %s, or one of %s in a language's folder", file, layoutFile, strings.Join(languageFiles(), ", "))
		}
		return nil
	})
}

// load parses everything.
func load(from layers) (map[string]*translation, []string, *template.Template, error) {
	text, err := from.read(layoutFile)
	if err != nil {
		return nil, nil, nil, err
	}
	layout, err := template.New(layoutFile).Parse(text)
	if err != nil {
		return nil, nil, nil, fault(err)
	}
	names, err := from.languages()
	if err != nil {
		return nil, nil, nil, err
	}
	translations := map[string]*translation{}
	for _, name := range names {
		if translations[name], err = loadTranslation(from, name); err != nil {
			return nil, nil, nil, err
		}
	}
	return translations, names, layout, nil
}

func loadTranslation(from layers, name string) (*translation, error) {
	t := &translation{language: name, direction: direction(name), mails: map[string]*mailTemplate{}}
	for _, file := range languageFiles() {
		full := name + "/" + file
		text, err := from.read(full)
		if err != nil {
			return nil, err
		}
		head, buttons := []string{"Subject", "Button"}, 1
		if file == frameFile {
			head, buttons = []string{"Hint"}, 0
		}
		parsed, err := parse(full, text, head...)
		if err != nil {
			return nil, err
		}
		if parsed.buttons() != buttons {
			return nil, fmt.Errorf("%s:1: the file has %d paragraphs %s and must have %d", full, parsed.buttons(), buttonMark, buttons)
		}
		if file == frameFile {
			t.frame = parsed
		} else {
			t.mails[file] = parsed
		}
	}
	return t, nil
}

func (m *mailTemplate) buttons() int {
	count := 0
	for _, p := range m.paragraphs {
		if p.button {
			count++
		}
	}
	return count
}

// direction is which way a language is written.
func direction(name string) string {
	script, _ := language.Make(name).Script()
	switch script.String() {
	case "Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Syrc", "Thaa":
		return "rtl"
	}
	return "ltr"
}
