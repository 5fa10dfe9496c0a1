package mail

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func overridden(files map[string]string) (*Composer, error) {
	layer := fstest.MapFS{}
	for name, content := range files {
		layer[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return New(Options{From: "noreply@registrar.example", Registrar: "Example Registry Services", Overrides: layer})
}

func TestOverridesReplaceSingleFiles(t *testing.T) {
	c, err := overridden(map[string]string{
		"en/reachability-start.txt": "\ufeffSubject: Ours for {{.Code}}\r\nButton: Go\r\n\r\nOur words,\r\nin two lines.\r\n\r\n{{if .Branded}}{{end}}\r\n\r\n[button]\r\n",
		"README.txt.bak":            "not a template", ".git/config.txt": "hidden", "notes.md": "a note",
	})
	if err != nil {
		t.Fatal(err)
	}
	m, err := c.Compose(sample(variants[0], "en"))
	if err != nil || m.Subject != "Ours for JD1042-HD" || !strings.HasPrefix(m.Text, "Our words, in two lines.\n\nGo\nhttps://") {
		t.Errorf("the override gave %q %q: %v", m.Subject, m.Text, err)
	}
	if other, err := c.Compose(sample(variants[1], "en")); err != nil || !strings.HasPrefix(other.Subject, "Your new link") {
		t.Errorf("a mail that is not overridden: %v %v", other, err)
	}
}

func TestOverridesAddALanguage(t *testing.T) {
	files := map[string]string{}
	for _, file := range languageFiles() {
		files["ar/"+file] = "Subject: س\nButton: ز\n\nم {{.LinkExpires}}\n\n[button]\n"
	}
	files["ar/frame.txt"] = "Hint: ه\n\nم\n"
	c, err := overridden(files)
	if err != nil {
		t.Fatal(err)
	}
	m, err := c.Compose(sample(variants[0], "ar-EG"))
	if err != nil || m.Language != "ar" || !strings.Contains(m.HTML, `lang="ar" dir="rtl"`) || !strings.Contains(m.Text, "2026-03-09 09:30 UTC") {
		t.Errorf("the added language gave %+v: %v", m, err)
	}
	if got := strings.Join(c.Languages(), " "); got != "en ar de es fr" {
		t.Errorf("the languages are %s", got)
	}
	delete(files, "ar/password-release.txt")
	if _, err := overridden(files); err == nil || !strings.HasPrefix(err.Error(), "mail template ar/password-release.txt:1: the file is missing") {
		t.Errorf("a language with a file too few: %v", err)
	}
}

// A broken override is found at the start, with its file and line.
func TestBrokenOverrides(t *testing.T) {
	const head, name = "Subject: s\nButton: b\n\n", "en/reachability-start.txt"
	for want, content := range map[string]string{
		name + ":1: the head has no Subject: line":       "Button: b\n\nx\n\n[button]\n",
		name + ":2: a line of the head must begin with":  "Subject: s\nTo: b\n\nx\n",
		name + ":3: Button: stands twice":                "Subject: s\nButton: b\nButton: b\n\nx\n",
		name + ":2: Button: is empty":                    "Subject: s\nButton:\n\nx\n",
		name + ":3: nothing follows the head":            "Subject: s\nButton: b\n",
		name + ":1: the file has 0 paragraphs [button]":  head + "x\n",
		name + ":1: the file has 2 paragraphs [button]":  head + "[button]\n\n[button]\n",
		name + ":5: [button] must stand alone":           head + "x\n[button]\n",
		name + `:5:`:                                     head + "x\n{{.Nmae}}\n\n[button]\n",
		name + ":6: bad character U+007D":                head + "[button]\n\n{{.Name}\n",
		name + ":4: unexpected EOF":                      head + "{{if .Name}}\n\n[button]\n\n{{end}}\n",
		name + `:1: function "shout" not defined`:        "Subject: {{shout .Name}}\nButton: b\n\n[button]\n",
		name + ":1: Subject: comes out empty":            "Subject: {{if .Name}}x{{end}}\nButton: b\n\n[button]\n",
		"layout.html:1: the mail has no link":            "",
		"layout.html:2:":                                 "<p>\n{{.Nothing}}",
		"layout.html:3: unexpected":                      "\n\n{{end}}",
		"en/reachability-begin.txt:1: no mail uses":      head + "[button]\n",
		"english words:1: a folder of mail templates is": head + "[button]\n",
	} {
		file, _, _ := strings.Cut(want, ":")
		if file == "english words" {
			file += "/frame.txt"
		}
		if _, err := overridden(map[string]string{file: content}); err == nil || !strings.HasPrefix(err.Error(), "mail template "+want) {
			t.Errorf("%q gives %v,\nwant %s", content, err, want)
		}
	}
}

// A pair of marks that is not the operator's would be the letter's: the languages must say the same things.
func TestLanguagesNameTheSameValues(t *testing.T) {
	for _, file := range languageFiles() {
		english := named(t, "templates/en/"+file)
		for _, language := range []string{"fr", "es", "de"} {
			for value := range english {
				if other := named(t, "templates/"+language+"/"+file); !other[value] {
					t.Errorf("%s/%s does not use %s, which English does", language, file, value)
				}
			}
		}
	}
}

func named(t *testing.T, file string) map[string]bool {
	t.Helper()
	content, err := fs.ReadFile(builtIn, file)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]bool{}
	for _, value := range []string{".Name", ".Code", ".To", ".Sender", ".Registrar", ".Branded", ".LinkExpires", ".Due", ".Overdue", ".Domains", ".MoreDomains", ".Domain}}"} {
		if strings.Contains(string(content), value) {
			values[value] = true
		}
	}
	return values
}

func FuzzParse(f *testing.F) {
	f.Add("Subject: s\nButton: b\n\nx\n\n[button]\n\n{{range .Domains}}\n- {{.}}\n{{end}}\n")
	f.Add("Subject: {{.Code}}\r\nButton: b\r\n\r\n- a\r\n- b\r\n")
	f.Add("\ufeff\n\n{{/* \n\n */}}")
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := parse("x.txt", text, "Subject", "Button")
		if err != nil {
			if !strings.HasPrefix(err.Error(), "x.txt:") {
				t.Errorf("the error names no file: %v", err)
			}
			return
		}
		if parsed.head["Subject"] == nil || parsed.head["Button"] == nil || len(parsed.head) != 2 || len(parsed.paragraphs) == 0 {
			t.Errorf("%q was taken: %+v", text, parsed)
		}
		for _, p := range parsed.paragraphs {
			if p.button == (p.words != nil) {
				t.Errorf("%q: a paragraph is neither words nor a button, or both", text)
			}
		}
	})
}

func TestWrap(t *testing.T) {
	for _, c := range []struct{ text, indent, want string }{
		{"", "", ""},
		{"one  two\tthree", "", "one two\nthree"},
		{"ünïcödé ab", "", "ünïcödé ab"},
		{"one a-very-long-word-of-all two", "  ", "one\n  a-very-long-word-of-all\n  two"},
		{"aaaaa bbb\u00a0: c", "", "aaaaa\nbbb\u00a0: c"},
	} {
		if got := wrap(c.text, 10, c.indent); got != c.want {
			t.Errorf("%q wraps to %q, want %q", c.text, got, c.want)
		}
	}
}
