package story

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/idempotency"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// story is one file under way.
type story struct {
	t          *testing.T
	world      *apitest.World
	names      map[string]string // name → id or captured value
	keys       map[string]string // who asks → the secret it sends
	seen       map[string]bool   // mails and events that were shown
	post       *post
	receiver   *receiver
	webhookIDs []string // in the order in which they were shown
	last       request
	want       string // the last golden answer
}

// run plays the story and returns it with the answers that came.
func run(t *testing.T, told *txtar.Archive) *txtar.Archive {
	t.Helper()
	s := &story{
		t: t, world: apitest.With(t, apitest.Options{Webhooks: toReceiver()}), names: map[string]string{}, seen: map[string]bool{},
		keys: map[string]string{"nobody": ""},
	}
	s.keys["staff"] = s.world.Key("", registrar.Scopes...)
	s.employ()
	s.listen()
	played := &txtar.Archive{Comment: told.Comment}
	for i := 0; i < len(told.Files); {
		parts := 1
		for i+parts < len(told.Files) && slices.Contains(belonging[verb(told.Files[i])], verb(told.Files[i+parts])) {
			parts++
		}
		played.Files = append(played.Files, s.step(told.Files[i:i+parts])...)
		i += parts
	}
	return played
}

// belonging are the sections that belong to the step before them.
var belonging = map[string][]string{
	"as": {"idempotency-key", "variables", "capture", "answer"}, "live": {"post"}, "visit": {"page"},
}

func verb(f txtar.File) string {
	word, _, _ := strings.Cut(f.Name, " ")
	return word
}

// step plays one step: a section, or an operation with the sections that belong to it.
func (s *story) step(parts []txtar.File) []txtar.File {
	first := parts[0]
	text := string(first.Data)
	_, rest, _ := strings.Cut(first.Name, " ")
	switch verb(first) {
	case "world":
		s.buildWorld(text)
		s.mails()
		s.events()
	case "as":
		return s.ask(rest, parts)
	case "again":
		s.again(first.Name)
	case "visit":
		return s.visit(parts, rest)
	case "live":
		return s.live(parts, s.span(rest))
	case "post":
		return s.live(parts, 0)
	case "receiver":
		s.answers(rest)
	case "webhooks":
		return []txtar.File{{Name: first.Name, Data: []byte(s.webhooks())}}
	case "server":
		s.mailServer(rest)
	case "move":
		s.world.Clock.Move(s.span(rest))
	case "sign":
		s.signIn(strings.TrimPrefix(rest, "in "))
	case "mails":
		return []txtar.File{{Name: first.Name, Data: []byte(s.mails())}}
	case "events":
		return []txtar.File{{Name: first.Name, Data: []byte(s.events())}}
	default:
		s.t.Fatalf("no step is called %q", first.Name)
	}
	return parts
}

// ask sends an operation and shows its answer.
func (s *story) ask(who string, parts []txtar.File) []txtar.File {
	s.last = request{secret: s.secretOf(who), query: s.fill(string(parts[0].Data))}
	captures := ""
	shown := parts[:1:1]
	for _, part := range parts[1:] {
		switch verb(part) {
		case "variables":
			if err := json.Unmarshal([]byte(s.fill(string(part.Data))), &s.last.variables); err != nil {
				s.t.Fatalf("as %s: variables: %v", who, err)
			}
		case "idempotency-key":
			_, s.last.key, _ = strings.Cut(part.Name, " ")
		case "capture":
			captures = string(part.Data)
		default:
			continue
		}
		shown = append(shown, part)
	}
	answer := s.send()
	for each := range strings.SplitSeq(strings.TrimSpace(captures), "\n") {
		if name, path, named := strings.Cut(each, " = "); named {
			s.names[strings.TrimSpace(name)] = s.find(answer, strings.TrimSpace(path))
		}
	}
	s.want = s.show(answer)
	name := "answer"
	if answer.Status != 200 {
		name += " " + strconv.Itoa(answer.Status)
	}
	if answer.Header.Get(idempotency.ReplayedHeader) == "true" {
		name += " replayed"
	}
	return append(shown, txtar.File{Name: name, Data: []byte(s.want)})
}

var repetition = regexp.MustCompile(`^again (\d+) times?, every (\S+)$`)

func (s *story) again(step string) {
	found := repetition.FindStringSubmatch(step)
	if found == nil {
		s.t.Fatalf("say `again N times, every D`, not %q", step)
	}
	times, err := strconv.Atoi(found[1])
	s.must(err)
	for i := range times {
		s.world.Clock.Move(s.span(found[2]))
		if got := s.show(s.send()); got != s.want {
			s.t.Errorf("time %d of %q was answered\n%s", i+1, step, got)
		}
	}
}

// span reads a duration; besides Go's units there are days of 24 hours, which stand first.
func (s *story) span(text string) time.Duration {
	days, rest, whole := strings.Cut(text, "d")
	if !whole {
		days, rest = "0", text
	}
	n, err := strconv.Atoi(days)
	s.must(err)
	span := time.Duration(n) * 24 * time.Hour
	if rest != "" {
		more, err := time.ParseDuration(rest)
		s.must(err)
		span += more
	}
	return span
}

// signIn opens a session for the owner of a handle, as the program does once the password was right.
func (s *story) signIn(name string) {
	token, err := s.world.Service.OpenSession(viewer.System(s.t.Context()), s.named(name), 24*time.Hour)
	s.must(err)
	s.keys[name] = token
}

// secretOf is what somebody sends: a principal's key, or a captured secret.
func (s *story) secretOf(who string) string {
	if secret, known := s.keys[who]; known {
		return secret
	}
	if name, captured := strings.CutPrefix(who, "<"); captured {
		return s.named(strings.TrimSuffix(name, ">"))
	}
	s.t.Fatalf("nobody is called %q", who)
	return ""
}

func (s *story) named(name string) string {
	value, known := s.names[name]
	if !known {
		s.t.Fatalf("nothing is named %q", name)
	}
	return value
}

var reference = regexp.MustCompile(`<\pL[\pL\pN.-]*>`)

// fill puts values in the place of names.
func (s *story) fill(text string) string {
	return reference.ReplaceAllStringFunc(text, func(name string) string { return s.named(name[1 : len(name)-1]) })
}

// find follows a path into an answer's data to a text.
func (s *story) find(answer apitest.Answer, path string) string {
	var at any = answer.Data
	for part := range strings.SplitSeq(path, ".") {
		switch value := at.(type) {
		case map[string]any:
			at = value[part]
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i >= len(value) {
				s.t.Fatalf("capture %s: no %q in a list of %d", path, part, len(value))
			}
			at = value[i]
		}
	}
	text, ok := at.(string)
	if !ok {
		s.t.Fatalf("capture %s: no text there, in %s", path, answer.Body)
	}
	return text
}

func (s *story) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *story) system() context.Context { return viewer.System(s.t.Context()) }
