package story

import (
	"cmp"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/timer"
	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/mail"
	"github.com/handledesk/handledesk/internal/registrar"
)

// post is the mail server of a story: it writes down what is handed to it.
type post struct {
	said    []string          // the attempts since they were last shown
	numbers map[string]int    // mail id → the number that the story knows the mail by
	tokens  map[string]string // mail id → the token in it
	failure *mail.Failure     // how mails are not taken; nil when they are
	outcome string            // the failure in the story's words
}

// employ puts the story's mail server in the place of the world's, which takes everything and tells no times.
func (s *story) employ() {
	s.post = &post{numbers: map[string]int{}, tokens: map[string]string{}}
	s.world.Post.Refuse = func(l mail.Letter) error {
		s.receive(l)
		if s.post.failure != nil {
			return s.post.failure
		}
		return nil
	}
}

// receive writes an attempt down, and names what the mail carries when it is the first one.
func (s *story) receive(l mail.Letter) {
	token := apitest.TokenOf(l)
	number, again := s.post.numbers[l.ID]
	if !again {
		number = len(s.post.numbers) + 1
		s.post.numbers[l.ID], s.post.tokens[l.ID] = number, token
		s.names[fmt.Sprintf("mail.%d", number)] = l.ID
		s.names[fmt.Sprintf("message.%d", number)] = l.ID + "@mail.example"
		s.names[fmt.Sprintf("token.%d", number)] = token
		s.names[fmt.Sprintf("token.%d.cut", number)] = token[:len(token)-1]
		s.names[fmt.Sprintf("token.%d.swapped", number)] = token[:4] + swapCase(token[4:])
	} else if token != s.post.tokens[l.ID] {
		s.t.Errorf("mail %d carries another link when it is tried again", number)
	}
	said := fmt.Sprintf("%s mail %d: %s %s to %s%s", minute(s.world.Clock.Now()), number, l.Kind, l.Reason, l.To, s.post.outcome)
	if !again {
		said += "\n  " + about(l)
	}
	s.post.said = append(s.post.said, said)
}

func swapCase(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, text)
}

// about tells what a mail says.
func about(l mail.Letter) string {
	said := "from " + cmp.Or(l.Sender, "the registrar")
	if l.Language != "" {
		said += " in " + l.Language
	}
	said += "; link until " + minute(l.LinkExpiresAt)
	if len(l.Domains) > 0 {
		said += "; " + strings.Join(l.Domains, " ")
	}
	if l.MoreDomains > 0 {
		said += fmt.Sprintf(" and %d more", l.MoreDomains)
	}
	if l.DueAt != nil {
		said += " due " + minute(*l.DueAt)
	}
	return said
}

// minute writes a moment; seconds only where there are some.
func minute(at time.Time) string {
	return strings.TrimSuffix(at.UTC().Format("2006-01-02 15:04:05"), ":00")
}

// live lets time pass as it does while the server runs: whatever falls due on the way is done at its moment. It gives
// the step with the mails that were handed to the mail server meanwhile.
func (s *story) live(parts []txtar.File, span time.Duration) []txtar.File {
	end := s.world.Clock.Now().Add(span)
	for {
		s.world.Settle()
		next, err := s.world.Store.Read().Timer.Query().Order(db.Asc(timer.FieldDueAt)).First(s.system())
		if db.IsNotFound(err) || err == nil && next.DueAt.Time().After(end) {
			break
		}
		s.must(err)
		s.world.Clock.Move(next.DueAt.Time().Sub(s.world.Clock.Now()))
	}
	s.world.Clock.Move(end.Sub(s.world.Clock.Now()))
	said := strings.Join(append(s.post.said, ""), "\n")
	s.post.said = nil
	shown := txtar.File{Name: "post", Data: []byte(cmp.Or(s.name(said), nothing))}
	if verb(parts[0]) == "post" {
		return []txtar.File{shown}
	}
	return []txtar.File{parts[0], shown}
}

// mailServer says how mails are answered from now on: `server takes`, or `server bounces | refuses | delays REPLY`.
func (s *story) mailServer(step string) {
	does, reply, _ := strings.Cut(step, " ")
	s.post.outcome = ": " + does
	switch does {
	case "takes":
		s.post.failure, s.post.outcome = nil, ""
	case "bounces":
		s.post.failure = &mail.Failure{Permanent: true, BadAddress: true, Step: mail.StepRecipient, Reply: reply}
	case "refuses":
		s.post.failure = &mail.Failure{Permanent: true, Step: mail.StepContent, Reply: reply}
	case "delays":
		s.post.failure = &mail.Failure{Step: mail.StepConnect, Reply: reply}
	default:
		s.t.Fatalf("a mail server takes, bounces, refuses or delays: %q", step)
	}
}

// language is a language that a world's handle asks for, as it is stored.
func (s *story) language(tag string) string {
	data := person(s.t, "anna")
	data.Language = tag
	stored, problems := registrar.CheckHandle(data)
	s.must(problems.Err())
	return stored.Language
}
